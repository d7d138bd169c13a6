import { nothingYet, type ResultSource } from "./snapshot.js";

/** One result for every component that shows it: opened for the first, closed some time after the last. */
export interface SharedResult extends Omit<ResultSource, "close"> {
  /** Resolves once there is something to show, or a reason why there is not; the same promise until then. */
  load(): Promise<void>;
  /** Lets a failure go once everybody who renders now has seen it, so that trying again begins anew. */
  letGo(): void;
}

/**
 * How long a result that nobody shows is kept, in milliseconds.
 *
 * Screens come back soon, effects run twice in development, and what a suspended component waits for is shown by
 * nobody yet.
 */
const patience = 5_000;
/** Longer than React takes to render a failure again before it shows it, shorter than people take to try again. */
const haste = 500;

/** @param onEnd - Called when the result is closed and is not to be shared any more. */
export function shareResult(open: () => ResultSource, onEnd: () => void): SharedResult {
  const listeners = new Set<() => void>();
  let source: ResultSource | undefined;
  let stop: (() => void) | undefined;
  let loading: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout>;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const start = () => {
    if (source) return;
    source = open();
    stop = source.subscribe(tell);
  };
  const close = () => {
    stop?.();
    source?.close();
    source = undefined;
  };
  const endAfter = (delay: number) => {
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      close();
      onEnd();
    }, delay);
    // On a server, what nobody shows any more must not keep the process.
    (timer as unknown as { unref?: () => void }).unref?.();
  };
  const getSnapshot = () => source?.getSnapshot() ?? nothingYet;
  const subscribe = (listener: () => void) => {
    clearTimeout(timer);
    listeners.add(listener);
    start();
    return () => {
      if (listeners.delete(listener)) endAfter(patience);
    };
  };

  endAfter(patience);
  return {
    getSnapshot,
    subscribe,
    refresh() {
      if (getSnapshot().status !== "failed") return source?.refresh();
      close();
      start();
      tell();
    },
    load() {
      loading ??= new Promise((resolve) => {
        const end = subscribe(() => {
          if (getSnapshot().status === "loading") return;
          loading = undefined;
          end();
          resolve();
        });
      });
      return loading;
    },
    letGo: () => endAfter(haste),
  };
}
