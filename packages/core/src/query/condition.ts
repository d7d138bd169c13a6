import { QueryError } from "../errors/query-error.js";
import { LikeText } from "./like-text.js";
import { escapeLike, isKeyed, quote, toLiteral } from "./literal.js";
import { QueryText } from "./query-text.js";
import type { Comparison, Criteria, Logical, Membership, Path, Segment, Value } from "./tree.js";

declare const role: unique symbol;

/**
 * Part of the criteria of a query, made by the functions beside `session.from`.
 *
 * `Role` says, for the compiler only, where it may stand.
 */
export class Condition<out Role = unknown> {
  declare readonly [role]: Role;
  /** The criteria for what the steps lead to; `undefined` when anything fits. */
  readonly build: (steps: Steps) => Criteria | undefined;

  constructor(build: (steps: Steps) => Criteria | undefined) {
    this.build = build;
  }
}

type Steps = readonly Segment[];

/** Positions of nodes that no text was read for. */
export const nowhere = { start: 0, end: 0 } as const;

/**
 * Turns what `where` takes into criteria: objects, values, conditions and text of `ql`.
 *
 * @throws {@link QueryError} `query_value`, also for `undefined`, which would silently match everything.
 */
export function buildCriteria(given: unknown, steps: Steps = []): Criteria | undefined {
  if (given instanceof Condition) return given.build(steps);
  if (given instanceof QueryText) {
    const criteria = given.readCriteria();
    return steps.length === 0 ? criteria : existence(steps, "has", criteria);
  }
  if (isPlain(given)) {
    const entries = Object.entries(given);
    return combine(
      "and",
      entries.map(([key, value]) => buildAttribute(value, [...steps, ...readSteps(key)])),
    );
  }
  if (steps.length === 0) throw misplaced("Criteria are an object, a condition or text made by ql");
  return compare(steps, given, false);
}

function buildAttribute(value: unknown, steps: Steps): Criteria | undefined {
  if (value !== undefined) return buildCriteria(value, steps);
  const name = steps.map((step) => step.name).join(".");
  throw misplaced(`The value of "${name}" is undefined; leave the name out, or give null for "is none"`);
}

/** Joins criteria; none at all gives `undefined`, and one stands for itself. */
export function combine(
  kind: Logical["kind"],
  operands: readonly (Criteria | undefined)[],
): Criteria | undefined {
  const present = operands.filter((operand) => operand !== undefined);
  if (kind === "or" && present.length < Math.max(1, operands.length)) {
    throw misplaced('"or" was given a condition that is empty and would match everything');
  }
  if (present.length < 2) return present[0];
  const flat = present.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return { kind, operands: flat, ...nowhere };
}

const opposites: Readonly<Record<string, { operator: Comparison["operator"]; spelling: string }>> = {
  is: { operator: "!=", spelling: "is_not" },
  is_not: { operator: "=", spelling: "is" },
  like: { operator: "not_like", spelling: "not_like" },
  not_like: { operator: "like", spelling: "like" },
};

/** The opposite, with the language's own words where it has them. */
export function negate(criteria: Criteria | undefined): Criteria {
  if (criteria === undefined) throw misplaced('"not" was given a condition that is empty');
  if (criteria.kind === "in") return { ...criteria, negated: !criteria.negated };
  if (criteria.kind === "not") return criteria.operand;
  const opposite = criteria.kind === "comparison" ? opposites[criteria.spelling] : undefined;
  return opposite
    ? ({ ...criteria, ...opposite } as Comparison)
    : { kind: "not", operand: criteria, ...nowhere };
}

/** `is` for one value, `in` for several; entities are compared by their `id`. */
export function compare(steps: Steps, given: unknown, negated: boolean): Criteria {
  const list = Array.isArray(given) ? given : undefined;
  const [sample] = list ?? [given];
  const path = pathOf(isKeyed(sample) ? [...steps, ...readSteps("id")] : steps);
  if (list) return { kind: "in", path, negated, values: list.map(toValue), ...nowhere };
  const value = toValue(given);
  return negated
    ? { kind: "comparison", path, operator: "!=", spelling: "is_not", value, ...nowhere }
    : { kind: "comparison", path, operator: "=", spelling: "is", value, ...nowhere };
}

/** A condition with an operator of the language. */
export function comparison(
  operator: Comparison["operator"],
  spelling: string,
  value: Value,
): Condition<never> {
  return new Condition((steps) => ({
    kind: "comparison",
    path: pathOf(steps),
    operator,
    spelling,
    value,
    ...nowhere,
  }));
}

export function membership(values: Membership["values"]): Condition<never> {
  return new Condition((steps) => ({
    kind: "in",
    path: pathOf(steps),
    negated: false,
    values,
    ...nowhere,
  }));
}

export function existence(steps: Steps, quantifier: "has" | "any", criteria: Criteria | undefined): Criteria {
  return { kind: "existence", path: pathOf(steps), quantifier, criteria, ...nowhere };
}

const step = /^\s*([A-Za-z_]\w*)(?:\s*\[\s*([A-Za-z_]\w*)\s*\])?\s*$/;

/**
 * The steps of a path, which belong to no text; read here, so that builders need no parser.
 *
 * @throws {@link QueryError} `query_syntax`.
 */
export function readSteps(path: string): Segment[] {
  return path.split(".").map((text) => {
    const [, name, type] = step.exec(text) ?? [];
    if (name === undefined) {
      throw new QueryError("query_syntax", {
        message: `"${path}" is no path. Write it as in status.name or parent[Shot].name.`,
      });
    }
    return {
      name,
      cast: type === undefined ? undefined : { kind: "name", name: type, ...nowhere },
      ...nowhere,
    };
  });
}

/** A value as a node of the tree. */
export function toValue(given: unknown): Value {
  if (given instanceof LikeText) return patternValue("", given.text, "");
  const { text, quoted } = toLiteral(given);
  const source = quoted ? quote(text) : text;
  return { kind: "value", text, source, quoted, ...nowhere };
}

/** A pattern around text in which `%` and `_` stand for themselves. */
export function patternValue(before: string, text: string, after: string): Value {
  const source = `"${before}${escapeLike(text)}${after}"`;
  return { kind: "value", text: `${before}${text}${after}`, source, quoted: true, ...nowhere };
}

function pathOf(steps: Steps): Path {
  if (steps.length === 0) throw misplaced("A condition on a value needs an attribute: { name: … }");
  return { kind: "path", segments: steps, ...nowhere };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || isKeyed(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Something stands where it cannot. */
export const misplaced = (problem: string): QueryError =>
  new QueryError("query_value", { message: `${problem}.` });
