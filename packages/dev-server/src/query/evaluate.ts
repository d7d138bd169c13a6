import type { QueryTree } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import type { Row } from "../store/row.js";
import type { Budget } from "./budget.js";
import type { Candidates } from "./candidates.js";
import { compileCriteria } from "./conditions.js";
import { inKeyOrder, keyOf, Members } from "./members.js";
import { type SortKey, sortRows } from "./ordering.js";
import { compilePathValues } from "./path-values.js";
import type { Compilation } from "./paths.js";
import type { QuerySource } from "./query-source.js";

export interface EvaluateOptions {
  readonly budget: Budget;
  /** A further condition on every row, as `search` adds. */
  readonly filter?: ((row: Row) => boolean) | undefined;
  /** Unknown names in `order by` are refused rather than skipped (wire protocol 5.11). */
  readonly strict?: boolean | undefined;
}

/** The rows of a page. */
export interface Page {
  readonly rows: readonly Row[];
  /** Offset of the first row behind the page; `null` when there is none (wire protocol 2.1). */
  readonly next: number | null;
}

/**
 * Finds the rows of a query: all of them, or one page when it has a limit.
 *
 * @throws {@link ApiError} `ParseError` on unknown types and attributes, `ValidationError` on values that do not fit.
 */
export function evaluateQuery(source: QuerySource, tree: QueryTree, options: EvaluateOptions): Page {
  const { offset = 0, limit } = tree;
  if (limit === undefined) return { rows: findRows(source, tree, options).slice(offset), next: null };
  if (limit === 0) return { rows: findRows(source, tree, options, 0), next: null };
  const end = offset + limit;
  const rows = findRows(source, tree, options, end + 1);
  return { rows: rows.slice(offset, end), next: rows.length > end ? end : null };
}

/**
 * The rows a query holds for, in order, without regard to its limit and offset.
 *
 * @param wanted - The first so many suffice.
 */
export function findRows(
  source: QuerySource,
  tree: QueryTree,
  options: EvaluateOptions,
  wanted = Number.POSITIVE_INFINITY,
): readonly Row[] {
  const type = tree.entityType.name;
  const compilation = createCompilation(source, tree, options);
  const condition = tree.where && compileCriteria(compilation, [type], tree.where);
  const keys = sortKeys(compilation, tree, options.strict ?? false);
  if (wanted === 0) return [];

  const { registry, store } = source;
  const family = registry.familyOf(type);
  const everything = store.all(family);
  // Beyond half of the rows, looking at each of them in order is cheaper than collecting and sorting.
  const candidates = condition?.candidates(Math.max(100, everything.length / 2));
  const pool = candidates ? inOrder(compilation, candidates, type) : poolOf(source, type, everything);

  const { budget, filter } = options;
  const { members } = compilation;
  const isMixed = candidates !== undefined || (pool === everything && family !== type);
  const enough = keys.length === 0 ? wanted : Number.POSITIVE_INFINITY;
  const found: Row[] = [];
  for (const row of pool) {
    if (found.length >= enough) break;
    budget.spend();
    if (isMixed && !members.isKindOf(row, type)) continue;
    if ((!condition || condition.test(row) === true) && (!filter || filter(row))) found.push(row);
  }
  return keys.length === 0 ? found : sortRows(found, keys, wanted);
}

/**
 * Prepares what compiling the parts of a query needs.
 *
 * @throws {@link ApiError} `ParseError` when the entity type does not exist.
 */
export function createCompilation(
  source: QuerySource,
  tree: QueryTree,
  { budget }: EvaluateOptions,
): Compilation {
  const { name } = tree.entityType;
  if (!source.registry.has(name)) throw new ApiError("ParseError", `There is no entity type "${name}".`);
  const compilation: Compilation = {
    source,
    members: new Members(source),
    budget,
    subqueryValues: (subquery) => subqueryValues(source, subquery, budget),
  };
  return compilation;
}

function subqueryValues(source: QuerySource, tree: QueryTree, budget: Budget): readonly unknown[] {
  const { rows } = evaluateQuery(source, tree, { budget });
  const [projection] = tree.projections;
  if (!projection) return rows.map((row) => keyOf(source, row));
  if (projection.kind === "aggregate") {
    throw new ApiError("ParseError", "A sub-query gives the values of an attribute, not of a function.");
  }
  const compilation = createCompilation(source, tree, { budget });
  const values = compilePathValues(compilation, [tree.entityType.name], projection);
  return rows.flatMap((row) => values(row)).filter((value) => value !== null);
}

/** Rows that hold all of a type, in primary key order: an index knows those of a type without subtypes. */
function poolOf({ registry, store }: QuerySource, type: string, everything: readonly Row[]): readonly Row[] {
  const family = registry.familyOf(type);
  const isLeaf = family !== type && registry.subtypesOf(type).length === 0;
  return isLeaf ? store.by(family, "__entity_type__", type) : everything;
}

function inOrder({ source, members }: Compilation, candidates: Candidates, type: string): readonly Row[] {
  if (candidates.ordered) return candidates.rows;
  return inKeyOrder(
    source,
    candidates.rows.filter((row) => members.isKindOf(row, type)),
  );
}

function sortKeys(compilation: Compilation, { entityType, orderBy }: QueryTree, strict: boolean): SortKey[] {
  return orderBy.flatMap(({ path, descending }) => {
    try {
      const values = compilePathValues(compilation, [entityType.name], path);
      return [{ value: (row: Row) => values(row)[0], descending }];
    } catch (error) {
      if (strict) throw error;
      return [];
    }
  });
}
