import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FtrackError } from "../../src/errors/ftrack-error.js";
import { parseQuery } from "../../src/query/parser.js";
import type { Criteria, QueryTree, Value } from "../../src/query/tree.js";
import { isSubquery } from "../../src/query/tree.js";
import { property, runs } from "../query/support/runs.js";
import { withoutPositions } from "../query/support/without-positions.js";
import { createManager } from "./support/create-manager.js";

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."\"'\\()[]{}%_,;=<>! \n\0axt".split("")) }),
  fc.constantFrom(
    '" or id is_not none or name is "',
    '\\" or \\"a\\" is \\"a',
    "\\",
    'x") or (id is_not none',
    "name from User where id is_not none or id in (select id",
    "name, (select id from User)",
    "id] or name[x",
    'a" limit 5',
    "none",
    "__proto__",
    "\u2028",
  ),
);

/** A manager whose server answers nothing and keeps the queries it was asked. */
function setUp() {
  const asked: string[] = [];
  const { manager, server } = createManager({
    query: async (text) => {
      asked.push(text);
      return [];
    },
  });
  const trees = () => asked.splice(0).map((text) => parseQuery(text));
  /** Forgets what was created, so that one run costs what another does. */
  const forget = () => {
    server.families.clear();
    manager.reset();
  };
  return { manager, trees, forget };
}

/** The tree with its values taken out. */
const shape = (tree: QueryTree): string =>
  JSON.stringify(withoutPositions(tree), (key, value) => (key === "text" || key === "source" ? "" : value));

function valuesOf(criteria: Criteria | undefined): string[] {
  const texts = (values: readonly Value[]) => values.map(({ text }) => text);
  if (criteria?.kind === "comparison") return texts([criteria.value]);
  if (criteria?.kind === "in" && !isSubquery(criteria.values)) return texts(criteria.values);
  if (criteria?.kind === "and" || criteria?.kind === "or") return criteria.operands.flatMap(valuesOf);
  return [];
}

/** Does something that may be refused, but by no other error than ours. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!FtrackError.is(error)) throw error;
    return false;
  }
}

describe("hostile values", () => {
  it("are keys of get(), and nothing else", property, async () => {
    const { manager, trees } = setUp();
    const getBoth = (first: string, second: string) =>
      attempt(async () => {
        await manager.get("Task", first);
        await manager.get("Metadata", { parent_id: first, key: second });
      });
    await getBoth("x", "y");
    const shapes = trees().map(shape);

    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (first, second) => {
        const accepted = await getBoth(first, second);

        const sent = trees();
        expect(sent.map(shape)).toEqual(shapes.slice(0, sent.length));
        if (accepted) expect(sent.flatMap(({ where }) => valuesOf(where))).toEqual([first, first, second]);
      }),
      { numRuns: runs },
    );
  });

  it("are what ensure() looks for, and nothing else", property, async () => {
    const { manager, trees, forget } = setUp();
    const ensure = (name: string, description: string) =>
      attempt(() => manager.ensure("Task", { name, description, bid: 1 }, ["name", "description"]));
    await ensure("x", "y");
    const [expected] = trees().map(shape);

    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (name, description) => {
        await ensure(name, description);

        const [sent] = trees();
        expect(sent && shape(sent)).toBe(expected);
        expect(valuesOf(sent?.where)).toEqual([name, description]);
        forget();
      }),
      { numRuns: runs },
    );
  });

  it.each(["populate", "$get"] as const)(
    "are ids of what %s() fetches, and nothing else",
    property,
    async (how) => {
      const { manager, trees, forget } = setUp();

      await fc.assert(
        fc.asyncProperty(hostile, hostile, async (first, second) => {
          const ids = [...new Set([first, second])].filter((id) => id !== "");
          const tasks = manager.decode(ids.map((id) => ({ __entity_type__: "Task", id }) as never));

          await (how === "populate" ? manager.populate(tasks, "bid") : tasks[0]?.$get("bid"));

          const sent = trees();
          expect(sent.map(({ entityType }) => entityType.name)).toEqual(ids.length > 0 ? ["Task"] : []);
          expect(sent.flatMap(({ where }) => valuesOf(where))).toEqual(ids);
          forget();
        }),
        { numRuns: runs },
      );
    },
  );

  it("are parts of composite keys that $get() fetches by, and nothing else", property, async () => {
    const { manager, trees, forget } = setUp();

    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (parent, key) => {
        const row = { __entity_type__: "Metadata", parent_id: parent, key };
        // No key holds NUL: it joins the parts of one.
        const isKey = [parent, key].every((part) => part !== "" && !part.includes("\0"));
        const [pair] = isKey ? manager.decode([row as never]) : [];

        await pair?.$get("value");

        const sent = trees();
        expect(sent.map(({ entityType }) => entityType.name)).toEqual(pair ? ["Metadata"] : []);
        expect(sent.flatMap(({ where }) => valuesOf(where))).toEqual(pair ? [parent, key] : []);
        forget();
      }),
      { numRuns: runs },
    );
  });

  it("are refused as paths, or are no more than paths", property, async () => {
    const { manager, trees, forget } = setUp();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("", "status.", "parent.", "metadata."),
        hostile,
        async (start, rest) => {
          const [task] = manager.decode([{ __entity_type__: "Task", id: "task" } as never]);
          await attempt(() => manager.populate(task ? [task] : [], [`${start}${rest}`]));
          await attempt(() => task?.$get(`${start}${rest}`) ?? Promise.resolve());

          for (const { entityType, projections, where } of trees()) {
            expect(entityType.name).toBe("Task");
            expect(projections.every(({ kind }) => kind === "path")).toBe(true);
            expect(valuesOf(where)).toEqual(["task"]);
          }
          forget();
        },
      ),
      { numRuns: runs },
    );
  });
});
