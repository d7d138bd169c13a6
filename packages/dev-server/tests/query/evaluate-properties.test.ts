import { isSubquery, parseQuery } from "@ftrack-kit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../src/operations/api-error.js";
import { Budget } from "../../src/query/budget.js";
import { compileCriteria } from "../../src/query/conditions.js";
import { createCompilation, findRows } from "../../src/query/evaluate.js";
import { keyOf } from "../../src/query/members.js";
import { rowsOfTypes } from "../../src/query/rows-of-types.js";
import { expressions } from "./expressions.js";
import { runs } from "./runs.js";
import { smallStudio } from "./small-studio.js";

const { source } = smallStudio();

describe("any query", () => {
  it("finds through indexes exactly what looking at every row finds", { timeout: 600_000 }, () => {
    const query = expressions(source.registry);

    fc.assert(
      fc.property(query, (text) => {
        const tree = { ...parseQuery(text), orderBy: [], limit: undefined };
        const type = tree.entityType.name;
        let found: readonly unknown[];
        try {
          found = findRows(source, tree, { budget: new Budget(1_000_000) });
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
          return;
        }

        const compilation = createCompilation(source, tree, { budget: new Budget(1_000_000) });
        const condition = tree.where && compileCriteria(compilation, [type], tree.where);
        const all = rowsOfTypes(source, [type]) ?? [];
        const expected = all.filter((row) => condition === undefined || condition.test(row) === true);

        expect(found).toEqual(expected);
        if (condition) {
          const candidates = condition.candidates(Number.POSITIVE_INFINITY);
          if (candidates) for (const row of expected) expect(candidates.rows).toContain(row);
          if (candidates?.ordered) {
            const keys = candidates.rows.map((row) => keyOf(source, row));
            expect(keys).toEqual([...new Set(keys)].sort());
          }
        }
      }),
      { numRuns: runs },
    );
  });

  it("is made of criteria and sub-queries often enough to mean something", () => {
    const sample = fc
      .sample(expressions(source.registry), { numRuns: 500, seed: 7 })
      .map((text) => parseQuery(text));

    const found = sample.filter((tree) => {
      try {
        return findRows(source, tree, { budget: new Budget(1_000_000) }).length > 0;
      } catch {
        return false;
      }
    });
    const nested = sample.filter(({ where }) => where?.kind === "in" && isSubquery(where.values));

    expect(found.length).toBeGreaterThan(50);
    expect(nested.length).toBeGreaterThan(5);
  });
});
