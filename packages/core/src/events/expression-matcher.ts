import type { ComparisonOperator, Condition, Expression } from "./expression.js";

/** Answers whether a value, such as an event or a subscriber's description, fits an expression. Never throws. */
export type Matcher = (subject: unknown) => boolean;

/**
 * Compiles an expression.
 *
 * A field that is not there matches nothing, `!=` included. Numbers and booleans compare with the text of a
 * value that spells one. `=` with a trailing `*` tests the start of a text, or of any element of a list.
 *
 * @example
 * compileExpression(parseExpression("topic=ftrack.*"))({ topic: "ftrack.update" }); // true
 */
export function compileExpression(expression: Expression): Matcher {
  const test = compile(expression);
  return (subject) => {
    try {
      return test(subject);
    } catch {
      // A getter or proxy in an event's data threw: what cannot be read does not match.
      return false;
    }
  };
}

function compile(expression: Expression): Matcher {
  switch (expression.kind) {
    case "condition":
      return compileCondition(expression);
    case "not": {
      const term = compile(expression.term);
      return (subject) => !term(subject);
    }
    case "all": {
      const terms = expression.terms.map(compile);
      return (subject) => terms.every((term) => term(subject));
    }
    case "any": {
      const terms = expression.terms.map(compile);
      return (subject) => terms.some((term) => term(subject));
    }
  }
}

function compileCondition({ field, operator, value }: Condition): Matcher {
  const test =
    operator === "=" && typeof value === "string" && value.endsWith("*")
      ? startsWith(value.slice(0, -1))
      : compare(operator, value);
  const read = readerOf(field);
  return (subject) => {
    const found = read(subject);
    return found !== undefined && test(found);
  };
}

/** Gives the value of a field; `undefined` where there is none. Throws what a getter throws. */
export type FieldReader = (subject: unknown) => unknown;

/** Reads a field by its dotted path. */
export function readerOf(field: string): FieldReader {
  const path = field.split(".");
  const [name] = path;
  if (path.length === 1 && name !== undefined) {
    return (subject) => (isRecord(subject) && Object.hasOwn(subject, name) ? subject[name] : undefined);
  }
  return (subject) => {
    let found = subject;
    for (const step of path) {
      if (!isRecord(found) || !Object.hasOwn(found, step)) return undefined;
      found = found[step];
    }
    return found;
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function startsWith(prefix: string): Matcher {
  const test: Matcher = (found) => {
    if (typeof found === "string") return found.startsWith(prefix);
    if (typeof found === "number" || typeof found === "boolean") return String(found).startsWith(prefix);
    if (Array.isArray(found)) return found.some((element) => !Array.isArray(element) && test(element));
    return isRecord(found) && Object.keys(found).some((key) => key.startsWith(prefix));
  };
  return test;
}

type Order = (left: string | number, right: string | number) => boolean;

const orders: Readonly<Record<ComparisonOperator, Order>> = {
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
};

function compare(operator: ComparisonOperator, value: Condition["value"]): Matcher {
  const order = orders[operator];
  const text = String(value);
  const number = text.trim() === "" ? Number.NaN : Number(text);
  const flag = text.toLowerCase();
  const whenDifferent = operator === "!=";
  return (found) => {
    if (typeof found === "string") return order(found, text);
    if (typeof found === "number" && !Number.isNaN(number)) return order(found, number);
    if (typeof found === "boolean" && (operator === "=" || operator === "!="))
      return order(String(found), flag);
    return whenDifferent;
  };
}
