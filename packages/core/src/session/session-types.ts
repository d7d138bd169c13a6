import type { AttributeInput, AttributesOf, InputValue, IsLoose, PartialEntity } from "../query/row-types.js";
import type { EntityDeclaration, FilterOnly } from "../schema/entity-map.js";

/** Names of the entity types of a map; any text where the map is loose. */
export type EntityName<Map> = IsLoose<Map> extends true ? string : keyof Map & string;

type Declared<Map, Name> = Name extends keyof Map ? Extract<Map[Name], EntityDeclaration> : never;

/**
 * An entity with its default projections, as `get`, `ensure` and `update` give it; what else is loaded of it can be
 * read too, and is `undefined` where it is not.
 */
export type DefaultEntity<Map, Name extends string> = PartialEntity<
  Map,
  Name,
  Declared<Map, Name>["defaults"]
>;

/** A new entity: what was given can be read, and what was not is `undefined`. */
export type NewEntity<Map, Name extends string, Given extends string = never> = PartialEntity<
  Map,
  Name,
  Given
>;

/** Values for `create` and `ensure`: of any attribute, `null` for none. */
export type EntityData<Map, Name extends string> =
  IsLoose<Map> extends true
    ? Readonly<Record<string, unknown>>
    : {
        readonly [Attribute in keyof AttributesOf<Map, Name> as AttributesOf<
          Map,
          Name
        >[Attribute] extends FilterOnly<string>
          ? never
          : Attribute]?: InputValue<Map, AttributesOf<Map, Name>[Attribute]> | undefined;
      };

/** Values for `update`: of any attribute that can be changed, `null` for none. */
export type EntityChanges<Map, Name extends string> =
  IsLoose<Map> extends true
    ? Readonly<Record<string, unknown>>
    : {
        readonly [Attribute in keyof AttributeInput<Map, Name>]?:
          | AttributeInput<Map, Name>[Attribute]
          | undefined;
      };
