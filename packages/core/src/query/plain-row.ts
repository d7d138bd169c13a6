import type { Collection, MappedCollection } from "../schema/entity-members.js";

/** Names of a row that hold data: neither `$`-members nor helper methods. */
type DataName<Row, Name extends keyof Row> = Name extends `$${string}` | symbol
  ? never
  : Row[Name] extends (...values: never[]) => unknown
    ? never
    : Name;

/** A row as plain immutable data: no members or methods, collections as lists, mapped collections as objects. */
export type PlainRowOf<Value> =
  Value extends Collection<infer Item>
    ? readonly PlainRowOf<Item>[]
    : Value extends MappedCollection<infer Values>
      ? Readonly<Partial<Values>>
      : Value extends readonly unknown[]
        ? Value
        : Value extends object
          ? {
              readonly [Name in keyof Value as DataName<Value, Name>]: PlainRowOf<Value[Name]>;
            }
          : Value;
