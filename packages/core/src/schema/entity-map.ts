declare const target: unique symbol;

/** To-one relation in an entity type map; `| null` beside it when it may be unset. */
export interface ToOne<Target extends string> {
  readonly [target]: { readonly one: Target };
}

/** To-many relation in an entity type map. */
export interface ToMany<Target extends string> {
  readonly [target]: { readonly many: Target };
}

/** Key to value relation, such as `metadata` and `custom_attributes`, in an entity type map. */
export interface KeyValue<Target extends string, Values = Record<string, unknown>> {
  readonly [target]: { readonly mapped: Target; readonly values: Values };
}

/** Relation in an entity type map that queries can filter on and never select. */
export interface FilterOnly<Target extends string> {
  readonly [target]: { readonly filter: Target };
}

/** Step of the `link` of a context or version: the way from the project down to the entity. */
export interface EntityLink {
  readonly id: string;
  readonly name: string;
  /** Entity type. */
  readonly type: string;
}

/** Address of a file, such as a thumbnail. */
export interface FileUrl {
  readonly url: string | null;
  readonly value: string | null;
}

/** Date attribute in an entity type map; `| null` beside it when it may be unset. Reads as ISO 8601 text. */
export interface DateTime {
  readonly [target]: { readonly date: true };
}

/**
 * How the compiler sees one entity type.
 *
 * `attributes` lists every attribute: scalars by their value type (`string | null` when they may be unset),
 * dates by {@link DateTime}, relations by {@link ToOne}, {@link ToMany}, {@link KeyValue} and {@link FilterOnly}; `readonly` marks what
 * cannot be changed.
 */
export interface EntityDeclaration {
  readonly attributes: object;
  /** Names of the primary key attributes. */
  readonly key: string;
  /** Names loaded by a query without `select`. */
  readonly defaults: string;
  /** Direct and indirect subtypes, `never` when there are none. */
  readonly subtypes: string;
}

/**
 * The entity types of a workspace, by name.
 *
 * A standard map ships with the SDK and `ftrack-kit generate` writes one for a workspace;
 * {@link LooseEntityMap} types nothing.
 */
export type EntityMap = object;

/** The map of a session without types: every name is allowed, every value is `any`-like. */
export interface LooseEntityMap {
  readonly [entityType: string]: EntityDeclaration;
}
