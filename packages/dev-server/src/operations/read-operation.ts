import { ApiError } from "./api-error.js";
import type { MutationOperation } from "./mutation-context.js";

/** The parts of an operation, checked for their shape. */
export interface ReadOperation {
  readonly typeName: string;
  /** Primary key values; empty when a create leaves them to `data` or the server. */
  readonly key: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** @throws {@link ApiError} `ValidationError` when a part is missing or of the wrong kind. */
export function readOperation(operation: MutationOperation): ReadOperation {
  const { action, entity_type: typeName, entity_key: key, entity_data: data } = operation;
  if (typeof typeName !== "string") throw malformed(`${action} needs an entity_type.`);
  if (action !== "delete" && (typeof data !== "object" || data === null || Array.isArray(data))) {
    throw malformed(`${action} needs entity_data.`);
  }
  const values = key === undefined || key === null ? [] : Array.isArray(key) ? key : [key];
  if (!values.every((value) => typeof value === "string" || typeof value === "number")) {
    throw malformed(`${action} needs an entity_key of texts.`);
  }
  if (action !== "create" && values.length === 0) throw malformed(`${action} needs an entity_key.`);
  return { typeName, key: values.map(String), data: (data ?? {}) as Readonly<Record<string, unknown>> };
}

const malformed = (content: string): ApiError => new ApiError("ValidationError", content);
