/** A property of a schema, as the server describes it (wire protocol 4.2). */
export interface SchemaProperty {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: { readonly $ref?: string };
  readonly key_value_attributes?: { readonly key: string; readonly value: string };
  readonly alias_for?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly restricted_projection?: boolean;
  readonly transform?: { readonly client: string; readonly server: string };
}

/** An entity type, as the server describes it (wire protocol 4.1). */
export interface Schema {
  readonly id: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, SchemaProperty>>;
  readonly primary_key: readonly string[];
  readonly required?: readonly string[];
  readonly immutable?: readonly string[];
  readonly computed?: readonly string[];
  readonly default_projections?: readonly string[];
  readonly system_projections?: readonly string[];
  readonly alias_for?:
    | string
    | { readonly id: string; readonly classifiers?: Readonly<Record<string, string>> };
  readonly $mixin?: { readonly $ref: string };
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly deprecated?: unknown;
}

/** What `query_server_information` answers; keys depend on the server's version. */
export interface ServerInformation {
  readonly version?: string;
  readonly schema_hash?: string;
  readonly is_timezone_support_enabled?: boolean;
  readonly is_nested_subqueries_enabled?: boolean;
  readonly storage_scenario?: { readonly scenario?: string | null; readonly data?: unknown } | null;
  readonly [key: string]: unknown;
}
