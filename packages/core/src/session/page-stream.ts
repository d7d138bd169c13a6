import type { QueryTree } from "../query/tree.js";
import type { Arrangement } from "./arrangement.js";

/** One page as the server gave it. */
export interface QueryPage<Row> {
  readonly rows: readonly Row[];
  /** Offset of the next page; `null` when this is the last. */
  readonly next: number | null;
}

export type FetchPage<Row> = (query: QueryTree, signal: AbortSignal | undefined) => Promise<QueryPage<Row>>;

export interface PageStreamOptions {
  /** Rows per request. */
  readonly pageSize: number;
  readonly signal: AbortSignal | undefined;
  /** What becomes of the rows of several queries. */
  readonly arrangement?: Arrangement | undefined;
}

/** A page that was asked for. */
interface Coming<Row> {
  readonly run: number;
  readonly offset: number;
  /** Most rows the query may still give, this page included. */
  readonly remaining: number;
  readonly page: Promise<QueryPage<Row>>;
}

/**
 * The pages of queries, one query after the other, the next page being fetched while this one is worked on.
 *
 * Leaving the loop stops the page that is on its way.
 */
export async function* streamPages<Row>(
  queries: readonly QueryTree[],
  fetch: FetchPage<Row>,
  { pageSize, signal, arrangement }: PageStreamOptions,
): AsyncGenerator<Row[], void, undefined> {
  const controller = new AbortController();
  const cancel = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", cancel, { once: true });

  const request = (run: number, offset: number, remaining: number): Coming<Row> | undefined => {
    const query = queries[run];
    if (!query) return undefined;
    if (remaining === 0) return begin(run + 1);
    const page = fetch({ ...query, offset, limit: Math.min(pageSize, remaining) }, controller.signal);
    page.catch(() => undefined);
    return { run, offset, remaining, page };
  };
  const begin = (run: number) =>
    request(run, queries[run]?.offset ?? 0, queries[run]?.limit ?? Number.POSITIVE_INFINITY);

  try {
    let coming = begin(0);
    while (coming) {
      signal?.throwIfAborted();
      const { run, offset, remaining, page } = coming;
      const { rows, next } = await page;
      const given = rows.slice(0, remaining);
      const kept = arrangement?.take(given) ?? given;
      // A server that does not move on would be asked for ever.
      const movesOn = next !== null && next > offset;
      if (arrangement?.done) coming = undefined;
      else coming = movesOn ? request(run, next, remaining - given.length) : begin(run + 1);
      if (kept.length > 0 || !arrangement) yield kept;
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    controller.abort();
  }
}
