import type { Session, StandardEntityMap } from "@ftrack-kit/core";
import { useCallback, useEffect, useState } from "react";
import { entityQuery } from "./entity-query.js";
import type { Hooks } from "./hooks.js";
import { SessionProvider as Provider, useProvided } from "./session-provider.js";
import { useResult } from "./use-result.js";
import { useSaving } from "./use-saving.js";

type Standard = Hooks<StandardEntityMap>;

/** Hands a session to the hooks below it. See {@link Hooks.SessionProvider}. */
export const SessionProvider = Provider as Standard["SessionProvider"];

/** The session of the provider above. See {@link Hooks.useSession}. */
export const useSession: Standard["useSession"] = () => useProvided().session;

/** The plain rows of a query as of now. See {@link Hooks.useQuery}. */
export const useQuery = ((expression, options = {}) =>
  useResult("query", expression, options)) as Standard["useQuery"];

/** The plain rows of a query, kept current by events. See {@link Hooks.useLive}. */
export const useLive = ((expression, options = {}) =>
  useResult("live", expression, options)) as Standard["useLive"];

/** One entity by its key, kept current. See {@link Hooks.useEntity}. */
export const useEntity = ((entityType, key, projections, options = {}) => {
  const { rows, ...rest } = useResult("live", entityQuery(entityType, key, projections), options);
  return { row: rest.updatedAt === undefined ? undefined : (rows[0] ?? null), ...rest };
}) as Standard["useEntity"];

/** An edit that shows at once, and is taken back when the server refuses it. See {@link Hooks.useMutation}. */
export const useMutation: Standard["useMutation"] = <Values extends readonly unknown[]>(
  change: (session: Session<StandardEntityMap>, ...values: Values) => unknown,
) => {
  const session = useSession();
  const [state, mutate, reset] = useSaving(session, (...values: Values) =>
    session.transaction(() => change(session, ...values)),
  );
  return { ...state, mutate, reset };
};

/** Everything recorded in the session and not saved yet, and how to save it. See {@link Hooks.useCommit}. */
export const useCommit: Standard["useCommit"] = () => {
  const session = useSession();
  const [state, commit] = useSaving(session, () => session.commit());
  const [unsaved, setUnsaved] = useState(0);
  useEffect(() => session.onLocalChange(() => setUnsaved(session.recordedOperations.length)), [session]);
  const rollback = useCallback(() => session.rollback(), [session]);
  return { ...state, unsaved, commit, rollback };
};

/**
 * The same hooks, typed by the entity map of a workspace, as `ftrack-kit generate` writes one.
 *
 * @example
 * export const { SessionProvider, useLive, useMutation } = typedHooks<StudioEntityMap>();
 */
export function typedHooks<Map extends object>(): Hooks<Map> {
  const hooks: Standard = {
    SessionProvider,
    useSession,
    useQuery,
    useLive,
    useEntity,
    useMutation,
    useCommit,
  };
  return hooks as unknown as Hooks<Map>;
}
