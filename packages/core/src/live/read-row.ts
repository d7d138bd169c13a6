import type { LiveRow } from "./live-host.js";

/** The scalar at the end of references of a row; `undefined` for anything else, and what is not there. */
export function readRow(row: LiveRow | undefined, names: readonly string[]): unknown {
  let value: unknown = row;
  for (const name of names) {
    if (value === null) return null;
    if (typeof value !== "object" || Array.isArray(value)) return undefined;
    value = (value as LiveRow)[name];
  }
  return typeof value === "object" && value !== null ? undefined : value;
}
