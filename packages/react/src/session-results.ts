import type { LiveOptions, Session } from "@ftrack-kit/core";
import { queryOnce } from "./once-query.js";
import { type SharedResult, shareResult } from "./shared-result.js";

export type ResultKind = "live" | "query";

/**
 * The results of each session that are shown, so that equal queries run once.
 *
 * Kept by session rather than by provider: React throws the state of a tree away that suspends before it was
 * mounted, and would ask for the same rows for ever.
 */
const bySession = new WeakMap<Session, Map<string, SharedResult>>();

export function sharedResult(
  session: Session,
  kind: ResultKind,
  expression: string,
  options: LiveOptions = {},
): SharedResult {
  const results = bySession.get(session) ?? new Map<string, SharedResult>();
  bySession.set(session, results);
  const key = kind + JSON.stringify(options) + expression;
  const known = results.get(key);
  if (known) return known;
  const result = shareResult(
    () => (kind === "live" ? session.live(expression, options) : queryOnce(session, expression)),
    () => {
      if (results.get(key) === result) results.delete(key);
    },
  );
  results.set(key, result);
  return result;
}
