import type {
  CheckedExpression,
  EntityName,
  LiveSnapshot,
  PlainRowOf,
  QueryLike,
  QueryRow,
  Session,
} from "@ftrack-kit/core";
import type { ReactElement } from "react";
import type { EntityId } from "./entity-query.js";
import type { SessionProviderProps } from "./session-provider.js";
import type { QueryStatus } from "./snapshot.js";
import type { SuspenseOption, UseLiveOptions } from "./use-result.js";
import type { SavingState } from "./use-saving.js";

/** The plain rows an expression gives. */
export type RowOf<Map, Expression extends string> = PlainRowOf<QueryRow<Map, Expression>>;

/** Rows that stay current, and how current they are. */
export interface LiveState<Row> extends LiveSnapshot<Row> {
  /** Asks for everything again; what failed is begun anew. */
  readonly refresh: () => void;
}

/** Rows as of when they were asked for. */
export interface QueryState<Row> extends Omit<LiveState<Row>, "status"> {
  readonly status: QueryStatus;
}

/** One entity that stays current. */
export interface EntityState<Row> extends Omit<LiveState<Row>, "rows"> {
  /** `null` where there is none, `undefined` while it is not known. */
  readonly row: Row | null | undefined;
}

/** How to make a change, and what became of the latest one. */
export interface Mutation<Values extends readonly unknown[]> extends SavingState {
  /** Resolves with whether the change was saved; never rejects, `error` tells why. The same function every time. */
  readonly mutate: (...values: Values) => Promise<boolean>;
  /** Forgets the last outcome. */
  readonly reset: () => void;
}

/** What is not saved yet, and how to save it. */
export interface CommitState extends SavingState {
  /** Number of recorded changes that are not sent. */
  readonly unsaved: number;
  /** Sends everything recorded; resolves with whether it was saved. After a failure it is still there. */
  readonly commit: () => Promise<boolean>;
  /** Gives up everything recorded. */
  readonly rollback: () => void;
}

/** The hooks, for sessions with an entity map. */
export interface Hooks<Map extends object> {
  /**
   * Hands a session to the hooks below it. Equal queries of a session run once, whoever shows them.
   *
   * @example
   * <SessionProvider session={session}><App /></SessionProvider>
   */
  SessionProvider(props: SessionProviderProps<Map>): ReactElement;
  /**
   * The session of the provider above.
   *
   * @throws `OptionsError` `options_missing` outside of a provider, as every hook does.
   */
  useSession(): Session<Map>;
  /**
   * The plain rows of a query as of now; {@link Hooks.useLive} keeps them current.
   *
   * @example
   * const { rows, status } = useQuery("select name from Project where status is active");
   */
  useQuery<const Expression extends string>(
    expression: QueryLike<Expression & CheckedExpression<Map, Expression>>,
    options?: SuspenseOption,
  ): QueryState<RowOf<Map, Expression>>;
  /**
   * The plain rows of a query, kept current by events; uncommitted changes show in them.
   *
   * Rows that did not change stay the same objects, so `memo` components render only what did.
   *
   * @example
   * const { rows } = useLive(ql.bind("select name, status.name from Task where project_id is {id}", { id }));
   */
  useLive<const Expression extends string>(
    expression: QueryLike<Expression & CheckedExpression<Map, Expression>>,
    options?: UseLiveOptions,
  ): LiveState<RowOf<Map, Expression>>;
  /**
   * One entity by its key, kept current.
   *
   * @param projections - Attribute paths, joined by commas.
   * @example
   * const { row } = useEntity("Task", id, "name, status.name");
   */
  useEntity<const Name extends EntityName<Map>, const Projections extends string>(
    entityType: Name,
    key: EntityId,
    projections: Projections & CheckedExpression<Map, `select ${Projections} from ${Name}`>,
    options?: UseLiveOptions,
  ): EntityState<RowOf<Map, `select ${Projections} from ${Name}`>>;
  /**
   * An edit that shows at once: live results have it before the server does, and lose it when the server refuses.
   *
   * It is sent alone, whatever else is recorded; see `session.transaction`.
   *
   * @param change - Makes the changes, synchronously.
   * @example
   * const { mutate, error } = useMutation((session, id: string, status: string) =>
   *   session.update("Task", id, { status_id: status }));
   */
  useMutation<Values extends readonly unknown[]>(
    change: (session: Session<Map>, ...values: Values) => unknown,
  ): Mutation<Values>;
  /**
   * Everything recorded in the session and not saved yet, for forms with a button to save.
   *
   * @example
   * const { unsaved, status, commit } = useCommit();
   * <button disabled={unsaved === 0 || status === "saving"} onClick={commit}>Save {unsaved}</button>
   */
  useCommit(): CommitState;
}
