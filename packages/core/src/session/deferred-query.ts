import type { QueryTree } from "../query/tree.js";
import type { QueryPage } from "./page-stream.js";
import type { QueryPlan } from "./query-plan.js";
import type { PreparedQuery, QuerySource } from "./query-result.js";

/** A query whose source is made when its result is first asked for: reading text takes the engine. */
export class DeferredQuery implements QuerySource {
  readonly #make: () => Promise<QuerySource>;
  #source: Promise<QuerySource> | undefined;

  constructor(make: () => Promise<QuerySource>) {
    this.#make = make;
  }

  async prepare(): Promise<PreparedQuery> {
    return (await this.#open()).prepare();
  }

  async plan(query: QueryTree, pageSize: number, signal: AbortSignal | undefined): Promise<QueryPlan> {
    return (await this.#open()).plan(query, pageSize, signal);
  }

  async fetchPage<Row>(query: QueryTree, signal: AbortSignal | undefined): Promise<QueryPage<Row>> {
    return (await this.#open()).fetchPage(query, signal);
  }

  async fetchPlainPage<Row>(query: QueryTree, signal: AbortSignal | undefined): Promise<QueryPage<Row>> {
    return (await this.#open()).fetchPlainPage(query, signal);
  }

  async count(query: QueryTree, signal: AbortSignal | undefined): Promise<number> {
    return (await this.#open()).count(query, signal);
  }

  /** A source that could not be made is tried again by the next call. */
  #open(): Promise<QuerySource> {
    this.#source ??= this.#make().catch((error: unknown) => {
      this.#source = undefined;
      throw error;
    });
    return this.#source;
  }
}
