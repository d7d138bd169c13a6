import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecentIds } from "../../src/events/recent-ids.js";

describe("recent ids", () => {
  it("remembers exactly its window of the latest, and treats an empty id as new each time", () => {
    const ids = new RecentIds(3);
    for (const id of ["a", "b", "c", "d"]) ids.add(id);

    expect(["b", "c", "d", "", ""].map((id) => ids.add(id))).toEqual([false, false, false, true, true]);
    expect(ids.add("a")).toBe(true);
    expect(["b", "c", "d", "a"].map((id) => ids.add(id))).toEqual([true, true, true, true]);
  });

  it("tells what a list of the latest tells, also of ids with one hash", () => {
    // "Aa" and "BB" have one hash by the usual sum of characters, and so has whatever is made of them.
    const id = fc.array(fc.constantFrom("Aa", "BB", "C"), { maxLength: 4 }).map((parts) => parts.join(""));
    const property = fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.array(id, { maxLength: 200 }),
      (window, seen) => {
        const ids = new RecentIds(window);
        const latest: string[] = [];
        for (const one of seen) {
          const isNew = one === "" || !latest.includes(one);

          const told = ids.add(one);

          expect(told).toBe(isNew);
          if (isNew && one !== "") latest.push(one);
          if (latest.length > window) latest.shift();
        }
      },
    );

    fc.assert(property, { numRuns: 300 });
  });
});
