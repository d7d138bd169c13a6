import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memberPath, parseSequence, printSequence } from "../../src/locations/sequence.js";

describe("parseSequence", () => {
  it("reads head, padding, tail and ranges", () => {
    expect(parseSequence("/a/b.%04d.exr [1-3, 7, 10-11]")).toEqual({
      head: "/a/b.",
      padding: 4,
      tail: ".exr",
      indexes: [1, 2, 3, 7, 10, 11],
    });
  });

  it.each([
    ["%4d.exr [1]", 4],
    ["%d.exr [1]", 0],
    ["%04d.exr [1]", 4],
  ])("reads the padding of %s", (text, padding) => {
    expect(parseSequence(text)?.padding).toBe(padding);
  });

  it("takes the last %d as the number", () => {
    expect(parseSequence("/s%02d/f.%04d.exr [1]")?.head).toBe("/s%02d/f.");
  });

  it("merges overlaps and sorts", () => {
    expect(parseSequence("f.%d [5, 1-3, 2-4]")?.indexes).toEqual([1, 2, 3, 4, 5]);
  });

  it("reads an empty list as a sequence without members", () => {
    expect(parseSequence("f.%04d.exr []")?.indexes).toEqual([]);
  });

  it.each([
    "/a/b.exr",
    "/a/b.%04d.exr",
    "/a/b.####.exr [1-3]",
    "/a/b.%04d.exr [1,,2]",
    "/a/b.%04d.exr [1 2]",
    "/a/b.%04d.exr [-1]",
    "/a/b.%04d.exr[1]",
    "/a/b.%04d.exr [a]",
  ])("takes %s as a plain path", (text) => {
    expect(parseSequence(text)).toBeUndefined();
  });

  it("names members whose number is wider than the padding, where others crash", () => {
    const sequence = parseSequence("f.%02d.exr [99-100]");

    expect(sequence?.indexes.map((index) => memberPath(sequence, index))).toEqual(["f.99.exr", "f.100.exr"]);
  });

  it("refuses a range nobody meant", () => {
    expect(() => parseSequence("f.%d [1-99999999999]")).toThrow(
      expect.objectContaining({ code: "location_sequence" }),
    );
  });

  it("is the inverse of printing", () => {
    const indexes = fc.uniqueArray(fc.nat(5000), { maxLength: 40 }).map((list) => list.sort((a, b) => a - b));
    const part = fc.stringMatching(/^[a-z./ ()å%0-9]{0,12}$/);
    const tail = fc.stringMatching(/^[a-z.]{0,8}$/);

    fc.assert(
      fc.property(part, tail, fc.nat(9), indexes, (head, tailText, padding, list) => {
        const sequence = { head, tail: tailText, padding, indexes: list };

        expect(parseSequence(printSequence(sequence))).toEqual(sequence);
      }),
    );
  });
});
