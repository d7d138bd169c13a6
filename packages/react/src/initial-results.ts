import { createMd5 } from "@ftrack-kit/core";
import type { ResultSnapshot } from "./snapshot.js";

/** Rows that travel with a page: JSON, and safe to be read by whoever reads the page. */
export interface InitialResults {
  /** When they were asked for, in milliseconds since 1970. */
  readonly at: number;
  /** Rows by a checksum of their expression, which may hold names of people. */
  readonly results: Readonly<Record<string, readonly unknown[]>>;
}

/** The rows of an expression that came with the page. */
export function restoreResult(
  { at, results }: InitialResults,
  expression: string,
): ResultSnapshot | undefined {
  const rows = results[fingerprint(expression)];
  return rows && { rows, status: "stale", error: undefined, updatedAt: at };
}

export const fingerprint = (expression: string): string =>
  createMd5().update(new TextEncoder().encode(expression)).digest("hex");
