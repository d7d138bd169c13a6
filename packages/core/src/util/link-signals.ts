/** A signal that follows several others until it is released. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Stops following, so that a long-lived signal keeps nothing of a finished call. */
  readonly release: () => void;
}

/**
 * Joins signals; the reason of whichever aborts first is kept.
 *
 * `AbortSignal.any` has no way to let go, and some engines then grow with every call.
 */
export function linkSignals(...signals: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const followed = signals.filter((signal) => signal !== undefined);
  const listeners = followed.map((signal) => {
    const follow = () => controller.abort(signal.reason);
    if (signal.aborted) follow();
    signal.addEventListener("abort", follow, { once: true });
    return () => signal.removeEventListener("abort", follow);
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const stop of listeners) stop();
    },
  };
}
