import type { SchemaProperty } from "@ftrack-kit/core";

/** Builders for the properties of a schema, one per kind of attribute (wire protocol 4.2). */

interface ScalarOptions {
  /** Backend column. */
  readonly alias?: string;
  readonly default?: unknown;
  readonly description?: string;
}

const scalar = (type: string, { alias, ...rest }: ScalarOptions): SchemaProperty => ({
  type,
  ...rest,
  ...(alias === undefined ? {} : { alias_for: alias }),
});

export const text = (options: ScalarOptions = {}): SchemaProperty => scalar("string", options);
export const flag = (options: ScalarOptions = {}): SchemaProperty => scalar("boolean", options);
export const integer = (options: ScalarOptions = {}): SchemaProperty => scalar("integer", options);
export const number = (options: ScalarOptions = {}): SchemaProperty => scalar("number", options);
export const variable = (options: ScalarOptions = {}): SchemaProperty => scalar("variable", options);
export const date = (alias?: string): SchemaProperty => ({
  ...text(aliased(alias)),
  format: "date-time",
});

/** An address object, such as `thumbnail_url`. */
export const address = (): SchemaProperty => ({ type: "object" });

/** An id the client may choose. */
export const id = (alias?: string): SchemaProperty => text({ ...aliased(alias), default: "{uid}" });

/** An id that is the key of the base type's row as well. */
export const inheritedId = (base: string): SchemaProperty => ({ ...id(), ...foreign(base) });

/** A column that holds the key of another entity. */
export const key = (target: string, alias?: string): SchemaProperty => ({
  ...text(aliased(alias)),
  ...foreign(target),
});

/** The name of an entity type; the backend keeps the name of its table. */
export const typeName = (alias?: string): SchemaProperty => ({
  ...text(aliased(alias)),
  transform: { client: "{schema_id}", server: "{table_name}" },
});

export const one = (target: string, alias?: string): SchemaProperty => ({
  $ref: target,
  ...(alias === undefined ? {} : { alias_for: alias }),
});

export const many = (target: string, alias?: string): SchemaProperty => ({
  type: "array",
  items: { $ref: target },
  ...(alias === undefined ? {} : { alias_for: alias }),
});

/** A collection that reads as key and value. */
export const mapped = (target: string, alias: string): SchemaProperty => ({
  type: "mapped_array",
  items: { $ref: target },
  key_value_attributes: { key: "key", value: "value" },
  alias_for: alias,
});

/** A collection that can be filtered on and never selected. */
export const filterOnly = (target: string): SchemaProperty => ({
  type: "mapped_array",
  items: { $ref: target },
  restricted_projection: true,
});

type Properties = Readonly<Record<string, SchemaProperty>>;

interface ReferenceOptions {
  /** Backend name of the relation. */
  readonly alias?: string;
  /** Backend column of the key. */
  readonly column?: string;
}

/** A relation to one entity together with the `<name>_id` column that holds its key. */
export const reference = (name: string, target: string, options: ReferenceOptions = {}): Properties => ({
  [name]: one(target, options.alias),
  [`${name}_id`]: key(target, options.column),
});

const foreign = (target: string): SchemaProperty => ({
  format: "foreign_key",
  description: `Foreign key(s): ${target}.id`,
});

const aliased = (alias: string | undefined): ScalarOptions => (alias === undefined ? {} : { alias });
