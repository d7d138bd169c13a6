import { joinKey } from "../codec/reference.js";
import { isKeyed } from "../query/literal.js";
import { parsePath } from "../query/parse-path.js";
import { parseCriteria } from "../query/parser.js";
import { printPath } from "../query/printer.js";
import { splitQuery, withStableOrder } from "../query/transform.js";
import type { Path, QueryTree } from "../query/tree.js";
import type { EntityType } from "../schema/entity-type.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { type Arrangement, EachOnce, type Identify, InOrder } from "./arrangement.js";
import { keyCriteria } from "./key-queries.js";
import { type FetchPage, streamPages } from "./page-stream.js";

/** Keys are small, so they are read by the thousand. */
export const keysPerPage = 5_000;

/** The queries that together give the rows of one. */
export interface QueryPlan {
  readonly queries: readonly QueryTree[];
  readonly arrangement?: Arrangement | undefined;
}

export interface PlanOptions {
  readonly registry: SchemaRegistry;
  readonly pageSize: number;
  readonly signal: AbortSignal | undefined;
  /** Reads rows as plain values. */
  readonly fetchPlain: FetchPage<unknown>;
}

/**
 * Decides how the rows of a query are asked for.
 *
 * Mostly the query itself does. One whose `in (…)` list is too long is split. Without an order its parts follow one
 * another. With one, only the keys and what orders them are read at first; they are put in order here, as servers do
 * it (unset values first, text without regard to case), and the rows are then fetched page by page.
 */
export async function planQuery(query: QueryTree, options: PlanOptions): Promise<QueryPlan> {
  const { registry, pageSize } = options;
  const parts = splitQuery(query);
  if (parts.length === 1) {
    const mayPage = (query.limit ?? Number.POSITIVE_INFINITY) > pageSize;
    // Rows that tie could otherwise change places between two pages and be missed.
    return { queries: [mayPage && query.orderBy.length > 0 ? withStableOrder(query, registry) : query] };
  }
  const type = registry.get(query.entityType.name);
  const identify = createIdentify(type);
  if (query.orderBy.length === 0) return { queries: parts, arrangement: new EachOnce(identify, query) };
  const keys = await readKeysInOrder(query, parts, type, options);
  const queries = chunk(keys, pageSize).flatMap((page) =>
    keyCriteria(type, page).map((criteria) => ({
      ...query,
      where: parseCriteria(criteria),
      orderBy: [],
      offset: undefined,
      limit: undefined,
    })),
  );
  return { queries, arrangement: new InOrder(identify, keys) };
}

/** Reads the key of a row, be it an entity or a plain value. */
export function createIdentify({ primaryKey }: EntityType): Identify {
  return (row) =>
    joinKey(isKeyed(row) ? row.$key : primaryKey.map((name) => (row as Record<string, unknown>)[name]));
}

async function readKeysInOrder(
  { orderBy, offset, limit }: QueryTree,
  parts: readonly QueryTree[],
  type: EntityType,
  { fetchPlain, registry, signal }: PlanOptions,
): Promise<string[]> {
  const paths = [...type.primaryKey.map(parsePath), ...orderBy.map(({ path }) => path)];
  const projections = [...new Map(paths.map((path) => [printPath(path), path])).values()];
  const queries = parts.map((part) => ({ ...withStableOrder(part, registry), projections }));
  const identify = createIdentify(type);
  const found = new Map<string, readonly Sortable[]>();
  for await (const rows of streamPages(queries, fetchPlain, { pageSize: keysPerPage, signal })) {
    for (const row of rows) {
      const values = orderBy.map(({ path }) => toSortable(valueAt(row, path)));
      found.set(identify(row), values);
    }
  }
  const start = offset ?? 0;
  return [...found]
    .sort(([leftKey, left], [rightKey, right]) => {
      for (const [index, { descending }] of orderBy.entries()) {
        const difference = compare(left[index] ?? null, right[index] ?? null);
        if (difference !== 0) return descending ? -difference : difference;
      }
      return compare(leftKey, rightKey);
    })
    .slice(start, limit === undefined ? undefined : start + limit)
    .map(([key]) => key);
}

type Sortable = string | number | null;

function valueAt(row: unknown, { segments }: Path): unknown {
  let value = row;
  for (const { name } of segments) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function toSortable(value: unknown): Sortable {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  return (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase();
}

function compare(left: Sortable, right: Sortable): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
  return left < right ? -1 : 1;
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
