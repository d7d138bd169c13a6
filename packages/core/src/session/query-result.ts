import { MultipleResultsFoundError, NoResultFoundError, QueryError } from "../errors/query-error.js";
import { printQuery } from "../query/printer.js";
import type { QueryTree } from "../query/tree.js";

/** One page as the server gave it. */
export interface QueryPage<Row> {
  readonly rows: readonly Row[];
  /** Offset of the next page; `null` when this is the last. */
  readonly next: number | null;
}

/** What a result needs of its session. */
export interface QuerySource {
  /** Reads and checks the expression, once the session is open; default projections are filled in. */
  prepare(): Promise<PreparedQuery>;
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

export interface QueryOptions {
  /** Cancels every request of this result; waiting calls reject with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Rows per request. Defaults to the session's, 500. */
  readonly pageSize?: number | undefined;
}

export interface AllOptions {
  /** Most rows expected: one more makes the call fail instead of being cut off silently. */
  readonly max?: number | undefined;
}

type FetchPage<Row> = (query: QueryTree, signal: AbortSignal | undefined) => Promise<QueryPage<Row>>;

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
    // Stops the page that is on its way when the caller leaves the loop.
    const controller = new AbortController();
    const cancel = () => controller.abort(signal?.reason);
    signal?.addEventListener("abort", cancel, { once: true });
    const request = (offset: number, remaining: number) => {
      const limit = Math.min(this.#options.pageSize, remaining);
      const page = this.#fetch({ ...tree, offset, limit }, controller.signal);
      page.catch(() => undefined);
      return page;
    };
    let offset = tree.offset ?? 0;
    let remaining = tree.limit ?? Number.POSITIVE_INFINITY;
    let coming = remaining > 0 ? request(offset, remaining) : undefined;
    try {
      while (coming) {
        const { rows, next } = await coming;
        const kept = rows.slice(0, remaining);
        remaining -= kept.length;
        // A server that does not move on would be asked for ever.
        const goOn = next !== null && next > offset && remaining > 0;
        offset = next ?? offset;
        coming = goOn ? request(offset, remaining) : undefined;
        yield kept;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      controller.abort();
    }
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
    return (await this.#fetch({ ...tree, limit }, signal)).rows.slice(0, limit);
  }

  async #text(): Promise<string> {
    return printQuery((await this.#source.prepare()).tree);
  }
}
