import { type Backoff, backoffDelay } from "../util/backoff.js";

/** How requests are repeated. All times in milliseconds. */
export interface RetryPolicy extends Backoff {
  /** Most repeats after the first try. */
  readonly limit: number;
  /** Longest wait a server may ask for with `Retry-After`; when it asks for more, the error is raised at once. */
  readonly maxRetryAfter: number;
}

export const defaultRetry: RetryPolicy = { limit: 3, base: 300, max: 10_000, maxRetryAfter: 60_000 };

/**
 * What may be repeated after a failure: `always` where the server cannot have acted, `reads` where it may have,
 * `never` where the answer would be the same.
 */
export type Repeat = "always" | "reads" | "never";

/** The repeats an HTTP status allows. A server that limits its rate has not looked at the request. */
export function repeatOfStatus(status: number): Repeat {
  if (status === 429) return "always";
  return status === 408 || status >= 500 ? "reads" : "never";
}

/** Milliseconds a `Retry-After` header asks for, as seconds or a date; `undefined` where it says nothing usable. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The wait before the next try, or `undefined` when there is none. */
export function delayBeforeRepeat(
  attempt: number,
  policy: RetryPolicy,
  retryAfter: number | undefined,
  random: number,
): number | undefined {
  if (attempt >= policy.limit) return undefined;
  if (retryAfter === undefined) return backoffDelay(attempt, policy, random);
  return retryAfter <= policy.maxRetryAfter ? retryAfter : undefined;
}
