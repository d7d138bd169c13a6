import type { SchemaRegistry } from "../schema/schema-registry.js";
import { quote } from "./literal.js";
import { parsePath } from "./parse-path.js";
import { printPath } from "./printer.js";
import { type Criteria, isSubquery, type Membership, type QueryTree, type Value } from "./tree.js";

/**
 * Gives a query without `select` the default projections of its type, as the Python client does, so that every
 * server answers the same. Unknown types are left alone.
 */
export function withDefaultProjections(tree: QueryTree, registry: SchemaRegistry): QueryTree {
  if (tree.projections.length > 0) return tree;
  const type = registry.find(tree.entityType.name);
  if (!type) return tree;
  const names = type.defaultProjections.length > 0 ? type.defaultProjections : type.primaryKey;
  return { ...tree, projections: names.map(parsePath) };
}

/** Selects what a query groups by, so that a row always tells which group it is, whatever the server adds by itself. */
export function withGroupProjections(tree: QueryTree): QueryTree {
  const present = new Set(tree.projections.map((one) => (one.kind === "path" ? printPath(one) : "")));
  const missing = tree.groupBy.filter((path) => !present.has(printPath(path)));
  return missing.length === 0 ? tree : { ...tree, projections: [...missing, ...tree.projections] };
}

/** The same query for another part of its rows. `undefined` removes a bound. */
export function withPaging(
  tree: QueryTree,
  paging: { readonly limit: number | undefined; readonly offset: number | undefined },
): QueryTree {
  return { ...tree, limit: paging.limit, offset: paging.offset };
}

/** Adds the primary key to the order, so that rows which tie keep their places from page to page. */
export function withStableOrder(tree: QueryTree, registry: SchemaRegistry): QueryTree {
  const type = registry.find(tree.entityType.name);
  if (!type || tree.groupBy.length > 0) return tree;
  const present = new Set(tree.orderBy.map(({ path }) => printPath(path)));
  const ties = type.primaryKey
    .filter((name) => !present.has(name))
    .map((name) => ({
      kind: "ordering" as const,
      path: parsePath(name),
      descending: false,
      start: 0,
      end: 0,
    }));
  return ties.length === 0 ? tree : { ...tree, orderBy: [...tree.orderBy, ...ties] };
}

/** How much one query may carry. */
export interface SplitOptions {
  /** Values per query. Defaults to 500. */
  readonly maxValues?: number | undefined;
  /** Bytes of the list in one query, as UTF-8. Defaults to 32,000. */
  readonly maxBytes?: number | undefined;
}

/**
 * Splits a query whose `in (…)` list is too long for one request into several with shorter lists.
 *
 * Only a list that every row must be in can be split: one that stands alone or is joined by `and`. Values given
 * twice are kept once, so that no row comes twice, unless the list's path crosses a collection: merge by identity
 * then. Each part keeps the order; bounds become one `limit` that covers them, to be applied again to the merged
 * rows.
 *
 * @returns The query alone when nothing needs to be, or can be, split.
 */
export function splitQuery(tree: QueryTree, options: SplitOptions = {}): readonly QueryTree[] {
  const { maxValues = 500, maxBytes = 32_000 } = options;
  const aggregates = tree.groupBy.length > 0 || tree.projections.some(({ kind }) => kind === "aggregate");
  const longest = tree.where === undefined || aggregates ? undefined : findLongestList(tree.where);
  if (longest === undefined) return [tree];
  const chunks = chunk(longest.values, maxValues, maxBytes);
  if (chunks.length < 2) return [tree];
  const limit = tree.limit === undefined ? undefined : tree.limit + (tree.offset ?? 0);
  return chunks.map((values) => ({
    ...tree,
    where: replace(tree.where as Criteria, longest, { ...longest, values }),
    offset: undefined,
    limit,
  }));
}

type ListMembership = Membership & { readonly values: readonly Value[] };

function findLongestList(criteria: Criteria): ListMembership | undefined {
  if (criteria.kind === "in" && !criteria.negated && !isSubquery(criteria.values)) {
    return criteria as ListMembership;
  }
  if (criteria.kind !== "and") return undefined;
  let longest: ListMembership | undefined;
  for (const operand of criteria.operands) {
    const found = findLongestList(operand);
    if (found && found.values.length > (longest?.values.length ?? 0)) longest = found;
  }
  return longest;
}

function replace(criteria: Criteria, from: Criteria, to: Criteria): Criteria {
  if (criteria === from) return to;
  if (criteria.kind !== "and") return criteria;
  return { ...criteria, operands: criteria.operands.map((operand) => replace(operand, from, to)) };
}

function chunk(values: readonly Value[], maxValues: number, maxBytes: number): Value[][] {
  const encoder = new TextEncoder();
  const unique = new Map(values.map((value) => [value.quoted ? quote(value.text) : value.text, value]));
  const chunks: Value[][] = [];
  let current: Value[] = [];
  let bytes = 0;
  for (const value of unique.values()) {
    const size = encoder.encode(value.source).length + 2;
    if (current.length > 0 && (current.length >= maxValues || bytes + size > maxBytes)) {
      chunks.push(current);
      current = [];
      bytes = 0;
    }
    current.push(value);
    bytes += size;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}
