import * as fc from "fast-check";
import { expect, it } from "vitest";
import { RecentIds } from "../../src/events/recent-ids.js";

const window = 5;

it("knows the last ids of its window, forgets those twice as far back, and takes an empty one for new", () => {
  const id = fc.integer({ min: 0, max: 30 }).map((number) => (number === 0 ? "" : `id-${number}`));

  fc.assert(
    fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
      const recent = new RecentIds(window);
      const seen: string[] = [];
      for (const next of ids) {
        const isNew = recent.add(next);

        const distinct = [...new Set([...seen].reverse())];
        const age = distinct.indexOf(next);
        if (next === "" || age < 0 || age >= 2 * window) expect(isNew).toBe(true);
        else if (age < window) expect(isNew).toBe(false);
        if (next !== "") seen.push(next);
      }
    }),
  );
});
