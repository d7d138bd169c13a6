import type { Session } from "@ftrack-kit/core";
import { nothingYet, type ResultSnapshot, type ResultSource } from "./snapshot.js";

/** The plain rows of a query as of when it was last asked for. */
export function queryOnce(session: Session, expression: string): ResultSource {
  let tell: (() => void) | undefined;
  let snapshot = nothingYet;
  let running: AbortController;
  const publish = (change: Partial<ResultSnapshot>) => {
    snapshot = { ...snapshot, ...change };
    tell?.();
  };
  /** Never rejects: what goes wrong is part of the next state. */
  const run = async () => {
    running = new AbortController();
    const { signal } = running;
    try {
      const rows = await session.query(expression, { signal }).plain().all();
      if (!signal.aborted) publish({ rows, status: "ready", error: undefined, updatedAt: Date.now() });
    } catch (error) {
      const status = snapshot.updatedAt === undefined ? "failed" : "stale";
      if (!signal.aborted) publish({ status, error });
    }
  };
  void run();
  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      tell = listener;
      return () => {
        tell = undefined;
      };
    },
    refresh() {
      running.abort();
      void run();
      if (snapshot.status === "ready") publish({ status: "stale" });
    },
    close: () => running.abort(),
  };
}
