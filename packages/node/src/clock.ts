import type { Clock } from "@ftrack-kit/core";

/** Engines turn longer delays into none. */
const longestTimer = 2 ** 31 - 1;

/** Time of the process. */
export function createNodeClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimer(delay, callback, { keepAlive = false } = {}) {
      const timer = setTimeout(callback, Math.min(delay, longestTimer));
      if (!keepAlive) timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
