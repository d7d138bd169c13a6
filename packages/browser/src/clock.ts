import type { Clock } from "@ftrack-kit/core";

/** Engines turn longer delays into none. */
const longestTimer = 2 ** 31 - 1;

/** Time of the page or worker. */
export function createBrowserClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimer(delay, callback) {
      const timer = setTimeout(callback, Math.min(delay, longestTimer));
      return () => clearTimeout(timer);
    },
  };
}
