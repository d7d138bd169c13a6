/** Time, injected so that tests can drive it. All values in milliseconds. */
export interface Clock {
  /** Wall-clock time since 1970. */
  now(): number;
  /** Time that never runs backwards, for measuring. */
  monotonic(): number;
  /** Calls back once after a delay; the returned function cancels. Pending timers do not keep a process alive unless `keepAlive`. */
  setTimer(delay: number, callback: () => void, options?: { keepAlive?: boolean }): () => void;
}
