/** A schema of zod, or of any library that speaks Standard Schema, as far as plugins look at it. */
export interface ArgumentSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
  /** Names of an object schema, where the library tells. */
  readonly shape?: Readonly<Record<string, unknown>> | undefined;
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export function isArgumentSchema(value: unknown): value is ArgumentSchema {
  return typeof value === "object" && value !== null && "~standard" in value;
}

/** `width: expected number`, without the value that was given. */
export function describeIssue({ message, path = [] }: SchemaIssue): string {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  return keys.length === 0 ? message : `${keys.join(".")}: ${message}`;
}
