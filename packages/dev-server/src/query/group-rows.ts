import type { QueryAggregate, QueryPath, QueryTree } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import type { Row } from "../store/row.js";
import { createCompilation, type EvaluateOptions, findRows } from "./evaluate.js";
import { compareSortable, toSortable } from "./ordering.js";
import { compilePathValues } from "./path-values.js";
import { type Compilation, resolvePath } from "./paths.js";
import type { QuerySource } from "./query-source.js";
import { encodeValue } from "./values.js";

/** Types rows of which can be grouped (wire protocol 4.4). */
const groupable: ReadonlySet<string> = new Set([
  "Asset",
  "AssetVersion",
  "CalendarEvent",
  "Component",
  "Context",
  "CustomAttributeValue",
  "ComponentLocation",
  "Event",
  "List",
  "Note",
]);

/** A row of a grouped query: plain values, no entity. */
export type GroupRow = Readonly<Record<string, unknown>>;

interface Group {
  readonly values: readonly unknown[];
  readonly rows: Row[];
}

/** Whether a query asks for groups rather than entities. */
export const isGrouped = ({ groupBy, projections }: QueryTree): boolean =>
  groupBy.length > 0 || projections.some(({ kind }) => kind === "aggregate");

/**
 * Evaluates a query with `group by` or functions, one row per group (wire protocol 5.9).
 *
 * @throws {@link ApiError} `ServerError` for types that cannot be grouped and projections that are no part of a group.
 */
export function groupRows(
  source: QuerySource,
  tree: QueryTree,
  options: EvaluateOptions,
): { readonly rows: readonly GroupRow[]; readonly next: number | null } {
  const type = tree.entityType.name;
  const compilation = createCompilation(source, tree, options);
  const { metadata } = source.registry.get(type).schema;
  if (metadata?.group_by !== true && !groupable.has(source.registry.familyOf(type))) {
    throw new ApiError("ServerError", `${type} cannot be grouped.`);
  }
  // What is grouped by is part of every row, selected or not.
  const selected = new Set(tree.projections.flatMap((one) => (one.kind === "path" ? [textOf(one)] : [])));
  const unselected = tree.groupBy.filter((path) => !selected.has(textOf(path)));
  const columns = [...tree.projections, ...unselected].map((one) => createColumn(compilation, tree, one));
  const groups = collectGroups(compilation, tree, findRows(source, { ...tree, orderBy: [] }, options));
  const sorted = sortGroups(groups, tree);
  const { offset = 0, limit = Number.POSITIVE_INFINITY } = tree;
  const end = offset + limit;
  const rows = sorted
    .slice(offset, end)
    .map((group) => Object.fromEntries(columns.map(({ name, read }) => [name, read(group)])));
  return { rows, next: limit > 0 && sorted.length > end ? end : null };
}

interface Column {
  readonly name: string;
  readonly read: (group: Group) => unknown;
}

function createColumn(
  compilation: Compilation,
  { entityType, groupBy }: QueryTree,
  projection: QueryPath | QueryAggregate,
): Column {
  const types = [entityType.name];
  if (projection.kind === "aggregate") {
    const values = compilePathValues(compilation, types, projection.path);
    const encode = createEncode(compilation, types, projection.path);
    const name = `${projection.function}_${textOf(projection.path).replaceAll(".", "_")}`;
    return {
      name,
      read: ({ rows }) => {
        const present = rows.flatMap((row) => values(row)).filter((value) => value !== null);
        return encode(aggregate(projection.function, present));
      },
    };
  }
  const name = textOf(projection);
  const index = groupBy.findIndex((path) => textOf(path) === name);
  if (index < 0) throw new ApiError("ServerError", `"${name}" is neither grouped by nor inside a function.`);
  const encode = createEncode(compilation, types, projection);
  return { name, read: ({ values }) => encode(values[index]) };
}

function createEncode(
  compilation: Compilation,
  types: readonly string[],
  path: QueryPath,
): (value: unknown) => unknown {
  const { scalar } = resolvePath(compilation, types, path);
  return (value) => (scalar ? encodeValue(scalar.attribute, value) : value);
}

/** A row belongs to one group per combination of the values its paths lead to. */
function collectGroups(compilation: Compilation, tree: QueryTree, rows: readonly Row[]): Group[] {
  const paths = tree.groupBy.map((path) => compilePathValues(compilation, [tree.entityType.name], path));
  const groups = new Map<string, Group>();
  if (paths.length === 0) return [{ values: [], rows: [...rows] }];
  for (const row of rows) {
    let combinations: unknown[][] = [[]];
    for (const values of paths) {
      const distinct = [...new Set(values(row))];
      combinations = combinations.flatMap((before) => distinct.map((value) => [...before, value]));
      compilation.budget.spend(combinations.length);
    }
    for (const values of combinations) {
      const key = JSON.stringify(values);
      const group = groups.get(key);
      if (group) group.rows.push(row);
      else groups.set(key, { values, rows: [row] });
    }
  }
  return [...groups.values()];
}

/** By the keys that `order by` names, then by all of them, so that pages are stable. */
function sortGroups(groups: readonly Group[], { groupBy, orderBy }: QueryTree): readonly Group[] {
  const names = groupBy.map(textOf);
  const keys = orderBy.flatMap(({ path, descending }) => {
    const index = names.indexOf(textOf(path));
    if (index < 0) throw new ApiError("ServerError", `"${textOf(path)}" is not grouped by.`);
    return [{ index, descending }];
  });
  const order = [...keys, ...names.map((_, index) => ({ index, descending: false }))];
  return [...groups].sort((a, b) => {
    for (const { index, descending } of order) {
      const difference = compareSortable(toSortable(a.values[index]), toSortable(b.values[index]));
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}

function aggregate(name: QueryAggregate["function"], values: readonly unknown[]): unknown {
  if (name === "count") return values.length;
  if (values.length === 0) return null;
  if (name === "sum" || name === "avg") {
    const sum = values.reduce<number>((total, value) => total + (Number(value) || 0), 0);
    return name === "sum" ? sum : sum / values.length;
  }
  const sign = name === "min" ? -1 : 1;
  return values.reduce((best, value) =>
    compareSortable(toSortable(value), toSortable(best)) * sign > 0 ? value : best,
  );
}

const textOf = (path: QueryPath): string => path.segments.map(({ name }) => name).join(".");
