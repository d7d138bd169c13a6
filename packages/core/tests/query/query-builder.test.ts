import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors/query-error.js";
import {
  after,
  and,
  any,
  atLeast,
  atMost,
  before,
  cast,
  contains,
  endsWith,
  entry,
  greaterThan,
  has,
  isNot,
  lessThan,
  like,
  none,
  not,
  oneOf,
  or,
  startsWith,
} from "../../src/query/operators.js";
import { parseQuery } from "../../src/query/parser.js";
import { printQuery } from "../../src/query/printer.js";
import { ql } from "../../src/query/ql.js";
import { createQueryBuilder, type QueryRows, type QueryRunner } from "../../src/query/query-builder.js";
import type { QueryTree } from "../../src/query/tree.js";
import type { Where } from "../../src/query/where-types.js";
import { property, runs } from "./support/runs.js";
import type { SampleMap } from "./support/sample-map.js";
import { withoutPositions } from "./support/without-positions.js";

const from = <Name extends keyof SampleMap>(name: Name, runner?: QueryRunner) =>
  createQueryBuilder<SampleMap, Name>(name, runner);
/** Builds without the compiler's checks, as JavaScript callers do. */
const loosely = (where: unknown) => from("Task").where(where as Where<SampleMap, "Task">).text;
const jane = { $key: ["jane-id"] };

describe("steps", () => {
  it("prints a whole query", () => {
    const query = from("Task")
      .select("name", "status.name")
      .where({ project: { name: "film" } })
      .orderBy("status.sort", "desc")
      .orderBy("name")
      .offset(20)
      .limit(10);

    expect(query.text).toBe(
      'select name, status.name from Task where project.name is "film" order by status.sort desc, name offset 20 limit 10',
    );
  });

  it("leaves the builder it started from as it was", () => {
    const base = from("Task").where({ bid: 1 });

    const left = base.where({ name: "left" }).limit(1);
    const right = base.where({ name: "right" });

    expect([base.text, left.text, right.text]).toEqual([
      "Task where bid is 1",
      'Task where bid is 1 and name is "left" limit 1',
      'Task where bid is 1 and name is "right"',
    ]);
  });

  it("groups and aggregates", () => {
    const query = from("Task").groupBy("project_id", "status_id").select("count(id)", "max(bid)");

    expect(query.text).toBe("select count(id), max(bid) from Task group by project_id, status_id");
  });

  it("adds nothing for criteria that are empty", () => {
    expect(from("Task").where({}).text).toBe("Task");
    expect(from("Task").where().where({}, { bid: 1 }).text).toBe("Task where bid is 1");
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "5"])("refuses %j as a bound", (count) => {
    expect(() => from("Task").limit(count as number)).toThrow(QueryError);
    expect(() => from("Task").offset(count as number)).toThrow(QueryError);
  });

  it.each(["Task where bid > 1", "Task; ", "", "status.name", "a b", "Task[Shot]"])(
    "refuses %j as an entity type",
    (name) => {
      expect(() => createQueryBuilder(name)).toThrow(expect.objectContaining({ code: "query_syntax" }));
    },
  );

  it.each(["name from User where id", "a,b", "count(id), name", "count(a) or b", "count(id"])(
    "refuses %j as something to select",
    (name) => {
      expect(() => from("Task").select(name as "name")).toThrow(QueryError);
    },
  );
});

describe("criteria", () => {
  const cases: readonly [string, Where<SampleMap, "Task">, string][] = [
    ["values", { name: "comp", bid: 5 }, 'name is "comp" and bid is 5'],
    ["no value", { description: null }, "description is none"],
    ["lists", { name: ["a", "b"] }, 'name in ("a", "b")'],
    ["empty lists, which nothing fits", { name: [] }, "name in ()"],
    ["dates", { start_date: new Date(0) }, 'start_date is "1970-01-01T00:00:00.000+00:00"'],
    ["references", { status: { state: { short: "DONE" } } }, 'status.state.short is "DONE"'],
    [
      "several names of a reference",
      { status: { name: "a", sort: 1 } },
      'status.name is "a" and status.sort is 1',
    ],
    ["entities", { project: jane }, 'project.id is "jane-id"'],
    ["lists of entities", { project: [jane, jane] }, 'project.id in ("jane-id", "jane-id")'],
    ["no entity", { parent: null }, "parent is none"],
    ["isNot", { name: isNot("a"), description: isNot(null) }, 'name is_not "a" and description is_not none'],
    ["isNot with a list", { name: isNot(["a", "b"]) }, 'name not_in ("a", "b")'],
    ["isNot with an entity", { parent: isNot(jane) }, 'parent.id is_not "jane-id"'],
    ["isNot with a pattern", { name: isNot(contains("a")) }, 'name not_like "%a%"'],
    ["isNot with an operator", { bid: isNot(greaterThan(5)) }, "not bid > 5"],
    ["isNot twice", { bid: isNot(isNot(5)) }, "bid is 5"],
    ["greaterThan and lessThan", and({ bid: greaterThan(1) }, { bid: lessThan(5) }), "bid > 1 and bid < 5"],
    ["atLeast and atMost", and({ bid: atLeast(1) }, { bid: atMost(5) }), "bid >= 1 and bid <= 5"],
    [
      "after and before",
      and({ start_date: after("2030-01-01") }, { start_date: before("2031-01-01") }),
      'start_date after "2030-01-01" and start_date before "2031-01-01"',
    ],
    ["like", { name: like("a%_") }, 'name like "a%_"'],
    ["like with escaped text", { name: like(ql.like("a%")) }, String.raw`name like "a\%"`],
    ["contains", { name: contains("5%") }, String.raw`name like "%5\%%"`],
    ["startsWith", { name: startsWith("a_") }, String.raw`name like "a\_%"`],
    ["endsWith", { name: endsWith('"') }, String.raw`name like "%\""`],
    ["oneOf", { name: oneOf(["a"]) }, 'name in ("a")'],
    [
      "oneOf with a sub-query",
      { parent_id: oneOf(from("Shot").select("id").where({ name: "x" })) },
      'parent_id in (select id from Shot where name is "x")',
    ],
    ["or", or({ name: "a" }, { bid: 1, name: "b" }), 'name is "a" or bid is 1 and name is "b"'],
    [
      "or within and",
      and({ bid: 1 }, or({ name: "a" }, { name: "b" })),
      'bid is 1 and (name is "a" or name is "b")',
    ],
    ["not", not({ name: "a", bid: 1 }), 'not (name is "a" and bid is 1)'],
    [
      "any",
      { assignments: any({ resource: { username: "jane" } }) },
      'assignments any (resource.username is "jane")',
    ],
    ["any at all", { assignments: any() }, "assignments any ()"],
    ["none", { assignments: none() }, "not assignments any ()"],
    [
      "has",
      { parent: has({ name: "a", parent: { name: "b" } }) },
      'parent has (name is "a" and parent.name is "b")',
    ],
    ["cast", { parent: cast("Shot", { cut_in: 5 }) }, "parent[Shot].cut_in is 5"],
    [
      "entry",
      { custom_attributes: entry("fstart", atLeast(5)) },
      'custom_attributes any (key is "fstart" and value >= 5)',
    ],
    ["text of ql", ql`bid > ${5} or bid < 1`, "bid > 5 or bid < 1"],
    ["text of ql in a reference", { parent: ql`name is ${"x"}` }, 'parent has (name is "x")'],
  ];

  it.each(cases)("writes %s", (_, where, expected) => {
    const query = from("Task").where(where);

    expect(query.text).toBe(`Task where ${expected}`);
    expect(withoutPositions(parseQuery(query.text))).toEqual(withoutPositions(query.tree));
  });

  it("keeps criteria of several steps together", () => {
    const query = from("Task")
      .where(or({ bid: 1 }, { bid: 2 }))
      .where({ name: "x" });

    expect(query.text).toBe('Task where (bid is 1 or bid is 2) and name is "x"');
  });

  it("takes a builder as a sub-query of ql", () => {
    const shots = from("Shot").select("id");

    expect(ql`Task where parent_id in ${shots}`.text).toBe("Task where parent_id in (select id from Shot)");
  });

  it.each<[string, unknown]>([
    ["undefined, which would match everything", { name: undefined }],
    ["undefined deep inside", { project: { name: undefined } }],
    ["an empty alternative", or<SampleMap, "Task">({ name: "a" }, {})],
    ["no alternative", or()],
    ["the opposite of nothing", not({})],
    ["a value without an attribute", "x"],
    ["an operator without an attribute", greaterThan(5)],
    ["a cast without a relation", cast<SampleMap, "Shot">("Shot", { name: "x" })],
    ["values a query cannot hold", { name: Number.NaN }],
    ["names that are none", { "name is 1 or id": "x" }],
  ])("refuses %s", (_, where) => {
    expect(() => loosely(where)).toThrow(QueryError);
  });

  it("takes paths as names where the compiler does not know better", () => {
    expect(loosely({ "parent[Shot].status.name": "x" })).toBe('Task where parent[Shot].status.name is "x"');
  });
});

describe("running", () => {
  const createRunner = (rows: readonly unknown[]) => {
    const ran: { tree: QueryTree; options: object }[] = [];
    const runner: QueryRunner = {
      runQuery<Row, Plain>(tree: QueryTree, options: object): QueryRows<Row, Plain> {
        ran.push({ tree, options });
        const given = rows as Row[];
        return {
          // biome-ignore lint/suspicious/noThenProperty: results are awaitable.
          then: (onResolve, onReject) => Promise.resolve(given).then(onResolve, onReject),
          async *[Symbol.asyncIterator]() {
            yield* given;
          },
          async *pages() {
            yield given;
          },
          all: async () => given,
          first: async () => given[0] ?? null,
          one: async () => given[0] as Row,
          maybeOne: async () => given[0] ?? null,
          count: async () => given.length,
          plain: () => {
            throw new Error("Not part of this test.");
          },
        };
      },
    };
    return { runner, ran };
  };

  it("runs nothing until it is asked for rows", async () => {
    const { runner, ran } = createRunner([1, 2]);

    const query = from("Task", runner).where({ bid: 1 });
    expect(ran).toEqual([]);
    const rows: unknown = await query;

    expect(rows).toEqual([1, 2]);
    expect(ran.map(({ tree }) => printQuery(tree))).toEqual(["Task where bid is 1"]);
  });

  it("iterates, counts and gives single rows", async () => {
    const { runner } = createRunner([1, 2]);
    const query = from("Task", runner);

    const seen: unknown[] = [];
    for await (const row of query) seen.push(row);

    expect(seen).toEqual([1, 2]);
    expect(
      await Promise.all([query.first(), query.one(), query.maybeOne(), query.count(), query.all()]),
    ).toEqual([1, 1, 1, 2, [1, 2]]);
  });

  it("hands options on", async () => {
    const { runner, ran } = createRunner([]);
    const { signal } = new AbortController();

    await from("Task", runner).options({ signal }).options({ pageSize: 5 }).limit(1);

    expect(ran[0]?.options).toEqual({ signal, pageSize: 5 });
  });

  it("rejects, rather than throws, where there is no session", async () => {
    const query = from("Task");

    await expect(query.all()).rejects.toThrow("belongs to no session");
    await expect(query).rejects.toThrow(QueryError);
  });
});

describe("injection", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."\"'\\()[]{}%_,;=<>! \n\0axt".split("")) }),
    fc.constantFrom('" or id is_not none or name is "', "\\", '\\"', "x) or (id is y", "none", '%" limit 5'),
  );

  it("gives back every value, in the tree that was built", property, () => {
    fc.assert(
      fc.property(hostile, hostile, fc.array(hostile), (one, two, list) => {
        const query = from("Task").where(
          or({ name: one, status: { name: isNot(two) } }, { name: oneOf(list), description: contains(one) }),
          { custom_attributes: entry(two, one) } as never,
        );

        expect(withoutPositions(parseQuery(query.text))).toEqual(withoutPositions(query.tree));
      }),
      { numRuns: runs },
    );
  });

  it("makes of hostile names an error or those very names", property, () => {
    fc.assert(
      fc.property(hostile, (name) => {
        try {
          const query = from("Task")
            .select(name as "name")
            .orderBy(name as "name");
          expect(withoutPositions(parseQuery(query.text))).toEqual(withoutPositions(query.tree));
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
      { numRuns: runs },
    );
  });
});
