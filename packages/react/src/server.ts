/** What servers that render pages need; it imports nothing of React, so that server components can use it. */

export { dehydrate } from "./dehydrate.js";
export { type EntityId, entityQuery } from "./entity-query.js";
export type { InitialResults } from "./initial-results.js";
