import type { Collection, MappedCollection } from "../schema/entity-members.js";

/** A row as plain immutable data: no `$`-members, collections as lists, mapped collections as objects. */
export type PlainRowOf<Value> =
  Value extends Collection<infer Item>
    ? readonly PlainRowOf<Item>[]
    : Value extends MappedCollection<infer Values>
      ? Readonly<Partial<Values>>
      : Value extends readonly unknown[]
        ? Value
        : Value extends object
          ? {
              readonly [Name in keyof Value as Name extends `$${string}` ? never : Name]: PlainRowOf<
                Value[Name]
              >;
            }
          : Value;
