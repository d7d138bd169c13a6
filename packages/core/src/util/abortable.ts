/** Waits for a promise until a signal aborts; the promise itself goes on. */
export function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    const stop = () => signal.removeEventListener("abort", giveUp);
    promise.then(resolve, reject);
    promise.then(stop, stop);
  });
}
