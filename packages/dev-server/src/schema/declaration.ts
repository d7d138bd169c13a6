import type { Schema, SchemaProperty } from "@ftrack-kit/core";

/** One entity type in short form: what is usual is left out. */
export interface TypeDeclaration {
  readonly id: string;
  readonly attributes: Readonly<Record<string, SchemaProperty>>;
  /** Primary key. Defaults to `id`. */
  readonly key?: readonly string[];
  /** Attributes that are never null at rest, besides the primary key. */
  readonly required?: readonly string[];
  /** Attributes clients cannot update, besides the primary key. */
  readonly immutable?: readonly string[];
  readonly computed?: readonly string[];
  /** What a query without `select` loads. Defaults to the primary key. */
  readonly defaults?: readonly string[];
  /** What every answer carries, by backend name. */
  readonly system?: readonly string[];
  /** Backend table. */
  readonly alias?: NonNullable<Schema["alias_for"]>;
}

/** Writes a declaration out as the server describes it (wire protocol 4.1). */
export function createSchema(declaration: TypeDeclaration): Schema {
  const {
    id,
    attributes,
    key = ["id"],
    required = [],
    immutable = [],
    computed,
    system,
    alias,
  } = declaration;
  return {
    id,
    type: "object",
    properties: attributes,
    primary_key: key,
    required: [...required, ...key],
    immutable: [...immutable, ...key],
    default_projections: declaration.defaults ?? key,
    ...(computed ? { computed } : {}),
    ...(system ? { system_projections: system } : {}),
    ...(alias === undefined ? {} : { alias_for: alias }),
  };
}
