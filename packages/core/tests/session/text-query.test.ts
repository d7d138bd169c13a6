import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/codec/operations.js";
import { parseQuery } from "../../src/query/parser.js";
import { type Comparison, isSubquery, type QueryTree } from "../../src/query/tree.js";
import type { QueryPage } from "../../src/session/page-stream.js";
import { QueryResult } from "../../src/session/query-result.js";
import { TextQuery } from "../../src/session/text-query.js";
import { createRegistry } from "./support/schemas.js";

interface TaskRow {
  readonly id: string;
  readonly name: string | null;
  readonly bid: number;
}

/** Tasks behind lanes that select by `in (…)` on one attribute, order by another and count what they are asked. */
function createQuery(
  text: string,
  tasks: readonly TaskRow[],
  options: { pageSize?: number; signal?: AbortSignal } = {},
) {
  const sent: QueryTree[] = [];
  const answer = async ({ expression }: Operation): Promise<QueryPage<unknown>> => {
    const tree = parseQuery(expression as string);
    sent.push(tree);
    const found = order(
      tree,
      tasks.filter((task) => isSelected(tree, task)),
    );
    const start = tree.offset ?? 0;
    const end = start + (tree.limit ?? found.length);
    return { rows: found.slice(start, end), next: end < found.length ? end : null };
  };
  const query = new TextQuery(text, {
    registry: async () => createRegistry(),
    tracked: answer,
    plain: answer,
    grouped: answer,
    raw: answer,
  });
  const result = new QueryResult<TaskRow, TaskRow>(query, { pageSize: 500, ...options });
  return { result, sent };
}

function isSelected({ where }: QueryTree, task: TaskRow): boolean {
  const criteria = where?.kind === "and" ? where.operands : where ? [where] : [];
  return criteria.every((one) => {
    const { path } = one as Comparison;
    const value = String(task[path.segments[0]?.name as keyof TaskRow]).toLowerCase();
    if (one.kind !== "in" || isSubquery(one.values)) throw new Error(`Not part of this server: ${one.kind}`);
    return one.values.some(({ text }) => text.toLowerCase() === value);
  });
}

function order({ orderBy }: QueryTree, tasks: readonly TaskRow[]): TaskRow[] {
  const sorted = [...tasks];
  for (const { path, descending } of [...orderBy].reverse()) {
    const read = (task: TaskRow) => {
      const value = task[path.segments[0]?.name as keyof TaskRow];
      return typeof value === "string" ? value.toLowerCase() : (value ?? -1);
    };
    const sign = descending ? -1 : 1;
    sorted.sort((left, right) => {
      const [a, b] = [read(left), read(right)];
      return a < b ? -sign : a > b ? sign : 0;
    });
  }
  return sorted;
}

const createTasks = (count: number, bidOf: (index: number) => number = (index) => index): TaskRow[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `task-${String(index).padStart(5, "0")}`,
    name: `name ${index % 7}`,
    bid: bidOf(index),
  }));

const listOf = (tasks: readonly TaskRow[]) => tasks.map(({ id }) => `"${id}"`).join(", ");
const ids = (rows: readonly TaskRow[]) => rows.map(({ id }) => id);

describe("lists too long for one request", () => {
  const tasks = createTasks(1_234);
  const wanted = [...tasks].reverse();

  it("are split, and the rows follow one another in the order of the list", async () => {
    const { result, sent } = createQuery(`select name from Task where id in (${listOf(wanted)})`, tasks);

    const rows = await result;

    expect(sent).toHaveLength(3);
    expect(new Set(ids(rows))).toEqual(new Set(ids(tasks)));
    expect(ids(rows).slice(0, 500)).toEqual(ids(tasks).slice(-500));
  });

  it("stay whole when they are short", async () => {
    const { result, sent } = createQuery(`Task where id in (${listOf(tasks.slice(0, 500))})`, tasks);

    expect(await result).toHaveLength(500);
    expect(sent).toHaveLength(1);
  });

  it("give a row once that several parts find", async () => {
    const names = ["name 1", ...Array.from({ length: 600 }, (_, index) => `other ${index}`), "NAME 1"];
    const list = names.map((name) => `"${name}"`).join(", ");
    const { result } = createQuery(`Task where name in (${list})`, tasks);

    const rows = await result;

    expect(rows).toEqual(tasks.filter(({ name }) => name === "name 1"));
    expect(await result.count()).toBe(rows.length);
  });

  it("apply limit and offset to the whole", async () => {
    const text = `Task where id in (${listOf(wanted)})`;
    const whole = await createQuery(text, tasks).result;
    const { result, sent } = createQuery(`${text} limit 20 offset 490`, tasks);

    expect(ids(await result)).toEqual(ids(whole).slice(490, 510));
    expect(await result.count()).toBe(20);
    expect(sent.every(({ offset, limit }) => offset === 0 && (limit ?? 0) <= 510)).toBe(true);
  });

  it("stop asking once the limit is reached", async () => {
    const { result, sent } = createQuery(`Task where id in (${listOf(wanted)}) limit 3`, tasks);

    await result;

    expect(sent).toHaveLength(1);
  });

  it.each(["", " limit 700 offset 450", " limit 1", " offset 1200"])(
    "put rows in order across parts, as one request would (%s)",
    async (bounds) => {
      const scattered = createTasks(1_234, (index) => (index * 7_919) % 300);
      const { result, sent } = createQuery(
        `select id from Task where id in (${listOf(scattered)}) order by bid desc, name${bounds}`,
        scattered,
        { pageSize: 200 },
      );
      const { limit, offset = 0 } = parseQuery(`Task${bounds}`);

      const rows = await result;

      const reference = order(parseQuery("Task order by bid desc, name, id"), scattered);
      expect(ids(rows)).toEqual(
        ids(reference.slice(offset, limit === undefined ? undefined : offset + limit)),
      );
      expect(
        sent.every(
          ({ where }) => where?.kind === "in" && "length" in where.values && where.values.length <= 500,
        ),
      ).toBe(true);
    },
  );

  it("put unset values first, and text without regard to case", async () => {
    const mixed = createTasks(600).map((task, index) => ({
      ...task,
      name: index === 599 ? null : index === 300 ? "AARDVARK" : `b ${String(index).padStart(3, "0")}`,
    }));
    const { result } = createQuery(`Task where id in (${listOf(mixed)}) order by name`, mixed);

    const rows = await result;

    expect(rows.slice(0, 3).map(({ name }) => name)).toEqual([null, "AARDVARK", "b 000"]);
  });

  it("give first() the first in order, and one() what several parts find", async () => {
    const text = `Task where id in (${listOf(tasks)})`;

    expect((await createQuery(`${text} order by bid desc`, tasks).result.first())?.bid).toBe(1_233);
    await expect(createQuery(text, tasks).result.one()).rejects.toMatchObject({
      code: "query_multiple_results",
    });
    await expect(createQuery(text, tasks.slice(700, 701)).result.one()).resolves.toBe(tasks[700]);
  });

  it("say so when there are more rows than expected", async () => {
    const { result } = createQuery(`Task where id in (${listOf(tasks)})`, tasks);

    await expect(result.all({ max: 900 })).rejects.toMatchObject({ code: "query_truncated" });
  });

  it("reject with the signal's reason between parts", async () => {
    const controller = new AbortController();
    const { result, sent } = createQuery(`Task where id in (${listOf(tasks)})`, tasks, {
      signal: controller.signal,
    });

    const loop = (async () => {
      for await (const _ of result.pages()) controller.abort("enough");
    })();

    await expect(loop).rejects.toBe("enough");
    expect(sent).toHaveLength(2);
  });
});

describe("pages of ordered rows", () => {
  it("are kept apart by the key where rows may tie", async () => {
    const { result, sent } = createQuery("Task order by name", createTasks(30), { pageSize: 10 });

    const rows = await result;

    expect(new Set(ids(rows)).size).toBe(30);
    expect(sent.map(({ orderBy }) => orderBy.map(({ path }) => path.segments[0]?.name))).toEqual(
      Array.from({ length: 3 }, () => ["name", "id"]),
    );
  });

  it("are asked for as written where there is only one", async () => {
    const { result, sent } = createQuery("Task order by name limit 10", createTasks(30), { pageSize: 10 });

    await result;

    expect(sent.map(({ orderBy }) => orderBy.length)).toEqual([1]);
  });
});

describe("groups", () => {
  it("tell what they were grouped by, also where it was not selected", async () => {
    const { result, sent } = createQuery("select count(id) from Task group by name", createTasks(3));

    await result;

    expect(sent[0]?.projections.map(({ kind }) => kind)).toEqual(["path", "aggregate"]);
  });
});
