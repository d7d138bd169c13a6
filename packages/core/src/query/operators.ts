import {
  buildCriteria,
  Condition,
  combine,
  compare,
  comparison,
  existence,
  membership,
  misplaced,
  negate,
  nowhere,
  patternValue,
  readSteps,
  toValue,
} from "./condition.js";
import type { LikeText } from "./like-text.js";
import type { QueryScalar } from "./literal.js";
import type { QueryText } from "./query-text.js";
import type { Segment } from "./tree.js";
import type {
  Cast,
  Combined,
  DateValue,
  Entry,
  KindOf,
  Operand,
  OperandKind,
  Quantified,
  Where,
} from "./where-types.js";

/** Not this value, none of these values, or not what a condition says. */
export function isNot<const Given extends QueryScalar | readonly QueryScalar[]>(
  given: Given,
): Operand<KindOf<Given>>;
export function isNot<Kind extends OperandKind>(given: Operand<Kind>): Operand<Kind>;
export function isNot(given: unknown): Operand<never> {
  return new Condition((steps) =>
    given instanceof Condition ? negate(given.build(steps)) : compare(steps, given, true),
  );
}

/**
 * One of several values, or one of what a sub-query gives.
 *
 * @example
 * session.from("Task").where({ parent_id: oneOf(session.from("Shot").select("id")) });
 */
export function oneOf<const Given extends readonly QueryScalar[]>(values: Given): Operand<KindOf<Given>>;
export function oneOf(query: QueryText): Operand<"subquery">;
export function oneOf(given: readonly QueryScalar[] | QueryText): Operand<never> {
  return "text" in given
    ? membership(given.readQuery())
    : new Condition((steps) => compare(steps, given, false));
}

type Ordered = number | bigint | DateValue;

/** More than this value. */
export const greaterThan = <const Given extends Ordered>(value: Given): Operand<KindOf<Given>> =>
  comparison(">", ">", toValue(value));

/** Less than this value. */
export const lessThan = <const Given extends Ordered>(value: Given): Operand<KindOf<Given>> =>
  comparison("<", "<", toValue(value));

/** This value or more. */
export const atLeast = <const Given extends Ordered>(value: Given): Operand<KindOf<Given>> =>
  comparison(">=", ">=", toValue(value));

/** This value or less. */
export const atMost = <const Given extends Ordered>(value: Given): Operand<KindOf<Given>> =>
  comparison("<=", "<=", toValue(value));

/** Later than a date. */
export const after = (date: DateValue): Operand<"date"> => comparison(">", "after", toValue(date));

/** Earlier than a date. */
export const before = (date: DateValue): Operand<"date"> => comparison("<", "before", toValue(date));

/** Fits a pattern: `%` stands for any text and `_` for any character; `ql.like` takes text as it is. */
export const like = (pattern: string | LikeText): Operand<"pattern"> =>
  comparison("like", "like", toValue(pattern));

/** Holds this text, whatever is before and after it; `%` and `_` are ordinary characters. */
export const contains = (text: string): Operand<"pattern"> =>
  comparison("like", "like", patternValue("%", text, "%"));

/** Starts with this text; `%` and `_` are ordinary characters. */
export const startsWith = (text: string): Operand<"pattern"> =>
  comparison("like", "like", patternValue("", text, "%"));

/** Ends with this text; `%` and `_` are ordinary characters. */
export const endsWith = (text: string): Operand<"pattern"> =>
  comparison("like", "like", patternValue("%", text, ""));

/** All of several criteria. */
export function and<Map, Name extends string>(...all: readonly Where<Map, Name>[]): Combined<Map, Name> {
  return new Condition((steps) =>
    combine(
      "and",
      all.map((one) => buildCriteria(one, steps)),
    ),
  );
}

/** At least one of several criteria. */
export function or<Map, Name extends string>(...any: readonly Where<Map, Name>[]): Combined<Map, Name> {
  return new Condition((steps) =>
    combine(
      "or",
      any.map((one) => buildCriteria(one, steps)),
    ),
  );
}

/** The opposite of some criteria. */
export function not<Map, Name extends string>(where: Where<Map, Name>): Combined<Map, Name> {
  return new Condition((steps) => negate(buildCriteria(where, steps)));
}

/**
 * A related entity, of a collection or a reference, that fits all of some criteria; without criteria, any at all.
 *
 * @example
 * session.from("Task").where({ assignments: any({ resource: { username: "jane" } }) });
 */
export function any<Map, Name extends string>(where?: Where<Map, Name>): Quantified<Map, Name> {
  return quantify("any", where);
}

/** As {@link any}, in the language's word for references. */
export function has<Map, Name extends string>(where?: Where<Map, Name>): Quantified<Map, Name> {
  return quantify("has", where);
}

/** No related entity that fits. */
export function none<Map, Name extends string>(where?: Where<Map, Name>): Quantified<Map, Name> {
  return new Condition((steps) => negate(quantify("any", where).build(steps)));
}

function quantify(quantifier: "any" | "has", where: unknown): Condition<never> {
  const criteria = where === undefined ? undefined : buildCriteria(where);
  return new Condition((steps) => existence(steps, quantifier, criteria));
}

/**
 * A relation that leads to an entity of a certain type, which fits some criteria.
 *
 * @example
 * session.from("Task").where({ parent: cast("Shot", { object_type: { name: "Shot" } }) });
 */
export function cast<Map, Name extends string>(type: Name, where: Where<Map, Name>): Cast<Map, Name> {
  const [{ name }] = readSteps(type) as [Segment];
  return new Condition((steps) => {
    const last = steps.at(-1);
    if (last === undefined) throw misplaced('"cast" needs a relation to stand at');
    const narrowed = { ...last, cast: { kind: "name", name, ...nowhere } } as const;
    return buildCriteria(where, [...steps.slice(0, -1), narrowed]);
  });
}

/**
 * A key of metadata or custom attributes, and what its value is.
 *
 * @example
 * session.from("Shot").where({ custom_attributes: entry("fstart", atLeast(1001)) });
 */
export function entry<const Key extends string>(
  key: Key,
  value: QueryScalar | readonly QueryScalar[] | Operand,
): Entry<Key> {
  const criteria = buildCriteria({ key, value });
  return new Condition((steps) => existence(steps, "any", criteria));
}
