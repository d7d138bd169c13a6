import { typeKey } from "./wire-entity.js";

/** An entity as others refer to it on the wire: type and primary key, nothing else. */
export interface WireReference {
  readonly [typeKey]: string;
  readonly [attribute: string]: unknown;
}

const separator = "\u0000";

/** Joins primary key values into one text; a single value is its own. */
export const joinKey = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : values.join(separator);

/** Inverse of {@link joinKey}. */
export const splitKey = (key: string): string[] => key.split(separator);

/** Writes a reference from key names and values in the schema's order. */
export function createReference(
  type: string,
  names: readonly string[],
  values: readonly unknown[],
): WireReference {
  const reference: Record<string, unknown> = { [typeKey]: type };
  for (let index = 0; index < names.length; index++) reference[names[index] as string] = values[index];
  return reference as WireReference;
}
