import type { Session } from "@ftrack-kit/core";
import { useCallback, useEffect, useRef, useState } from "react";

/** What became of changes: of the latest, or of one that failed since the latest began. */
export interface SavingState {
  readonly status: "idle" | "saving" | "saved" | "failed";
  /** Why changes were not saved; `undefined` where they were. */
  readonly error: unknown;
}

interface Saving extends SavingState {
  /** How many are on their way. */
  readonly running: number;
}

const idle: SavingState = { status: "idle", error: undefined };

/**
 * Follows work that saves something.
 *
 * @returns How it goes; how to begin, which resolves with whether it was saved and never rejects; how to forget the
 * last outcome.
 */
export function useSaving<Values extends readonly unknown[]>(
  session: Session,
  work: (...values: Values) => Promise<void>,
): [state: SavingState, save: (...values: Values) => Promise<boolean>, reset: () => void] {
  const [{ running, status, error }, setState] = useState<Saving>({ ...idle, running: 0 });
  const latest = useRef(work);
  const isMounted = useRef(false);
  useEffect(() => {
    latest.current = work;
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  });
  const save = useCallback(
    async (...values: Values) => {
      const count = (by: number, outcome: Partial<Saving>) =>
        setState((before) => ({ ...before, ...outcome, running: before.running + by }));
      count(1, { error: undefined });
      try {
        await latest.current(...values);
        count(-1, { status: "saved" });
        return true;
      } catch (cause) {
        count(-1, { status: "failed", error: cause });
        // Nobody is left to see it.
        if (!isMounted.current) session.logger.error("Changes were not saved.", { error: String(cause) });
        return false;
      }
    },
    [session],
  );
  const reset = useCallback(() => setState((before) => ({ ...before, ...idle })), []);
  return [{ status: running ? "saving" : error ? "failed" : status, error }, save, reset];
}
