import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortRows } from "../../src/query/ordering.js";
import type { Row } from "../../src/store/row.js";

const row = (values: Readonly<Record<string, unknown>>): Row => ({ __entity_type__: "Task", ...values });
const by = (name: string, descending = false) => ({ value: (given: Row) => given[name], descending });

describe("sortRows", () => {
  it("puts unset values first, then numbers, then text without regard to case", () => {
    const rows = ["b", "A", 2, null, 10, undefined, true].map((value) => row({ value }));

    const sorted = sortRows(rows, [by("value")]).map(({ value }) => value);

    expect(sorted).toEqual([null, undefined, true, 2, 10, "A", "b"]);
  });

  it("keeps equal rows in the order they came in, backwards too", () => {
    const rows = [1, 2, 1, 2].map((value, index) => row({ value, index }));

    const sorted = sortRows(rows, [by("value", true)]).map(({ index }) => index);

    expect(sorted).toEqual([1, 3, 0, 2]);
  });

  it("gives the first rows of the whole order when only some are wanted", () => {
    const value = fc.record({ a: fc.nat({ max: 5 }), b: fc.option(fc.nat({ max: 50 })) });
    const keys = [by("a", true), by("b")];

    fc.assert(
      fc.property(
        fc.array(value, { minLength: 3_000, maxLength: 4_000 }),
        fc.nat({ max: 40 }),
        (values, wanted) => {
          const rows = values.map(row);

          const first = sortRows(rows, keys, wanted + 1);

          expect(first).toEqual(sortRows(rows, keys).slice(0, wanted + 1));
        },
      ),
      { numRuns: 20 },
    );
  });
});
