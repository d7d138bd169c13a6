import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/query/parser.js";
import { printQuery } from "../../src/query/printer.js";
import {
  splitQuery,
  withDefaultProjections,
  withGroupProjections,
  withPaging,
  withStableOrder,
} from "../../src/query/transform.js";
import { sampleRegistry } from "./support/sample-schemas.js";

describe("default projections", () => {
  it.each([
    ["Project where name is x", "select id from Project where name is x"],
    ["Task", "select id, name from Task"],
    ["Metadata", "select parent_id, key from Metadata"],
    ["select bid from Task", "select bid from Task"],
    ["Unknown", "Unknown"],
  ])("makes of %j %j", (text, expected) => {
    expect(printQuery(withDefaultProjections(parseQuery(text), sampleRegistry))).toBe(expected);
  });
});

describe("projections of groups", () => {
  it.each([
    [
      "select count(id) from Task group by bid, status.name",
      "select bid, status.name, count(id) from Task group by bid, status.name",
    ],
    ["select count(id), bid from Task group by bid", "select count(id), bid from Task group by bid"],
    ["select count(id) from Task", "select count(id) from Task"],
  ])("makes of %j %j", (text, expected) => {
    expect(printQuery(withGroupProjections(parseQuery(text)))).toBe(expected);
  });
});

describe("paging", () => {
  it("finds bounds in the tree, never in a string or a sub-query", () => {
    const tree = parseQuery(
      'Task where name is "limit 5 offset 7" and id in (select id from Task limit 3) limit 9',
    );

    const paged = withPaging(tree, { limit: 500, offset: 1000 });

    expect([tree.limit, tree.offset]).toEqual([9, undefined]);
    expect(printQuery(paged)).toBe(
      'Task where name is "limit 5 offset 7" and id in (select id from Task limit 3) offset 1000 limit 500',
    );
  });
});

describe("a stable order", () => {
  it.each([
    ["Task", "Task order by id"],
    ["Task order by name desc", "Task order by name desc, id"],
    ["Task order by id desc", "Task order by id desc"],
    ["Metadata order by key", "Metadata order by key, parent_id"],
    ["select count(id) from Task group by bid", "select count(id) from Task group by bid"],
    ["Unknown order by name", "Unknown order by name"],
    ["Metadata order by parent_id, key desc", "Metadata order by parent_id, key desc"],
  ])("makes of %j %j", (text, expected) => {
    expect(printQuery(withStableOrder(parseQuery(text), sampleRegistry))).toBe(expected);
  });
});

describe("splitting long lists", () => {
  const split = (text: string, options: { maxValues?: number; maxBytes?: number }) =>
    splitQuery(parseQuery(text), options).map(printQuery);

  it("splits by count and keeps the order of the values", () => {
    expect(split("Task where id in (c, a, b) and bid > 1", { maxValues: 2 })).toEqual([
      "Task where id in (c, a) and bid > 1",
      "Task where id in (b) and bid > 1",
    ]);
  });

  it("splits by size in bytes", () => {
    const parts = split(`Task where name in ("${"ø".repeat(40)}", "${"o".repeat(40)}", b)`, { maxBytes: 90 });

    expect(parts).toHaveLength(2);
  });

  it("splits at 501 values, or at more than 32,000 bytes, unless told otherwise", () => {
    const list = (values: readonly string[]) => `Task where id in (${values.join(", ")})`;
    const numbers = Array.from({ length: 501 }, (_, index) => String(index));
    // Of 62 bytes each, and two between them.
    const names = Array.from({ length: 501 }, (_, index) => String(index).padStart(62, "n"));

    expect(split(list(numbers.slice(0, 500)), {})).toHaveLength(1);
    expect(split(list(numbers), {}).map((text) => parseQuery(text).where)).toMatchObject([
      { values: { length: 500 } },
      { values: { length: 1 } },
    ]);
    expect(split(list(names.slice(0, 500)), { maxValues: 1_000 })).toHaveLength(1);
    expect(split(list(names), { maxValues: 1_000 })).toHaveLength(2);
  });

  it("counts bytes anew for each part", () => {
    expect(split("Task where id in (aaaa, bbbb, cccc, dddd, eeee)", { maxBytes: 12 })).toEqual([
      "Task where id in (aaaa, bbbb)",
      "Task where id in (cccc, dddd)",
      "Task where id in (eeee)",
    ]);
  });

  it("always makes progress, however long a value", () => {
    expect(split("Task where id in (aaaa, bbbb)", { maxBytes: 1 })).toHaveLength(2);
  });

  it("asks for no value twice", () => {
    expect(split('Task where id in (a, b, "a", a)', { maxValues: 1 })).toEqual([
      "Task where id in (a)",
      "Task where id in (b)",
      'Task where id in ("a")',
    ]);
  });

  it("splits the longest list that every row must be in", () => {
    expect(split("Task where (a in (1, 2, 3) and b in (1)) and c in (1, 2)", { maxValues: 2 })).toEqual([
      "Task where (a in (1, 2) and b in (1)) and c in (1, 2)",
      "Task where (a in (3) and b in (1)) and c in (1, 2)",
    ]);
  });

  it.each([
    "Task where id not_in (a, b, c)",
    "Task where not id in (a, b, c)",
    "Task where id in (a, b, c) or bid > 1",
    "Task where parent has (id in (a, b, c))",
    "Task where id in (select id from Task)",
    "select count(id) from Task where id in (a, b, c) group by bid",
    "select bid from Task where id in (a, b, c) group by bid",
    "select name, count(id) from Task where id in (a, b, c)",
    "Task where id in (a)",
    "Task where id in ()",
    "Task",
  ])("leaves %j whole", (text) => {
    expect(split(text, { maxValues: 1 })).toEqual([text]);
  });

  it("makes each part long enough for the bounds to be applied after merging", () => {
    expect(split("Task where id in (a, b) offset 5 limit 10", { maxValues: 1 })).toEqual([
      "Task where id in (a) limit 15",
      "Task where id in (b) limit 15",
    ]);
    expect(split("Task where id in (a, b) limit 10", { maxValues: 1 })).toEqual([
      "Task where id in (a) limit 10",
      "Task where id in (b) limit 10",
    ]);
    expect(split("Task where id in (a, b) offset 5", { maxValues: 1 })).toEqual([
      "Task where id in (a)",
      "Task where id in (b)",
    ]);
  });
});
