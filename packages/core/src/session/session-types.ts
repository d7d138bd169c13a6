import type { AttributesOf, EntityOf, IsLoose, LooseEntity } from "../query/row-types.js";
import type { DateTime, EntityDeclaration, KeyValue, ToMany, ToOne } from "../schema/entity-map.js";

/** Names of the entity types of a map; any text where the map is loose. */
export type EntityName<Map> = IsLoose<Map> extends true ? string : keyof Map & string;

type Declared<Map, Name> = Name extends keyof Map ? Extract<Map[Name], EntityDeclaration> : never;

/** An entity with its default projections, as `get` and queries without `select` give it. */
export type DefaultEntity<Map, Name extends string> =
  IsLoose<Map> extends true ? LooseEntity : EntityOf<Map, Name, Declared<Map, Name>["defaults"]>;

/** A new entity: every attribute can be read, because what was not given is known to be unset. */
export type NewEntity<Map, Name extends string> =
  IsLoose<Map> extends true ? LooseEntity : EntityOf<Map, Name, keyof AttributesOf<Map, Name> & string>;

/** What can stand for a date. */
type DateInput =
  | string
  | Date
  | { toISOString(): string }
  | { toString(): string; readonly epochMilliseconds: number };

type InputValue<Value> =
  Value extends ToOne<string>
    ? object
    : Value extends ToMany<string>
      ? Iterable<object>
      : Value extends KeyValue<string, infer Values>
        ? Partial<Values>
        : Value extends DateTime
          ? DateInput
          : Value;

/** Values for `create` and `ensure`: of any attribute, `null` for none. */
export type EntityData<Map, Name extends string> =
  IsLoose<Map> extends true
    ? Readonly<Record<string, unknown>>
    : {
        readonly [Attribute in keyof AttributesOf<Map, Name>]?:
          | InputValue<AttributesOf<Map, Name>[Attribute]>
          | undefined;
      };
