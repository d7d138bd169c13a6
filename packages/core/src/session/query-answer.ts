import type { QueryAnswer } from "../codec/operations.js";
import { NetworkError } from "../errors/network-error.js";

/** What a `query` or `search` answered, checked. */
export function readQueryAnswer(answer: unknown): {
  /** The answer's own list. */
  readonly rows: unknown[];
  readonly next: number | null;
} {
  const { data, metadata } = (answer ?? {}) as Partial<QueryAnswer>;
  if (!Array.isArray(data) || !data.every(isObject)) {
    throw new NetworkError("network_malformed_response", {
      message: "The answer to a query holds no rows.",
      retryable: false,
    });
  }
  const next = metadata?.next?.offset;
  return { rows: data, next: typeof next === "number" ? next : null };
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
