import type { LiveRow } from "./live-host.js";

/**
 * How current a result is.
 *
 * `loading`: nothing to show yet. `stale`: rows of an earlier session, or the server cannot be reached just now.
 * `live`: follows the server. `failed`: nothing to show, and the last attempt failed; it is tried again.
 */
export type LiveStatus = "loading" | "stale" | "live" | "failed";

/** One state of a live result; immutable. */
export interface LiveSnapshot<Row> {
  readonly rows: readonly Row[];
  readonly status: LiveStatus;
  /** Why the last refresh failed, `undefined` when it did not. */
  readonly error: unknown;
  /** When the server last confirmed the rows, in milliseconds since 1970. */
  readonly updatedAt: number | undefined;
}

/** What was different about a new state. */
export interface LiveChange {
  readonly status: LiveStatus;
  readonly rowsChanged: boolean;
  readonly error: unknown;
}

/** The key of a row: its primary key, or for rows of a `group by` everything they are grouped by. */
export const keyOf = (row: LiveRow): string => (typeof row.id === "string" ? row.id : JSON.stringify(row));

/** Whether two plain rows hold the same; shared parts are not looked into. */
export function sameRow(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => name in right && sameRow((left as LiveRow)[name], (right as LiveRow)[name]));
}
