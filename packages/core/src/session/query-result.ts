import { OptionsError } from "../errors/options-error.js";
import { MultipleResultsFoundError, NoResultFoundError, QueryError } from "../errors/query-error.js";
import { printQuery } from "../query/printer.js";
import type { QueryTree } from "../query/tree.js";
import { type FetchPage, type QueryPage, streamPages } from "./page-stream.js";
import type { QueryPlan } from "./query-plan.js";

/** What a result needs of its session. */
export interface QuerySource {
  /** Reads and checks the expression, once the session is open; default projections are filled in. */
  prepare(): Promise<PreparedQuery>;
  /** The queries that are sent for one that does not group. */
  plan(query: QueryTree, pageSize: number, signal: AbortSignal | undefined): Promise<QueryPlan>;
  /** Rows as entities of the session, or as records where the query groups. */
  fetchPage<Row>(query: QueryTree, signal: AbortSignal | undefined): Promise<QueryPage<Row>>;
  /** Rows as plain immutable values. */
  fetchPlainPage<Row>(query: QueryTree, signal: AbortSignal | undefined): Promise<QueryPage<Row>>;
  /** Number of rows, without loading them. */
  count(query: QueryTree, signal: AbortSignal | undefined): Promise<number>;
}

export interface PreparedQuery {
  readonly tree: QueryTree;
  /** Whether rows are records of a `group by`, which come in one page. */
  readonly grouped: boolean;
}

/** How a query is run. */
export interface QueryOptions {
  /** Cancels every request of this result; waiting calls reject with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Rows per request. Defaults to the session's, 500. */
  readonly pageSize?: number | undefined;
}

/** What `all()` can be told. */
export interface AllOptions {
  /** Most rows expected: one more makes the call fail instead of being cut off silently. */
  readonly max?: number | undefined;
}

/**
 * The rows of a query, fetched when they are asked for.
 *
 * Await it for all rows, or iterate over it while later pages are on their way. Nothing is sent before.
 *
 * @example
 * const tasks = await session.query("select name from Task where bid > 8");
 * for await (const task of session.query("Task")) console.log(task.name);
 */
export class QueryResult<Row, PlainRow = unknown> implements PromiseLike<Row[]>, AsyncIterable<Row> {
  readonly #source: QuerySource;
  readonly #options: QueryOptions & { readonly pageSize: number };
  readonly #fetch: FetchPage<Row>;
  #rows: Promise<Row[]> | undefined;

  constructor(
    source: QuerySource,
    options: QueryOptions & { readonly pageSize: number },
    fetch: FetchPage<Row> = (query, signal) => source.fetchPage<Row>(query, signal),
  ) {
    checkPageSize(options.pageSize);
    this.#source = source;
    this.#options = options;
    this.#fetch = fetch;
  }

  /** Awaiting gives every row; awaiting again gives the same ones. */
  // biome-ignore lint/suspicious/noThenProperty: a result is awaitable by design.
  then<Result = Row[], Failure = never>(
    onResolve?: ((rows: Row[]) => Result | PromiseLike<Result>) | null,
    onReject?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    this.#rows ??= this.all();
    return this.#rows.then(onResolve, onReject);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    for await (const page of this.pages()) yield* page;
  }

  /**
   * Every row, from as many pages as it takes.
   *
   * @throws {@link QueryError} `query_truncated` when there are more than `max`.
   */
  async all({ max = Number.POSITIVE_INFINITY }: AllOptions = {}): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const page of this.pages()) {
      for (const row of page) rows.push(row);
      if (rows.length > max) {
        throw new QueryError("query_truncated", {
          message: `The query has more than the ${max} rows allowed; narrow it, limit it, or raise max.`,
          details: { max },
        });
      }
    }
    return rows;
  }

  /** Page after page, the next one being fetched while this one is worked on. */
  async *pages(): AsyncGenerator<Row[], void, undefined> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const { tree, grouped } = await this.#source.prepare();
    if (grouped) {
      yield [...(await this.#fetch(tree, signal)).rows];
      return;
    }
    yield* this.#pagesOf(tree, this.#options.pageSize);
  }

  /** The first row, or `null` when there is none; asks for one row only. */
  async first(): Promise<Row | null> {
    const [row] = await this.#few(1);
    return row ?? null;
  }

  /**
   * The only row.
   *
   * @throws {@link NoResultFoundError} `query_no_result` or {@link MultipleResultsFoundError}
   * `query_multiple_results`; {@link QueryError} `query_value` when the expression has a limit or an offset, which
   * would hide further rows.
   */
  async one(): Promise<Row> {
    const row = await this.maybeOne();
    if (row !== null) return row;
    const text = await this.#text();
    throw new NoResultFoundError("query_no_result", {
      message: `Expected one row and found none: ${text}`,
      details: { expression: text },
    });
  }

  /** The only row, or `null` when there is none; otherwise as {@link QueryResult.one}. */
  async maybeOne(): Promise<Row | null> {
    const { tree } = await this.#source.prepare();
    if (tree.limit !== undefined || tree.offset !== undefined) {
      throw new QueryError("query_value", {
        message: "one() and maybeOne() take no limit or offset: they would hide further rows. Use first().",
        details: { expression: printQuery(tree) },
      });
    }
    const [row, second] = await this.#few(2);
    if (second === undefined) return row ?? null;
    throw new MultipleResultsFoundError("query_multiple_results", {
      message: `Expected one row and found several: ${printQuery(tree)}`,
      details: { expression: printQuery(tree) },
    });
  }

  /** Number of rows, limit and offset considered; loads keys only. */
  async count(): Promise<number> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const { tree, grouped } = await this.#source.prepare();
    if (grouped) return (await this.#fetch(tree, signal)).rows.length;
    return this.#source.count(tree, signal);
  }

  /** The same query with plain, immutable, JSON-safe rows: for UI code and workers, without entity overhead. */
  plain(): QueryResult<PlainRow, PlainRow> {
    return new QueryResult<PlainRow, PlainRow>(this.#source, this.#options, (query, signal) =>
      this.#source.fetchPlainPage<PlainRow>(query, signal),
    );
  }

  async #few(wanted: number): Promise<readonly Row[]> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const { tree, grouped } = await this.#source.prepare();
    if (grouped) return (await this.#fetch(tree, signal)).rows.slice(0, wanted);
    const limit = Math.min(wanted, tree.limit ?? wanted);
    if (limit === 0) return [];
    const rows: Row[] = [];
    for await (const page of this.#pagesOf({ ...tree, limit }, limit)) {
      rows.push(...page);
      if (rows.length >= limit) break;
    }
    return rows;
  }

  async *#pagesOf(query: QueryTree, pageSize: number): AsyncGenerator<Row[], void, undefined> {
    const { signal } = this.#options;
    const { queries, arrangement } = await this.#source.plan(query, pageSize, signal);
    yield* streamPages(queries, this.#fetch, { pageSize, signal, arrangement });
  }

  async #text(): Promise<string> {
    return printQuery((await this.#source.prepare()).tree);
  }
}

/** @throws {@link OptionsError} `options_invalid`: pages of no rows would look like no rows at all. */
function checkPageSize(pageSize: number): void {
  if (Number.isSafeInteger(pageSize) && pageSize > 0) return;
  throw new OptionsError("options_invalid", {
    message: `Option "pageSize" must be a whole number above zero; ${String(pageSize)} was given.`,
    details: { option: "pageSize" },
  });
}
