import { EventHubError } from "@ftrack-kit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expression, parseExpression, printExpression } from "../../src/events/expression.js";
import { compileExpression } from "../../src/events/expression-matcher.js";
import { topicsOf } from "../../src/events/topic-filter.js";

const matches = (expression: string, subject: unknown) =>
  compileExpression(parseExpression(expression))(subject);

function failure(text: string): EventHubError {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof EventHubError) return error;
  }
  throw new Error(`${JSON.stringify(text)} was understood`);
}

const condition = (field: string, value = "1", operator: "=" | "!=" = "="): Expression => ({
  kind: "condition",
  field,
  operator,
  value,
});

describe("parseExpression", () => {
  it.each([
    ["a=1", condition("a")],
    ["  a \n = \t 1  ", condition("a")],
    ["a.b_c.d=1", condition("a.b_c.d")],
    ['a=""', condition("a", "")],
    ["a='x \"y\" z'", condition("a", 'x "y" z')],
    ['a="it\\"s"', condition("a", 'it\\"s')],
    ['a="say ""hi"""', condition("a", 'say ""hi""')],
    ["a=jane.doe@studio-1+x,/*", condition("a", "jane.doe@studio-1+x,/*")],
    ["and=1", condition("and")],
    ["not=1", condition("not")],
    ["not = 1", condition("not")],
    ["a=not", condition("a", "not")],
    ["((a=1))", condition("a")],
    ["not a=1", { kind: "not", term: condition("a") }],
    ["NOT(a=1)", { kind: "not", term: condition("a") }],
    ["a=1 AND b=1", { kind: "all", terms: [condition("a"), condition("b")] }],
    ["a='1'and(b=1)", { kind: "all", terms: [condition("a"), condition("b")] }],
    ["a!=1 Or b=1", { kind: "any", terms: [condition("a", "1", "!="), condition("b")] }],
    [
      "a=1 or b=1 and c=1",
      { kind: "any", terms: [condition("a"), { kind: "all", terms: [condition("b"), condition("c")] }] },
    ],
    ["not a=1 and b=1", { kind: "all", terms: [{ kind: "not", term: condition("a") }, condition("b")] }],
  ] as const)("reads %s", (text, expected) => {
    expect(parseExpression(text)).toEqual(expected);
  });

  it.each([
    ["", 0],
    ["   ", 3],
    ["topic", 5],
    ["topic=", 6],
    ["topic=a b", 8],
    ["topic=a:b", 7],
    ["topic=a andc=d", 8],
    ["topic=a nor b=c", 8],
    ["(topic=a", 8],
    ["topic=a)", 7],
    ["topic==a", 6],
    ['topic="a', 6],
    ["topic=a and", 11],
    ["not", 3],
    ["a=é", 2],
  ])("says where %j goes wrong", (text, offset) => {
    const error = failure(text);

    expect(error.code).toBe("event_hub_expression");
    expect(error.details.offset).toBe(offset);
    expect(error.message.split("\n").at(-1)).toBe(`  ${" ".repeat(offset)}^`);
  });

  it("refuses a text nested so deep that reading it would exhaust the stack", () => {
    expect(failure(`${"(".repeat(100_000)}a=1${")".repeat(100_000)}`).message).toContain("levels of nesting");
    expect(failure(`${"not ".repeat(100_000)}a=1`).message).toContain("levels of nesting");
  });

  it("reads a long flat expression", () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `a=${index}`).join(" or ");

    expect(matches(text, { a: "19999" })).toBe(true);
  });

  it("reads back everything that can be printed", () => {
    const value = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9\-_,./*@+]{1,12}$/),
      fc
        .string({ unit: "grapheme", maxLength: 12 })
        .map((text) => text.replace(/["'\\\n\r\u2028\u2029]/g, "")),
    );
    const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        fc.record({
          kind: fc.constant("condition" as const),
          field: fc.stringMatching(/^[A-Za-z0-9_.]{1,10}$/),
          operator: fc.constantFrom("=" as const, "!=", ">=", "<=", ">", "<"),
          value,
        }),
        fc.record({ kind: fc.constant("not" as const), term: tie("tree") }),
        fc.record({
          kind: fc.constantFrom("all" as const, "any" as const),
          terms: fc.array(tie("tree"), { minLength: 2, maxLength: 4 }),
        }),
      ),
    }));

    fc.assert(
      fc.property(tree, (expression) => {
        expect(parseExpression(printExpression(expression))).toEqual(expression);
      }),
      { numRuns: 500 },
    );
  });

  it("never fails with anything but its own error, whatever the text", () => {
    const piece = fc.constantFrom(
      "a",
      "topic",
      "=",
      "!=",
      ">",
      '"',
      "'",
      "(",
      ")",
      " and ",
      " or ",
      "not ",
      "*",
      "\\",
      "é",
    );

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          parseExpression(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(EventHubError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("compileExpression", () => {
  it.each([
    ["topic=ftrack.update", { topic: "ftrack.update" }, true],
    ["topic=ftrack.update", { topic: "ftrack.updates" }, false],
    ["topic=*", { topic: "" }, true],
    ["topic=ftrack.*", { topic: "ftrack.update" }, true],
    ['topic="ftrack.*"', { topic: "ftrack.update" }, true],
    ["a=b*c", { a: "bxc" }, false],
    ["a!=b*", { a: "bc" }, true],
    ["source.user.username=jane", { source: { user: { username: "jane" } } }, true],
    ["source.user.username!=jane", { source: { user: {} } }, false],
    ["source.user.username!=jane", {}, false],
    ["not source.user.username=jane", {}, true],
    ["a.0=x", { a: ["x"] }, false],
    ["a.length=1", { a: "x" }, false],
    ["constructor=*", {}, false],
    ["__proto__.a=1", {}, false],
    ["a=hero*", { a: ["villain", "hero-1"] }, true],
    ["a=her*", { a: { hero: 1 } }, true],
    ["a>b", { a: "c" }, true],
    ["a<=b", { a: "b" }, true],
    ["a=x and b=1", { a: "x", b: "2" }, false],
    ["a=x or b=1", { a: "x", b: "2" }, true],
    ["a=null", { a: null }, false],
    ["a!=x", { a: null }, true],
    ["a>1", { a: null }, false],
    ["a=x", null, false],
    ["a=x", "text", false],
    // Order, of texts and of numbers, at and beside the border.
    ["a<b", { a: "a" }, true],
    ["a<b", { a: "b" }, false],
    ["a<b", { a: "c" }, false],
    ["a<=b", { a: "c" }, false],
    ["a>b", { a: "b" }, false],
    ["a>b", { a: "a" }, false],
    ["a>=b", { a: "a" }, false],
    ["a<10", { a: 9 }, true],
    ["a<10", { a: 10 }, false],
    ["a>10", { a: 9 }, false],
    ["a>=10", { a: 10 }, true],
    ["a!=b", { a: "b" }, false],
    ["a!=10", { a: 10 }, false],
    // Numbers and booleans against text that spells one, or none.
    ['a=" "', { a: 0 }, false],
    ['a=""', { a: 0 }, false],
    ["a=x", { a: 5 }, false],
    ["a!=x", { a: 5 }, true],
    ["a=1", { a: true }, false],
    ["a=True", { a: true }, true],
    ["a=false", { a: false }, true],
    ["a!=false", { a: false }, false],
    ["a>false", { a: true }, false],
    ["a=1", { a: ["1"] }, false],
    ["a=1", { a: { 1: 1 } }, false],
    // What begins with a text.
    ["a!=b*", { a: "b*" }, false],
    ["a=1*", { a: 12 }, true],
    ["a=2*", { a: 12 }, false],
    ["a=t*", { a: true }, true],
    ["a=e*", { a: true }, false],
    ["a=her*", { a: ["villain"] }, false],
    ["a=her*", { a: [["hero"]] }, false],
    ["a=her*", { a: ["villain", { hero: 1 }] }, true],
    ["a=her*", { a: { villain: 1, hero: 1 } }, true],
    ["a=her*", { a: { villain: 1 } }, false],
    ["a=her*", { a: null }, false],
  ])("%s against %j is %s", (expression, subject, expected) => {
    expect(matches(expression, subject)).toBe(expected);
  });

  it("treats a value whose getter throws as one that does not match", () => {
    const subject = {
      get topic(): string {
        throw new Error("gone");
      },
    };

    expect(matches("topic=a", subject)).toBe(false);
    expect(matches("topic=* or b=1", subject)).toBe(false);
  });

  it("compares the values of conditions that were built and not parsed", () => {
    expect(compileExpression({ kind: "condition", field: "n", operator: ">=", value: 5 })({ n: 5 })).toBe(
      true,
    );
    expect(compileExpression({ kind: "all", terms: [] })({})).toBe(true);
    expect(compileExpression({ kind: "any", terms: [] })({})).toBe(false);
  });
});

describe("topicsOf", () => {
  const topics = (text: string) => {
    const filter = topicsOf(parseExpression(text));
    return filter && { exact: [...filter.exact], prefixes: [...filter.prefixes] };
  };

  it.each([
    ["topic=a", { exact: ["a"], prefixes: [] }],
    ["topic=a.*", { exact: [], prefixes: ["a."] }],
    ["topic=a or topic=b.* or topic=c", { exact: ["a", "c"], prefixes: ["b."] }],
    ["topic=a.* and topic=a.b and x=1", { exact: ["a.b"], prefixes: [] }],
    ["x=1 and topic=a.*", { exact: [], prefixes: ["a."] }],
    ["topic=a or x=1", undefined],
    ["not topic=a", undefined],
    ["topic!=a", undefined],
    ["x=1 and y=2", undefined],
  ])("of %s are %j", (text, expected) => {
    expect(topics(text)).toEqual(expected);
  });
});
