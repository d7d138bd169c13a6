import type { Clock } from "../platform/clock.js";
import { notConnected } from "./hub-errors.js";
import type { Uplink } from "./uplink.js";

/** As long as timers can be set: about 24 days. */
const longest = 2 ** 31 - 1;

/** Keeps a process alive for so many milliseconds, or until its hub is stopped. */
export async function keepAlive(
  uplink: Uplink,
  clock: Clock,
  duration: number | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!uplink.started) throw notConnected();
  const changes = uplink.watch(signal);
  const setTimer = (): (() => void) => {
    const next = () => {
      if (duration === undefined) cancel = setTimer();
      else changes.end();
    };
    return clock.setTimer(duration ?? longest, next, { keepAlive: true });
  };
  let cancel = setTimer();
  try {
    for await (const { state } of changes) if (state === "idle" || state === "closed") break;
  } finally {
    cancel();
  }
}
