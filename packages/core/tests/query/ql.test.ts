import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors/query-error.js";
import { parseCriteria, parseQuery } from "../../src/query/parser.js";
import { type QlValue, ql } from "../../src/query/ql.js";
import type { Criteria, Value } from "../../src/query/tree.js";
import { isSubquery } from "../../src/query/tree.js";
import { property, runs } from "./support/runs.js";
import { withoutPositions } from "./support/without-positions.js";

const user = { $key: ["user-1"] };

describe("values", () => {
  it.each<[string, QlValue, string]>([
    ["text", "comp", '"comp"'],
    ["text with quotes", `a"b'c`, String.raw`"a\"b'c"`],
    ["text with backslashes", "P:\\film\\", String.raw`"P:\\film\\"`],
    ["whole numbers", 5, "5"],
    ["fractions", -1.5, "-1.5"],
    ["huge numbers", 1e21, "1e+21"],
    ["big integers", 12345678901234567890n, "12345678901234567890"],
    ["booleans", true, "true"],
    ["null", null, "none"],
    ["the text none", "none", '"none"'],
    ["dates", new Date("2031-01-02T03:04:05.678Z"), '"2031-01-02T03:04:05.678+00:00"'],
    [
      "anything with toISOString",
      { toISOString: () => "2031-01-02T03:04:05Z" },
      '"2031-01-02T03:04:05+00:00"',
    ],
    ["entities", user, '"user-1"'],
    ["lists", ["a", 1, null], '("a", 1, none)'],
    ["sets", new Set(["a", "b"]), '("a", "b")'],
    ["lists of entities", [user], '("user-1")'],
    ["empty lists", [], "()"],
  ])("writes %s", (_, value, written) => {
    const text = ql`x is ${value}`.text;

    expect(text).toBe(`x is ${written}`);
  });

  it.each([
    ["Instant", "2031-01-02T03:04:05Z", "2031-01-02T03:04:05+00:00"],
    ["PlainDate", "2031-01-02", "2031-01-02"],
    ["PlainDateTime", "2031-01-02T03:04:05", "2031-01-02T03:04:05"],
    ["ZonedDateTime", "2031-01-02T03:04:05+01:00[Europe/Oslo]", "2031-01-02T03:04:05+01:00"],
  ])("writes a Temporal.%s", (name, json, written) => {
    const value = { [Symbol.toStringTag]: `Temporal.${name}`, toJSON: () => json };

    expect(ql`start after ${value}`.text).toBe(`start after "${written}"`);
  });

  it("puts list items into parentheses that are there already", () => {
    const text = ql`id in (${["a", "b"]}, ${"c"}, ${["d"]})`.text;

    expect(text).toBe('id in ("a", "b", "c", "d")');
  });

  it("puts a list in parentheses of its own where none stand right before it", () => {
    expect(ql`(id in ${["a"]}) and b in ( ${["c"]}\n, ${["d"]})`.text).toBe(
      String.raw`(id in ("a")) and b in ( "c"\n, "d")`,
    );
  });

  it("knows where quotes end, whatever stands escaped or quoted the other way in them", () => {
    const value = "x";

    expect(ql.bind(String.raw`a is "it's \" {value}" and b is {value}`, { value }).text).toBe(
      String.raw`a is "it's \" x" and b is "x"`,
    );
    expect(ql.bind(String.raw`a is 'say "\' {value}\\' and b is {value}`, { value }).text).toBe(
      String.raw`a is 'say "\' x\\' and b is "x"`,
    );
  });

  it("escapes values inside quotes without adding others", () => {
    const text = ql`name like "%${`5"\\`}%" and other is '${"it's"}'`.text;

    expect(text).toBe(String.raw`name like "%5\"\\%" and other is 'it\'s'`);
  });

  it("takes wildcards out of text for a pattern", () => {
    const text = ql`name like "%${ql.like("100%_a")}%" and other like ${ql.like("b%")}`.text;

    expect(text).toBe(String.raw`name like "%100\%\_a%" and other like "b\%"`);
  });

  it.each([
    ["undefined", undefined],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["an invalid date", new Date(Number.NaN)],
    ["a plain object", { a: 1 }],
    ["a function", () => "x"],
    ["a symbol", Symbol("x")],
    ["an entity with a composite key", { $key: ["a", "b"] }],
    ["an entity without a key", { $key: [] }],
    ["a list in a list", [["a"]]],
    ["undefined in a list", [undefined]],
  ])("refuses %s", (_, value) => {
    const write = () => ql`x is ${value as never}`;

    expect(write).toThrow(expect.objectContaining({ code: "query_value" }));
  });

  it.each<[unknown, string]>([
    [undefined, "undefined"],
    [Number.NaN, "NaN"],
    [["a"], "a list here"],
    [{ a: 1 }, "an object of type Object"],
    [new Map(), "an object of type Map"],
    [Object.create(null), "an object of type Object"],
    [() => "x", "a function"],
    [Symbol("x"), "a symbol"],
  ])("says what cannot be held instead of %s", (value, what) => {
    const write = () => ql`x in ${[value as never]}`;

    expect(write).toThrow(`A query cannot hold ${what}. Give text`);
  });

  it.each<[string, readonly unknown[]]>([
    ["null", [null]],
    ["an object", [{}]],
  ])("refuses an entity whose key is %s", (_, $key) => {
    expect(() => ql`x is ${{ $key }}`).toThrow("stands for its primary key");
  });

  it("never shows a refused value that may be secret", () => {
    const write = () => ql`x is ${{ apiKey: "secret-key" } as never}`;

    expect(write).toThrow(expect.not.objectContaining({ message: expect.stringContaining("secret-key") }));
  });

  it.each([
    ["null inside quotes", () => ql`name is "${null}"`],
    ["a list inside quotes", () => ql`name is "${["a"]}"`],
    ["query text inside quotes", () => ql`name is "${ql`a`}"`],
    ["a value right after a backslash", () => ql.bind('name is "\\{value}"', { value: "a" })],
  ])("refuses %s", (_, write) => {
    expect(write).toThrow(QueryError);
  });

  it("refuses a string that is left open", () => {
    const write = () => ql`name is "${"a"} and b is 1`;

    expect(write).toThrow(expect.objectContaining({ code: "query_syntax" }));
  });
});

describe("fragments", () => {
  it("keeps criteria together whatever stands beside them", () => {
    const either = ql`a is ${1} or b is ${2}`;

    const text = ql`Task where ${either} and c is 3`.text;

    expect(parseQuery(text).where).toMatchObject({ kind: "and", operands: [{ kind: "or" }, {}] });
  });

  it("gives sub-queries their parentheses", () => {
    const shots = ql`select id from Shot where name is ${"x"}`;

    expect(ql`Task where parent_id in ${shots}`.text).toBe(
      'Task where parent_id in (select id from Shot where name is "x")',
    );
  });

  it.each(["in", "IN", "not_in", "Not_In "])("gives them after %j", (word) => {
    const shots = ql`select id from Shot`;

    expect(ql.bind(`parent_id ${word} {shots}`, { shots }).text).toMatch(/ \(select id from Shot\)$/);
  });

  it("takes nothing for the word in that only ends like it", () => {
    expect(ql.bind("Task where margin {rest}", { rest: ql`is 1` }).text).toBe("Task where margin is 1");
  });

  it("leaves other fragments as they are", () => {
    const names = ql.identifier("name", "status.name");

    expect(ql`select ${names} from Task`.text).toBe("select name, status.name from Task");
  });

  it.each(["a b", "a, b", "a is 1", "a;", "", "a.", '"a"', "a)", "not", "Not"])(
    "refuses %j as a name",
    (name) => {
      expect(() => ql.identifier(name)).toThrow(QueryError);
    },
  );

  it("allows casts in names", () => {
    expect(ql.identifier("parent[Shot].name").text).toBe("parent[Shot].name");
  });
});

describe("bind", () => {
  it("fills in placeholders by name, as often as they appear", () => {
    const text = ql.bind("Task where name is {name} or description is {name} and id in {ids}", {
      name: `"`,
      ids: ["a"],
    }).text;

    expect(text).toBe(String.raw`Task where name is "\"" or description is "\"" and id in ("a")`);
  });

  it("names a value that is missing", () => {
    const bind = () => ql.bind("Task where name is {name}", {} as never);

    expect(bind).toThrow("{name}");
  });

  it("takes no value from the prototype of what it is given", () => {
    const bind = () => ql.bind("Task where name is {constructor}", {} as never);

    expect(bind).toThrow(expect.objectContaining({ code: "query_value" }));
  });

  it("leaves braces inside a value alone", () => {
    expect(ql.bind("Task where name is {name}", { name: "{name}" }).text).toBe('Task where name is "{name}"');
  });
});

describe("injection", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."\"'\\()[]{}%_,;=<>! \n\0axt".split("")) }),
    fc.constantFrom(
      '" or id is_not none or name is "',
      "' or '1' is '1",
      '\\" or \\"a\\" is \\"a',
      "\\",
      '\\"',
      "x) or (id is_not none",
      'a" limit 5',
      "none",
      "\u2028",
    ),
  );
  const leaves = (criteria: Criteria): Value[] => {
    if (criteria.kind === "comparison") return [criteria.value];
    if (criteria.kind === "in" && !isSubquery(criteria.values)) return [...criteria.values];
    if (criteria.kind === "and" || criteria.kind === "or") return criteria.operands.flatMap(leaves);
    return [];
  };
  const shape = (text: string) =>
    JSON.stringify(withoutPositions(parseCriteria(text)), (key, value) =>
      key === "text" || key === "source" ? "" : value,
    );

  it("gives back every value, in a tree of the same shape", property, () => {
    const write = (bare: string, double: string, single: string, list: readonly string[]) =>
      ql`a is ${bare} and b is "${double}" and (c is '${single}' or d in ${list} or e in (${list}))`.text;

    fc.assert(
      fc.property(hostile, hostile, hostile, fc.tuple(hostile, hostile), (bare, double, single, list) => {
        const text = write(bare, double, single, list);

        expect(leaves(parseCriteria(text)).map((value) => value.text)).toEqual([
          bare,
          double,
          single,
          ...list,
          ...list,
        ]);
        expect(shape(text)).toBe(shape(write("x", "x", "x", ["x", "x"])));
      }),
      { numRuns: runs },
    );
  });

  it("keeps patterns literal", property, () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const criteria = parseCriteria(ql`name like "%${ql.like(text)}%"`.text);

        const [value] = leaves(criteria);
        const wildcards = value?.source.replace(/\\./gs, "").match(/[%_]/g);
        expect(value?.text).toBe(`%${text}%`);
        expect(wildcards).toEqual(["%", "%"]);
      }),
      { numRuns: runs },
    );
  });

  it("makes of a hostile name an error or that very name", property, () => {
    fc.assert(
      fc.property(hostile, (name) => {
        let text: string;
        try {
          text = ql`Task where ${ql.identifier(name)} is 1`.text;
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          return;
        }
        expect(parseQuery(text).where).toMatchObject({ kind: "comparison", value: { text: "1" } });
      }),
      { numRuns: runs },
    );
  });
});
