import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors/query-error.js";
import { parsePath } from "../../src/query/parse-path.js";
import { parseCriteria, parseQuery } from "../../src/query/parser.js";
import { printCriteria, printPath, printQuery } from "../../src/query/printer.js";
import { isNone } from "../../src/query/tree.js";
import { corpus } from "./support/corpus.js";
import { property, runs } from "./support/runs.js";
import { withoutPositions } from "./support/without-positions.js";

describe("round trips", () => {
  it("has a corpus that is worth its name", () => {
    expect(new Set(corpus).size).toBeGreaterThanOrEqual(150);
  });

  it.each(corpus)("keeps the meaning and the text of %j", (text) => {
    const tree = parseQuery(text);
    const printed = printQuery(tree);
    const again = parseQuery(printed);

    expect(withoutPositions(again)).toEqual(withoutPositions(tree));
    expect(printQuery(again)).toBe(printed);
  });

  it("keeps operators as they were written, so that the server sees the user's own words", () => {
    const text = 'Task where a after "2030-01-01" and b greater_than 4 and c = 5 and d is 6';

    const printed = printQuery(parseQuery(text));

    expect(printed).toBe(text);
  });

  it("writes keywords in lower case and offset before limit", () => {
    const printed = printQuery(
      parseQuery("SELECT name FROM Task WHERE a IS b ORDER BY name DESC LIMIT 5 OFFSET 2"),
    );

    expect(printed).toBe("select name from Task where a is b order by name desc offset 2 limit 5");
  });

  it("drops parentheses that change nothing and keeps those that do", () => {
    const printed = printQuery(
      parseQuery("Task where ((a is 1) or (b is 2)) and ((c is 3 and d is 4) or e is 5)"),
    );

    expect(printed).toBe("Task where (a is 1 or b is 2) and (c is 3 and d is 4 or e is 5)");
  });
});

describe("trees", () => {
  it("binds and tighter than or", () => {
    const criteria = parseCriteria("a is 1 or b is 2 and c is 3");

    expect(criteria).toMatchObject({ kind: "or", operands: [{ kind: "comparison" }, { kind: "and" }] });
  });

  it("lets not reach as far as one condition", () => {
    const criteria = parseCriteria("not a is 1 and b is 2");

    expect(criteria).toMatchObject({ kind: "and", operands: [{ kind: "not" }, { kind: "comparison" }] });
  });

  it("gives every word for a comparison its meaning", () => {
    const meanings = [
      "=",
      "is",
      "!=",
      "is_not",
      ">",
      "after",
      "greater_than",
      "<",
      "before",
      "less_than",
      ">=",
      "<=",
    ];

    const read = meanings.map((word) => parseCriteria(`a ${word} 1`));

    expect(read.map((node) => node.kind === "comparison" && node.operator)).toEqual([
      "=",
      "=",
      "!=",
      "!=",
      ">",
      ">",
      ">",
      "<",
      "<",
      "<",
      ">=",
      "<=",
    ]);
  });

  it("undoes escapes in text and keeps them in the source, where a pattern needs them", () => {
    const criteria = parseCriteria(String.raw`name like "a\%b\"c%"`);

    expect(criteria).toMatchObject({
      value: { text: 'a%b"c%', source: String.raw`"a\%b\"c%"`, quoted: true },
    });
  });

  it("tells the word none from the text", () => {
    const [bare, quoted] = ["a is None", 'a is "none"'].map((text) => parseCriteria(text));

    expect(bare?.kind === "comparison" && isNone(bare.value)).toBe(true);
    expect(quoted?.kind === "comparison" && isNone(quoted.value)).toBe(false);
  });

  it("says where each node stands", () => {
    const text =
      'select name, status.name from Task where bid > 10 and status has (name is "x") order by name';

    const tree = parseQuery(text);
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);

    expect(at(tree)).toBe(text);
    expect(tree.projections.map(at)).toEqual(["name", "status.name"]);
    expect(at(tree.entityType)).toBe("Task");
    expect(tree.where && at(tree.where)).toBe('bid > 10 and status has (name is "x")');
    expect(tree.where?.kind === "and" && tree.where.operands.map(at)).toEqual([
      "bid > 10",
      'status has (name is "x")',
    ]);
    expect(tree.orderBy.map(({ path }) => at(path))).toEqual(["name"]);
  });

  it("says where each step of a path stands", () => {
    const text = "parent[Shot].status.name";

    const path = parsePath(text);

    expect(path.segments.map(({ start, end }) => text.slice(start, end))).toEqual([
      "parent[Shot]",
      "status",
      "name",
    ]);
    expect(printPath(path)).toBe(text);
  });

  it("splits a bound off the direction it was joined to", () => {
    const tree = parseQuery("Note order by date descoffset 0 limit 10");

    expect(tree).toMatchObject({ orderBy: [{ descending: true }], offset: 0, limit: 10 });
  });

  it("tells a list of words from a sub-query by the second word", () => {
    const list = parseCriteria("name in (select, from)");
    const subquery = parseCriteria("name in (select id from Task)");

    expect(list).toMatchObject({ values: [{ text: "select" }, { text: "from" }] });
    expect(subquery).toMatchObject({ values: { kind: "query" } });
  });
});

describe("errors", () => {
  const failureOf = (text: string): QueryError => {
    try {
      parseQuery(text);
    } catch (error) {
      if (error instanceof QueryError) return error;
      throw error;
    }
    throw new Error(`No failure: ${text}`);
  };

  it.each([
    ["", 0, "Expected an entity type, found the end"],
    ["select from Task", 12, 'Expected a comma or "from"'],
    ["select name Task", 12, 'Expected a comma or "from"'],
    ["select name, from Task", 18, 'Expected a comma or "from"'],
    ["select median(bid) from Task", 7, "Expected count, sum, avg, min or max"],
    ["Task where", 10, "Expected an attribute"],
    ["Task where name", 15, "Expected an operator"],
    ["Task where name is", 18, "Expected a value"],
    ["Task where name is (x)", 19, "Expected a value"],
    ["Task where name equals x", 16, "Expected an operator, found equals"],
    ["Task where name is not none", 23, 'Did you mean "is_not"?'],
    ["Task where name not in (a)", 16, 'Did you mean "not_in" or "not_like"?'],
    ["Task where name == x", 17, "Expected a value"],
    ["Task where name ! x", 16, 'use "!="'],
    ["Task where (name is x", 21, 'Expected ")"'],
    ["Task where name is x)", 20, "Expected the end of the expression"],
    ["Task where name in x", 19, 'Expected "("'],
    ["Task where name in (a,)", 22, "Expected a value"],
    ["Task where name in (a b)", 22, 'Expected ")"'],
    ["Task where parent[Shot is x", 23, 'Expected "]"'],
    ["Task where .name is x", 11, "Expected an attribute"],
    ["Task where a..b is x", 11, "Expected an attribute"],
    ['Task where name is "x', 19, "no closing quote"],
    ["Task where name is 'x\\'", 19, "no closing quote"],
    ["Task order name", 11, 'Expected "by"'],
    ["Task limit x", 11, "Expected a whole number"],
    ["Task limit -1", 11, "Expected a whole number"],
    ['Task limit "5"', 11, "Expected a whole number"],
    ["Task limit 99999999999999999999", 11, "Expected a whole number"],
    ["Task limit 1 limit 2", 13, '"limit" is given twice'],
    ["Task order by a order by b", 16, '"order by" is given twice'],
    ["Task group by a group by b", 16, '"group by" is given twice'],
    ["Task offset 1 offset 2", 14, '"offset" is given twice'],
    ["Task group a", 11, 'Expected "by"'],
    ["Task limit 5.5", 11, "Expected a whole number"],
    ["Task limit 5x", 11, "Expected a whole number"],
    ["select count() from Task", 13, "Expected an attribute"],
    ["select count(id from Task", 16, 'Expected ")"'],
    ['Task where "name" is x', 11, 'Expected an attribute, found "name"'],
    ["Task where a[Shot]b is x", 18, "Expected an operator, found b"],
    ["Task where a[1] is x", 13, "Expected an entity type, found 1"],
    ["Task where a constructor 1", 13, "Expected an operator, found constructor"],
    ["Task where a[Shot].1 is x", 18, "Expected an attribute"],
    ["'Task'", 0, "Expected an entity type, found 'Task'"],
    [`Task where a is 1 ${"b".repeat(40)}`, 18, `found ${"b".repeat(40)}.`],
    [`Task where a is 1 ${"b".repeat(41)}`, 18, `found ${"b".repeat(40)}….`],
    ["Task; drop", 0, "Expected an entity type"],
  ])("explains %j at %i", (text, offset, message) => {
    const error = failureOf(text);

    expect(error.code).toBe("query_syntax");
    expect(error.message).toContain(message);
    expect(error.details.offset).toBe(offset);
  });

  it("shows the line with a caret under the place", () => {
    const error = failureOf("select name\nfrom Task\nwhere name is not none");

    expect(error.details).toMatchObject({ line: 3, column: 19 });
    expect(error.message.split("\n").slice(-2)).toEqual(["where name is not none", "                  ^^^^"]);
  });

  it("shows part of a long line", () => {
    const error = failureOf(`Task where id in (${"a, ".repeat(1000)})`);

    const [excerpt = "", caret = ""] = error.message.split("\n").slice(-2);
    expect(excerpt.length).toBeLessThanOrEqual(100);
    expect(excerpt[caret.indexOf("^")]).toBe(")");
  });

  it.each([
    ["parentheses", `Task where ${"(".repeat(100_000)}`],
    ["negations", `Task where ${"not ".repeat(100_000)}a is 1`],
    ["relations", `Task where ${"a has (".repeat(100_000)}`],
    ["sub-queries", `Task where ${"a in (Task where ".repeat(100_000)}`],
  ])("refuses endlessly nested %s instead of running out of stack", (_, text) => {
    const error = failureOf(text);

    expect(error.message).toContain("nests deeper than 200 levels");
  });

  it("lets the caller say how deep an expression may nest", () => {
    const text = "Task where not not a is 1";

    expect(() => parseQuery(text, { maxDepth: 1 })).toThrow("nests deeper than 1 levels");
    expect(() => parseQuery(text, { maxDepth: 2 })).not.toThrow();
  });
});

describe("hostile input", () => {
  const pieces = fc.constantFrom(
    ..."select from where and or not in not_in has any is = ( ) [ ] , . ! > <= \" ' \\ % a Task limit offset order by group 5 none".split(
      " ",
    ),
    " ",
    "\n",
    "\u2028",
    "\ud800",
  );
  const junk = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(" ")),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .tuple(fc.constantFrom(...corpus), fc.nat(200), fc.string())
      .map(([text, at, insert]) => text.slice(0, at) + insert + text.slice(at)),
  );

  it("gives a tree that prints, or a QueryError, and nothing else", property, () => {
    fc.assert(
      fc.property(junk, (text) => {
        try {
          const printed = printQuery(parseQuery(text));
          expect(printQuery(parseQuery(printed))).toBe(printed);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
      { numRuns: runs },
    );
  });

  it(
    "reads very long expressions, which would take for ever if time grew faster than length",
    property,
    () => {
      const expressions = [
        `Task where id in (${"abc, ".repeat(100_000)}x)`,
        `Task where ${"a is 1 and ".repeat(50_000)}a is 1`,
        `Task where name is "${'\\"'.repeat(200_000)}"`,
        `select ${"a.b.c, ".repeat(50_000)}d from Task`,
        `${" ".repeat(500_000)}Task`,
      ];

      const names = expressions.map((text) => parseQuery(text).entityType.name);

      expect(names).toEqual(["Task", "Task", "Task", "Task", "Task"]);
    },
  );

  it("reads any criteria it has printed", property, () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/).filter((text) => text !== "not");
    const value = fc.string({ unit: "binary" }).map((text) => `"${text.replace(/[\\"]/g, "\\$&")}"`);
    const { criteria } = fc.letrec<{ criteria: string }>((tie) => ({
      criteria: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.tuple(name, fc.constantFrom("is", "!=", ">", "like"), value).map((parts) => parts.join(" ")),
        fc.tuple(name, fc.array(value)).map(([path, values]) => `${path} in (${values.join(",")})`),
        fc
          .tuple(tie("criteria"), fc.constantFrom("and", "or"), tie("criteria"))
          .map(([left, word, right]) => `(${left}) ${word} (${right})`),
        tie("criteria").map((inner) => `not (${inner})`),
        fc.tuple(name, tie("criteria")).map(([path, inner]) => `${path} any (${inner})`),
      ),
    }));

    fc.assert(
      fc.property(criteria, (text) => {
        const tree = parseCriteria(text);

        expect(withoutPositions(parseCriteria(printCriteria(tree)))).toEqual(withoutPositions(tree));
      }),
      { numRuns: runs },
    );
  });
});
