import type { Awaitable } from "./awaitable.js";

interface Timers {
  setTimer(delay: number, callback: () => void): () => void;
}

/** Waits so many milliseconds for work, and rejects when it takes longer; the work itself goes on. */
export async function within<Result>(
  timeout: number,
  clock: Timers,
  work: () => Awaitable<Result>,
): Promise<Result> {
  let stopTimer: (() => void) | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      stopTimer = clock.setTimer(timeout, () => reject(new Error(`No answer within ${timeout} ms.`)));
    });
    return await Promise.race([work(), late]);
  } finally {
    stopTimer?.();
  }
}
