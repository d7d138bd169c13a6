/** React hooks over a session: queries, results that stay current, and edits that show at once. */

// Entities
export type { EntityId } from "./entity-query.js";
// Hooks
export type {
  CommitState,
  EntityState,
  Hooks,
  LiveState,
  Mutation,
  QueryState,
  RowOf,
} from "./hooks.js";
// Rows that came with the page
export type { InitialResults } from "./initial-results.js";
// TanStack Query
export { type QueryOptionsOf, queryOptions } from "./query-options.js";
export type { SessionProviderProps } from "./session-provider.js";
export type { QueryStatus } from "./snapshot.js";
export {
  SessionProvider,
  typedHooks,
  useCommit,
  useEntity,
  useLive,
  useMutation,
  useQuery,
  useSession,
} from "./standard-hooks.js";
export type { SuspenseOption, UseLiveOptions } from "./use-result.js";
export type { SavingState } from "./use-saving.js";
