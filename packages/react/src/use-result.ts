import type { LiveOptions, QueryLike } from "@ftrack-kit/core";
import { useMemo, useSyncExternalStore } from "react";
import { restoreResult } from "./initial-results.js";
import { useProvided } from "./session-provider.js";
import { type ResultKind, sharedResult } from "./session-results.js";
import type { ResultSnapshot } from "./snapshot.js";

/** How a hook waits. */
export interface SuspenseOption {
  /**
   * Whether the component waits in the next `<Suspense>` while there is nothing to show, and throws what went wrong
   * to the next error boundary. Defaults to `false`: both are told by `status` and `error`.
   */
  readonly suspense?: boolean | undefined;
}

/** How a live hook waits, and how its rows stay current. */
export type UseLiveOptions = LiveOptions & SuspenseOption;

/** A state of a result, and how to ask again. */
export interface ShownResult extends ResultSnapshot {
  readonly refresh: () => void;
}

/** The rows of an expression, shared with every component that shows the same. */
export function useResult(
  kind: ResultKind,
  query: QueryLike,
  { suspense = false, ...options }: UseLiveOptions,
): ShownResult {
  const { session, initial } = useProvided();
  const expression = String(query);
  const result = sharedResult(session, kind, expression, options);
  // Servers render what is there once; nothing is followed there, and what a page takes over must be the same.
  const once = () => (kind === "live" ? sharedResult(session, "query", expression) : result);
  const restored = useMemo(() => initial && restoreResult(initial, expression), [initial, expression]);
  const early = () => restored ?? once().getSnapshot();
  let isServer = false;
  const getServerSnapshot = () => {
    isServer = true;
    return early();
  };
  const snapshot = useSyncExternalStore(result.subscribe, result.getSnapshot, getServerSnapshot);
  const shown = snapshot.updatedAt === undefined ? withEarly(snapshot, early()) : snapshot;
  if (suspense && shown.status === "loading") throw (isServer ? once() : result).load();
  if (suspense && shown.status === "failed") {
    result.letGo();
    throw shown.error;
  }
  return { ...shown, refresh: result.refresh };
}

/** What there was earlier, where there is nothing of its own yet. */
const withEarly = (snapshot: ResultSnapshot, early: ResultSnapshot): ResultSnapshot =>
  early.updatedAt === undefined ? snapshot : { ...early, status: "stale", error: snapshot.error };
