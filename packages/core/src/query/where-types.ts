import type { DateTime, FilterOnly, KeyValue, ToMany, ToOne } from "../schema/entity-map.js";
import type { Condition } from "./condition.js";
import type { DateLike, Keyed, QueryScalar, TemporalLike } from "./literal.js";
import type { QueryText } from "./query-text.js";
import type { AttributesOf, ConcreteType, DeclaredAttribute, IsLoose } from "./row-types.js";

/** Kinds of values an operator takes: which attributes it may stand at. */
export type OperandKind = "text" | "pattern" | "number" | "boolean" | "date" | "none" | "entity" | "subquery";

/** A condition on one value, such as `greaterThan(5)`. */
export type Operand<Kind extends OperandKind = OperandKind> = Condition<Kind>;

/** Criteria on entities of a type, such as `or(…)`. */
export type Combined<Map, Name extends string> = Condition<{ readonly map: Map; readonly criteria: Name }>;

/** Criteria on what a relation leads to, such as `any(…)`. */
export type Quantified<Map, Name extends string> = Condition<{
  readonly map: Map;
  readonly quantified: Name;
}>;

/** Criteria on what a relation leads to if it is of a certain type, such as `cast("Shot", …)`. */
export type Cast<Map, Name extends string> = Condition<{ readonly map: Map; readonly cast: Name }>;

/** A condition on one key of metadata or custom attributes: `entry("fps", …)`. */
export type Entry<Key extends string> = Condition<{ readonly entry: Key }>;

/** The kind of a value, which decides at which attributes it may stand. */
export type KindOf<Value> = Value extends null
  ? "none"
  : Value extends boolean
    ? "boolean"
    : Value extends number | bigint
      ? "number"
      : Value extends string
        ? "text"
        : Value extends Keyed
          ? "entity"
          : Value extends readonly (infer Item)[]
            ? KindOf<Item>
            : "date";

/**
 * Criteria on entities of one type.
 *
 * An object names attributes, all of which must fit; a relation takes an object of its own. Everything else is
 * made by `and`, `or`, `not` or `ql`.
 */
export type Where<Map, Name extends string> =
  IsLoose<Map> extends true ? LooseWhere : WhereObject<Map, Name> | Combined<Map, Name> | QueryText;

/** Criteria of a session that does not know its types. */
type LooseWhere = { readonly [path: string]: unknown } | Condition | QueryText;

type WhereObject<Map, Name extends string> = {
  readonly [Attribute in NamesOf<Map, ConcreteType<Map, Name>>]?: AttributeCondition<
    Map,
    DeclaredAttribute<Map, Name, Attribute>
  >;
};
type NamesOf<Map, Name> = Name extends string ? keyof AttributesOf<Map, Name> & string : never;

/** What may stand at an attribute, by what the map declares for it. */
type AttributeCondition<Map, Value, All = Value> = [unknown] extends [Value]
  ? QueryScalar | readonly QueryScalar[] | Operand
  : Value extends ToOne<infer Target>
    ?
        | Where<Map, Target>
        | Keyed
        | readonly Keyed[]
        | Quantified<Map, Target>
        | Cast<Map, ConcreteType<Map, Target>>
        | Operand<"none" | "entity">
        | null
    : Value extends ToMany<infer Target> | FilterOnly<infer Target>
      ? Quantified<Map, Target>
      : Value extends KeyValue<infer Target, infer Values>
        ? Quantified<Map, Target> | Entry<keyof Values & string>
        : Value extends undefined
          ? never
          : ScalarCondition<Value, All>;
type ScalarCondition<Value, All> = Value extends DateTime
  ? DateValue | readonly DateValue[] | Operand<"date" | "text" | "subquery" | "none">
  : Value extends null
    ? null | Operand<"none">
    : Value extends string
      ? Value | readonly Extract<All, string>[] | Operand<"text" | "pattern" | "subquery" | "none">
      : Value extends number
        ? Value | readonly Extract<All, number>[] | Operand<"number" | "subquery" | "none">
        : Value extends boolean
          ? Value | Operand<"boolean" | "none">
          : Operand<"none">;

/** A date as conditions take it: ISO 8601 text, `Date`, `Temporal` and anything with `toISOString()`. */
export type DateValue = string | DateLike | TemporalLike;
