import type { LiveStatus } from "@ftrack-kit/core";

/**
 * How current the rows of a query are.
 *
 * `loading`: nothing to show yet. `stale`: asked for again, or the last attempt failed. `ready`: as the server
 * answered. `failed`: nothing to show, and the last attempt failed.
 */
export type QueryStatus = "loading" | "stale" | "ready" | "failed";

/** One state of a result; immutable, and the same object until something changes. */
export interface ResultSnapshot {
  readonly rows: readonly unknown[];
  readonly status: LiveStatus | QueryStatus;
  readonly error: unknown;
  readonly updatedAt: number | undefined;
}

/** Where the states of a result come from: a live query, or one that runs when it is told to. */
export interface ResultSource {
  getSnapshot(): ResultSnapshot;
  /**
   * Calls one listener back after every change.
   *
   * @returns How to stop.
   */
  subscribe(listener: () => void): () => void;
  refresh(): void;
  close(): void;
}

/** Before there is anything to show. */
export const nothingYet: ResultSnapshot = {
  rows: [],
  status: "loading",
  error: undefined,
  updatedAt: undefined,
};
