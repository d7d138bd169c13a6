import { QueryError } from "../errors/query-error.js";
import { buildCriteria, combine, nowhere, readSteps } from "./condition.js";
import type { SelectedRow } from "./expression-types.js";
import type { PlainRowOf } from "./plain-row.js";
import { printQuery } from "./printer.js";
import { QueryText } from "./query-text.js";
import type { CheckedPath } from "./row-types.js";
import type { AggregateFunction, Ordering, Path, Projection, QueryTree } from "./tree.js";
import type { Where } from "./where-types.js";

/** Rows that are fetched when they are asked for; `QueryResult` of the session is one. */
export interface QueryRows<Row, Plain = unknown> extends PromiseLike<Row[]>, AsyncIterable<Row> {
  /** Every row, from as many pages as it takes. @throws `QueryError` `query_truncated` when there are more than `max`. */
  all(options?: { readonly max?: number | undefined }): Promise<Row[]>;
  /** Page after page, the next one being fetched while this one is worked on. */
  pages(): AsyncIterable<Row[]>;
  /** The first row, or `null` when there is none; asks for one row only. */
  first(): Promise<Row | null>;
  /** The only row. @throws `QueryError` `query_no_result` or `query_multiple_results`. */
  one(): Promise<Row>;
  /** The only row, or `null` when there is none. @throws `QueryError` `query_multiple_results`. */
  maybeOne(): Promise<Row | null>;
  /** Number of rows, without loading them. */
  count(): Promise<number>;
  /** The same rows as immutable plain values, for interfaces and workers. */
  plain(): QueryRows<Plain, Plain>;
}

/** What runs the queries a builder makes; the session does. */
export interface QueryRunner {
  /** The rows of a query, fetched when they are asked for. */
  runQuery<Row, Plain>(tree: QueryTree, options: QueryRunOptions): QueryRows<Row, Plain>;
}

/** How the query of a builder is run. */
export interface QueryRunOptions {
  /** Cancels every request of the result; waiting calls reject with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Rows per request. Defaults to the session's. */
  readonly pageSize?: number | undefined;
}

/** What `select` takes: a path, or an aggregate of one where the query groups. */
type CheckedProjection<
  Map,
  Name extends string,
  Given extends string,
> = Given extends `${infer Function extends AggregateFunction}(${infer Path})`
  ? `${Function}(${CheckedPath<Map, Name, Path>})`
  : CheckedPath<Map, Name, Given>;

/**
 * A query put together step by step; each step gives a new builder and leaves the old one as it was.
 *
 * It is query text, so `ql` and {@link oneOf} take it as a sub-query, and, when it comes from a session, a result:
 * await it, iterate over it or ask for `first()`.
 *
 * @example
 * const tasks = await session
 *   .from("Task")
 *   .select("name", "status.name")
 *   .where({ project: { name: "bunny" }, bid: greaterThan(8) })
 *   .orderBy("name")
 *   .limit(10);
 */
export class QueryBuilder<
    Map,
    Name extends string,
    Select extends string = never,
    Group extends string = never,
    Row = SelectedRow<Map, Name, Select, Group>,
  >
  extends QueryText
  implements QueryRows<Row, PlainRowOf<Row>>
{
  readonly tree: QueryTree;
  readonly #runner: QueryRunner | undefined;
  readonly #options: QueryRunOptions;

  constructor(tree: QueryTree, runner?: QueryRunner, options: QueryRunOptions = {}) {
    super(printQuery(tree));
    this.tree = tree;
    this.#runner = runner;
    this.#options = options;
  }

  /**
   * Adds attributes to load; `count(id)` and the like where the query groups.
   *
   * @throws {@link QueryError} `query_syntax` when a name is no path.
   */
  select<const Given extends string>(
    ...paths: readonly CheckedProjection<Map, Name, Given>[]
  ): QueryBuilder<Map, Name, Select | Given, Group> {
    const added = paths.map(parseProjection);
    return this.#with<Select | Given, Group>({ projections: [...this.tree.projections, ...added] });
  }

  /**
   * Adds criteria, which rows must fit besides those given before.
   *
   * An object's names must all fit: a value compares, a list is one of its values, `null` is none, and operators such
   * as `greaterThan` do the rest.
   *
   * @throws {@link QueryError} `query_value` for what criteria cannot hold, such as `undefined`.
   */
  where(...criteria: readonly Where<Map, Name>[]): QueryBuilder<Map, Name, Select, Group> {
    const added = criteria.map((one) => buildCriteria(one));
    return this.#with<Select, Group>({ where: combine("and", [this.tree.where, ...added]) });
  }

  /** Adds an attribute to order by; earlier ones come first. */
  orderBy<const Path extends string>(
    path: CheckedPath<Map, Name, Path>,
    direction: "asc" | "desc" = "asc",
  ): QueryBuilder<Map, Name, Select, Group> {
    const descending = direction === "desc";
    const ordering: Ordering = { kind: "ordering", path: readPath(path), descending, ...nowhere };
    return this.#with<Select, Group>({ orderBy: [...this.tree.orderBy, ordering] });
  }

  /** Groups rows by attributes; select aggregates such as `count(id)` then (wire protocol 5.9). */
  groupBy<const Path extends string>(
    ...paths: readonly CheckedPath<Map, Name, Path>[]
  ): QueryBuilder<Map, Name, Select, Group | Path> {
    return this.#with<Select, Group | Path>({ groupBy: [...this.tree.groupBy, ...paths.map(readPath)] });
  }

  /** Most rows to give. */
  limit(count: number): QueryBuilder<Map, Name, Select, Group> {
    return this.#with<Select, Group>({ limit: checkCount("limit", count) });
  }

  /** Rows to leave out at the start. */
  offset(count: number): QueryBuilder<Map, Name, Select, Group> {
    return this.#with<Select, Group>({ offset: checkCount("offset", count) });
  }

  /** The same query, to be run with other options. */
  options(options: QueryRunOptions): QueryBuilder<Map, Name, Select, Group> {
    return new QueryBuilder<Map, Name, Select, Group>(this.tree, this.#runner, {
      ...this.#options,
      ...options,
    });
  }

  /** @throws {@link QueryError} `query_syntax`: a whole query is no criteria. */
  override readCriteria(): never {
    throw new QueryError("query_syntax", {
      message: `A whole query stands where criteria belong: ${this.text}`,
    });
  }

  override readQuery(): QueryTree {
    return this.tree;
  }

  /** Awaiting gives every row. */
  // biome-ignore lint/suspicious/noThenProperty: a query is awaitable by design.
  then<Result = Row[], Failure = never>(
    onResolve?: ((rows: Row[]) => Result | PromiseLike<Result>) | null,
    onReject?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.all().then(onResolve, onReject);
  }

  [Symbol.asyncIterator](): AsyncIterator<Row> {
    return this.#run()[Symbol.asyncIterator]();
  }

  /** Every row; fails rather than cuts off when there are more than `max`. */
  async all(options?: { readonly max?: number | undefined }): Promise<Row[]> {
    return this.#run().all(options);
  }

  /** Page after page. */
  pages(): AsyncIterable<Row[]> {
    return this.#run().pages();
  }

  /** The first row, or `null` when there is none. */
  async first(): Promise<Row | null> {
    return this.#run().first();
  }

  /**
   * The only row.
   *
   * @throws {@link NoResultFoundError} or {@link MultipleResultsFoundError} when there is none, or more than one.
   */
  async one(): Promise<Row> {
    return this.#run().one();
  }

  /** The only row, or `null` when there is none. */
  async maybeOne(): Promise<Row | null> {
    return this.#run().maybeOne();
  }

  /** Number of rows. */
  async count(): Promise<number> {
    return this.#run().count();
  }

  /** The same query with plain, immutable, JSON-safe rows. */
  plain(): QueryRows<PlainRowOf<Row>, PlainRowOf<Row>> {
    return this.#run().plain();
  }

  #run(): QueryRows<Row, PlainRowOf<Row>> {
    if (this.#runner) return this.#runner.runQuery<Row, PlainRowOf<Row>>(this.tree, this.#options);
    throw new QueryError("query_value", {
      message: "This query belongs to no session. Pass it to session.query().",
    });
  }

  #with<NextSelect extends string, NextGroup extends string>(
    change: Partial<QueryTree>,
  ): QueryBuilder<Map, Name, NextSelect, NextGroup> {
    return new QueryBuilder<Map, Name, NextSelect, NextGroup>(
      { ...this.tree, ...change },
      this.#runner,
      this.#options,
    );
  }
}

/** Starts a query for entities of one type; without a runner it is text alone. */
export function createQueryBuilder<Map, Name extends string>(
  entityType: Name,
  runner?: QueryRunner,
): QueryBuilder<Map, Name> {
  return new QueryBuilder<Map, Name>(createTree(entityType), runner);
}

function createTree(entityType: string): QueryTree {
  const [step, ...more] = readSteps(entityType);
  if (step === undefined || step.cast || more.length > 0) {
    throw new QueryError("query_syntax", { message: `"${entityType}" is not the name of an entity type.` });
  }
  return {
    kind: "query",
    projections: [],
    entityType: { kind: "name", name: step.name, ...nowhere },
    where: undefined,
    groupBy: [],
    orderBy: [],
    limit: undefined,
    offset: undefined,
    ...nowhere,
  };
}

const readPath = (path: string): Path => ({ kind: "path", segments: readSteps(path), ...nowhere });

function parseProjection(text: string): Projection {
  const [, name, path = text] = /^(count|sum|avg|min|max)\((.*)\)$/s.exec(text) ?? [];
  if (name === undefined) return readPath(text);
  return { kind: "aggregate", function: name as AggregateFunction, path: readPath(path), ...nowhere };
}

function checkCount(name: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new QueryError("query_value", { message: `"${name}" takes a whole number, given ${count}.` });
}
