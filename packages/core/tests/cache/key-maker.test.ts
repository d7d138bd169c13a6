import { ObjectKeyMaker, StringKeyMaker } from "@ftrack-kit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("StringKeyMaker", () => {
  it("reads well", () => {
    expect(new StringKeyMaker().key("Task", ["b1", "c2"])).toBe("Task|[b1,c2]");
  });

  it("never gives two lists of texts the same key", () => {
    const maker = new StringKeyMaker();
    // Nothing, and one empty text, have no text to be told apart by.
    const parts = fc.array(fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 })), { minLength: 1 });

    fc.assert(
      fc.property(parts, parts, (left, right) => {
        fc.pre(JSON.stringify(left) !== JSON.stringify(right));
        expect(maker.key(...left)).not.toBe(maker.key(...right));
      }),
    );
  });
});

describe("ObjectKeyMaker", () => {
  const maker = new ObjectKeyMaker();

  it("tells values of different types apart", () => {
    const values = [
      1,
      "1",
      [1],
      ["1"],
      { a: 1 },
      { a: "1" },
      null,
      undefined,
      "null",
      true,
      "true",
      1n,
      -0,
      0,
    ];

    const keys = new Set(values.map((value) => maker.key(value)));

    expect(keys.size).toBe(values.length);
  });

  it("does not care in which order fields were written", () => {
    expect(maker.key({ a: 1, b: { c: 2, d: 3 } })).toBe(maker.key({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it("gives equal keys to equal structures and different ones to others", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(maker.key(structuredClone(left))).toBe(maker.key(left));
        const same = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
        // JSON writes -0 as 0.
        fc.pre(!JSON.stringify([left, right]).includes("0"));
        expect(maker.key(left) === maker.key(right)).toBe(same);
      }),
    );
  });

  it("refuses what cannot be compared", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;

    expect(() => maker.key(loop)).toThrow(TypeError);
    expect(() => maker.key(() => 1)).toThrow(TypeError);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return { fields: fields.map(([name, item]) => [name, sorted(item)]) };
}
