import type { LocationHost } from "./location-host.js";

/** Waits, unless the caller gives up first. */
export function sleep(
  { clock }: Pick<LocationHost, "clock">,
  delay: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    };
    const stop = clock.setTimer(delay, done, { keepAlive: true });
    const aborted = () => {
      stop();
      reject(signal?.reason);
    };
    if (signal?.aborted) aborted();
    else signal?.addEventListener("abort", aborted, { once: true });
  });
}
