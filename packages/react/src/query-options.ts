import type { CheckedExpression, PlainRowOf, QueryLike, QueryRow, Session } from "@ftrack-kit/core";

/** What `useQuery`, `useSuspenseQuery` and `fetchQuery` of TanStack Query take. */
export interface QueryOptionsOf<Row> {
  readonly queryKey: readonly ["ftrack-kit", serverUrl: string, expression: string];
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<readonly Row[]>;
}

/**
 * Options for TanStack Query: its cache keeps the plain rows, and cancels what nobody waits for.
 *
 * The key does not name the user: give each user a `QueryClient`, as usual.
 *
 * @example
 * const { data } = useQuery(queryOptions(session, 'select name from Task where project.name is "bunny"'));
 */
export function queryOptions<Map extends object, const Expression extends string>(
  session: Session<Map>,
  expression: QueryLike<Expression & CheckedExpression<Map, Expression>>,
): QueryOptionsOf<PlainRowOf<QueryRow<Map, Expression>>> {
  return {
    queryKey: ["ftrack-kit", session.serverUrl, String(expression)],
    queryFn: ({ signal }) => session.query<Expression>(expression, { signal }).plain().all(),
  };
}
