import type {
  DateTime,
  EntityDeclaration,
  FilterOnly,
  KeyValue,
  ToMany,
  ToOne,
} from "../schema/entity-map.js";
import type {
  Collection,
  CustomAttributes,
  EntityMembers,
  MappedCollection,
  Reference,
  Untyped,
} from "../schema/entity-members.js";
import type { EntityMethods, NotableMethods, ThumbnailMethods } from "../schema/entity-methods.js";
import type { Settable, SettableName } from "./settable.js";

/** Whether a map says nothing about names, as {@link LooseEntityMap} does. */
export type IsLoose<Map> = string extends keyof Map ? true : false;

/** The declaration of one entity type of a map. */
type Declared<Map, Name> = Name extends keyof Map
  ? Map[Name] extends EntityDeclaration
    ? Map[Name]
    : never
  : never;

/** Every attribute of one entity type, as its map declares them. */
export type AttributesOf<Map, Name> = Declared<Map, Name>["attributes"];

/** The concrete types a row of a type may have. */
export type ConcreteType<Map, Name extends string> = Name | (Declared<Map, Name>["subtypes"] & string);

/** First step of a path, without its cast. */
type Head<Path extends string> = WithoutCast<Path extends `${infer Step}.${string}` ? Step : Path>;
type WithoutCast<Step extends string> = Step extends `${infer Name}[${string}` ? Name : Step;
/** What follows the step `Name` in each of several paths; nothing for the paths that end there. */
type After<Path extends string, Name extends string> = Path extends `${infer Step}.${infer Rest}`
  ? WithoutCast<Step> extends Name
    ? Rest
    : never
  : never;
/** Types the step `Name` is cast to, if any. */
type CastOf<Path extends string, Name extends string> = Path extends `${Name}[${infer Cast}]${string}`
  ? Cast
  : never;

/**
 * What the map declares for an attribute of a type or, as in queries, of one of its subtypes (wire protocol 4.3,
 * rule 2); rows of other subtypes have `undefined` there. `never` when there is no such attribute.
 */
export type DeclaredAttribute<
  Map,
  Name extends string,
  Attribute extends string,
> = Attribute extends keyof AttributesOf<Map, Name>
  ? AttributesOf<Map, Name>[Attribute]
  : InSubtypes<Map, Declared<Map, Name>["subtypes"], Attribute>;
type InSubtypes<Map, Name, Attribute> = Name extends string
  ? Attribute extends keyof AttributesOf<Map, Name>
    ? AttributesOf<Map, Name>[Attribute] | undefined
    : never
  : never;

/** Entity type a relation leads to; `never` for scalars. */
export type TargetOf<Value> =
  Value extends ToOne<infer Target>
    ? Target
    : Value extends ToMany<infer Target>
      ? Target
      : Value extends KeyValue<infer Target, infer _Values>
        ? Target
        : never;

/** Depth to which related entities are typed: as `EntityOf`, or as `PartialEntity`. */
type Extent = "selected" | "partial";
type Related<Map, Name extends string, Paths extends string, Reach extends Extent> = Reach extends "partial"
  ? PartialEntity<Map, Name, Paths>
  : EntityOf<Map, Name, Paths>;

/** What an attribute reads as on a row, with `Paths` of its target loaded. */
type RowValue<Map, Value, Paths extends string, Cast extends string, Reach extends Extent = "selected"> =
  Value extends ToOne<infer Target>
    ? [Cast] extends [never]
      ? Related<Map, Target, Paths, Reach>
      : Related<Map, Cast, Paths, Reach> | null
    : Value extends ToMany<infer Target>
      ? Collection<Related<Map, [Cast] extends [never] ? Target : Cast, Paths, Reach>>
      : Value extends KeyValue<infer Target, infer Values extends object>
        ? Target extends `${string}CustomAttributeValue`
          ? CustomAttributes<Values>
          : MappedCollection<Values>
        : Value extends DateTime
          ? string
          : Value;

/** Own attributes among `Names`; `readonly` stays. */
type OwnAttributes<
  Map,
  Name extends string,
  Names,
  Paths extends string,
  Reach extends Extent = "selected",
> = {
  [Attribute in keyof Pick<AttributesOf<Map, Name>, Names & keyof AttributesOf<Map, Name>>]: RowValue<
    Map,
    AttributesOf<Map, Name>[Attribute],
    After<Paths, Attribute & string>,
    CastOf<Paths, Attribute & string>,
    Reach
  >;
};

/** Attributes that only subtypes have. */
type InheritorAttributes<Map, Name extends string, Paths extends string> = [
  Exclude<Head<Paths>, keyof AttributesOf<Map, Name>>,
] extends [never]
  ? unknown
  : {
      readonly [Attribute in Exclude<
        Head<Paths>,
        keyof AttributesOf<Map, Name>
      >]: Attribute extends `__${string}`
        ? unknown
        : RowValue<
            Map,
            DeclaredAttribute<Map, Name, Attribute>,
            After<Paths, Attribute>,
            CastOf<Paths, Attribute>
          >;
    };

/** A row of a session that does not know its types: any attribute may be read. */
export type LooseEntity = {
  // biome-ignore-start lint/suspicious/noExplicitAny: without a map nothing is known, and `unknown` could not be used.
  $get(path: string, options?: { signal?: AbortSignal | undefined }): Promise<any>;
  $load(...paths: string[]): Promise<any>;
  [attribute: string]: any;
  // biome-ignore-end lint/suspicious/noExplicitAny: see above.
} & Omit<EntityMembers, "$get" | "$load"> &
  Untyped;

/**
 * An entity with some of its attributes loaded: the paths named, and always the primary key.
 *
 * @example
 * type Row = EntityOf<StandardEntityMap, "Task", "name" | "status.name">;
 */
export type EntityOf<Map, Name extends string, Paths extends string = Declared<Map, Name>["defaults"]> =
  IsLoose<Map> extends true
    ? LooseEntity
    : TypedMembers<Map, Name, Paths> &
        MethodsOf<Map, Name> &
        SettableAttributes<
          Map,
          Name,
          OwnAttributes<Map, Name, Head<Paths> | Declared<Map, Name>["key"], Paths>
        > &
        InheritorAttributes<Map, Name, Paths>;

/**
 * An entity of which `Loaded` and the primary key are certain to be loaded, and anything else may be: what is not
 * loaded reads `undefined`. Collections are there always, and tell whether they are loaded.
 *
 * @example
 * type Known = PartialEntity<StandardEntityMap, "User", "username">;
 */
export type PartialEntity<Map, Name extends string, Loaded extends string = never> =
  IsLoose<Map> extends true
    ? LooseEntity
    : PartialMembers<Map, Name, Loaded> &
        MethodsOf<Map, Name> &
        InheritorAttributes<Map, Name, Loaded> &
        SettableAttributes<
          Map,
          Name,
          OwnAttributes<Map, Name, CertainNames<Map, Name, Loaded>, Loaded, "partial"> &
            Partial<
              OwnAttributes<
                Map,
                Name,
                Exclude<SelectableNames<Map, Name>, CertainNames<Map, Name, Loaded>>,
                never,
                "partial"
              >
            >
        >;
type CertainNames<Map, Name extends string, Loaded extends string> =
  | Head<Loaded>
  | Declared<Map, Name>["key"]
  | CollectionNames<AttributesOf<Map, Name>>;
type SelectableNames<Map, Name> = Exclude<
  keyof AttributesOf<Map, Name>,
  NamesOf<AttributesOf<Map, Name>, FilterOnly<string>>
>;
type CollectionNames<Attributes> = NamesOf<Attributes, ToMany<string> | KeyValue<string>>;
/** Names of the attributes of a kind. */
type NamesOf<Attributes, Kind> = {
  [Attribute in keyof Attributes]-?: Attributes[Attribute] extends Kind ? Attribute : never;
}[keyof Attributes];

/** {@link TypedMembers} of {@link PartialEntity}: what is loaded adds to what is certain. */
interface PartialMembers<Map, Name extends string, Loaded extends string>
  extends Omit<TypedMembers<Map, Name, Loaded>, "$load"> {
  /** Fetches what is missing of several paths and returns the same entity, with a wider type. */
  $load<Path extends string>(
    ...paths: CheckedPath<Map, Name, Path>[]
  ): Promise<PartialEntity<Map, Name, Loaded | Path>>;
}

/** What can stand for a date. */
export type DateInput =
  | string
  | Date
  | { toISOString(): string }
  | { toString(): string; readonly epochMilliseconds: number };

/** What an attribute takes; a reference any entity of its type, whatever is loaded of it. */
export type InputValue<Map, Value> =
  Value extends ToOne<infer Target>
    ? Reference<ConcreteType<Map, Target>>
    : Value extends ToMany<infer Target>
      ? Iterable<Reference<ConcreteType<Map, Target>>>
      : Value extends KeyValue<string, infer Values>
        ? Partial<Values> | Iterable<readonly [string, unknown]>
        : Value extends DateTime
          ? DateInput
          : Value;

/** What the attributes of existing entities take: those that are neither immutable nor computed. */
export type AttributeInput<Map, Name> = Inputs<Map, AttributesOf<Map, Name>, SelectableNames<Map, Name>>;

/** Attributes as they read, and set by all they take. */
type SettableAttributes<Map, Name, Reads> = WithInputs<
  Map,
  AttributesOf<Map, Name>,
  Reads,
  keyof Reads & keyof AttributesOf<Map, Name> & SettableName
>;
type WithInputs<Map, Attributes, Reads, Names extends keyof Attributes> = [Names] extends [never]
  ? Reads
  : Settable<Reads, Inputs<Map, Attributes, Names>>;

/** What attributes take, for those among `Names` that are not `readonly`. */
type Inputs<Map, Attributes, Names extends keyof Attributes> = {
  [Name in Names as Same<Pick<Attributes, Name>, { -readonly [Key in Name]: Attributes[Key] }> extends true
    ? Name
    : never]: InputValue<Map, Attributes[Name]>;
};
type Same<Left, Right> =
  (<Value>() => Value extends Left ? 1 : 2) extends <Value>() => Value extends Right ? 1 : 2 ? true : false;

/** Helper methods of a type, by its name and by what it holds. */
type MethodsOf<Map, Name extends string> = (Name extends keyof EntityMethods
  ? EntityMethods[Name]
  : unknown) &
  ("notes" extends keyof AttributesOf<Map, Name> ? NotableMethods : unknown) &
  ("thumbnail_id" extends keyof AttributesOf<Map, Name> ? ThumbnailMethods : unknown);

/** {@link EntityMembers}, with `$get` and `$load` typed by path. */
export interface TypedMembers<Map, Name extends string, Paths extends string>
  extends Omit<EntityMembers, "$type" | "$get" | "$load"> {
  /** Concrete entity type. */
  readonly $type: ConcreteType<Map, Name>;
  /**
   * The value at a path, fetched where it is not loaded yet, together with that of the entity's peers.
   *
   * @example
   * const name = await task.$get("project.name");
   */
  $get<Path extends string>(
    path: CheckedPath<Map, Name, Path>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<PathValue<Map, Name, Path>>;
  /**
   * Fetches what is missing of several paths and returns the same entity, with a wider type.
   *
   * @example
   * const { bid, status } = await task.$load("bid", "status.name");
   */
  $load<Path extends string>(
    ...paths: CheckedPath<Map, Name, Path>[]
  ): Promise<EntityOf<Map, Name, Paths | Path>>;
}

/** What `$get` answers for a path: a step over nothing gives `null`, a step over a collection a list. */
export type PathValue<Map, Name extends string, Path extends string> =
  IsLoose<Map> extends true
    ? unknown
    : string extends Path
      ? unknown
      : Path extends `${infer Step}.${infer Rest}`
        ? StepValue<Map, DeclaredAttribute<Map, Name, WithoutCast<Step>>, Rest>
        : RowValue<
            Map,
            DeclaredAttribute<Map, Name, WithoutCast<Path>>,
            never,
            CastOf<Path, WithoutCast<Path>>
          >;
type StepValue<Map, Value, Rest extends string> =
  Value extends ToOne<infer Target>
    ? PathValue<Map, Target, Rest>
    : Value extends ToMany<infer Target>
      ? PathValue<Map, Target, Rest>[]
      : Value extends KeyValue<infer Target, infer _Values>
        ? PathValue<Map, Target, Rest>[]
        : null;

/**
 * A path as it was given or, when the map does not have it, the names that could stand in its place: what editors
 * then offer.
 */
export type CheckedPath<Map, Name extends string, Path extends string> =
  IsLoose<Map> extends true
    ? Path
    : string extends Path
      ? Path
      : Path extends unknown
        ? [PathProblem<Map, Name, Path>] extends [never]
          ? Path
          : Suggestions<Map, Name, Path>
        : never;
type Suggestions<Map, Name extends string, Path extends string> = Path extends `${infer Step}.${infer Rest}`
  ? [TargetOf<DeclaredAttribute<Map, Name, WithoutCast<Step>>>] extends [never]
    ? keyof AttributesOf<Map, Name> & string
    : `${Step}.${Suggestions<Map, TargetOf<DeclaredAttribute<Map, Name, WithoutCast<Step>>>, Rest>}`
  : keyof AttributesOf<Map, Name> & string;

/** Why a path cannot be selected, as text; `never` when it can. */
export type PathProblem<
  Map,
  Name extends string,
  Path extends string,
> = Path extends `${infer Step}.${infer Rest}`
  ? Step extends `__${string}`
    ? never
    : Step extends `${infer Plain}[${infer Cast}]`
      ? StepProblem<Map, Name, Plain, Cast, Rest>
      : StepProblem<Map, Name, Step, never, Rest>
  : Path extends `${infer Plain}[${string}]`
    ? LastProblem<Map, Name, Plain>
    : LastProblem<Map, Name, Path>;
type StepProblem<Map, Name extends string, Step extends string, Cast extends string, Rest extends string> = [
  DeclaredAttribute<Map, Name, Step>,
] extends [never]
  ? `${Name} has no attribute "${Step}".`
  : [TargetOf<DeclaredAttribute<Map, Name, Step>>] extends [never]
    ? `${Name}.${Step} is a value and has no attributes.`
    : [Cast] extends [never]
      ? PathProblem<Map, TargetOf<DeclaredAttribute<Map, Name, Step>>, Rest>
      : Cast extends keyof Map
        ? PathProblem<Map, Cast, Rest>
        : `There is no entity type "${Cast}".`;
type LastProblem<Map, Name extends string, Attribute extends string> = [
  DeclaredAttribute<Map, Name, Attribute>,
] extends [never]
  ? `${Name} has no attribute "${Attribute}".`
  : DeclaredAttribute<Map, Name, Attribute> extends FilterOnly<string>
    ? `${Name}.${Attribute} can be filtered on, not selected.`
    : never;
