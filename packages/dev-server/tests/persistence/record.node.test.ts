import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRecords, encodeRecord } from "../../src/persistence/record.js";

describe("records", () => {
  it("are read back as they were written", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const { records, torn } = decodeRecords(values.map(encodeRecord).join(""));

        expect(records).toEqual(JSON.parse(JSON.stringify(values)));
        expect(torn).toBe(false);
      }),
    );
  });

  it("keep every whole line when the end is torn off anywhere", () => {
    const lines = ["first", { second: "line\nbreak" }, [3]].map(encodeRecord);
    const text = lines.join("");

    for (let length = 0; length <= text.length; length++) {
      const { records, torn } = decodeRecords(text.slice(0, length));

      let whole = 0;
      for (let end = 0; whole < 3 && end + (lines[whole] as string).length <= length; whole++) {
        end += (lines[whole] as string).length;
      }
      expect(records).toHaveLength(whole);
      expect(torn).toBe(length !== lines.slice(0, whole).join("").length);
    }
  });

  it("do not pass over a damaged line with good ones behind it", () => {
    const text = ["a", "b", "c"].map(encodeRecord).join("").replace('"b"', '"x"');

    expect(() => decodeRecords(text)).toThrow("Line 2 is damaged");
  });
});
