/** How waiting times grow between attempts. All times in milliseconds. */
export interface Backoff {
  readonly base: number;
  readonly max: number;
}

/**
 * The wait before an attempt: exponential with full jitter, so that many clients do not come back at once.
 *
 * @param attempt - Zero for the first repeat.
 * @param random - A number in [0, 1).
 */
export function backoffDelay(attempt: number, { base, max }: Backoff, random: number): number {
  return Math.round(random * Math.min(max, base * 2 ** Math.min(attempt, 30)));
}
