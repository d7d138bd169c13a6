import type { Clock } from "@ftrack-kit/core";

/** Time of the process. */
export function createNodeClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimer(delay, callback, { keepAlive = false } = {}) {
      const timer = setTimeout(callback, delay);
      if (!keepAlive) timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
