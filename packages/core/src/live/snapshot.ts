/**
 * How current a result is.
 *
 * `loading`: nothing to show yet. `stale`: rows of an earlier session, or the server or its events cannot be reached
 * just now. `live`: follows the server. `failed`: nothing to show, and the last attempt failed.
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
