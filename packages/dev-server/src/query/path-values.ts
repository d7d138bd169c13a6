import type { QueryPath } from "@ftrack-kit/core";
import type { Row } from "../store/row.js";
import { keyOf } from "./members.js";
import { type Compilation, resolvePath } from "./paths.js";
import { readValue } from "./query-source.js";

/**
 * Compiles what a path leads to from a row: every value behind collections, and `null` where a reference is unset.
 *
 * A path that ends in a relation gives the keys of the rows it leads to.
 *
 * @throws {@link ApiError} `ParseError` when a step does not exist.
 */
export function compilePathValues(
  compilation: Compilation,
  types: readonly string[],
  path: QueryPath,
): (row: Row) => readonly unknown[] {
  const { source, members, budget } = compilation;
  const { steps, scalar } = resolvePath(compilation, types, path);
  const read = (row: Row): unknown => (scalar ? readValue(source, row, scalar.name) : keyOf(source, row));
  if (steps.length === 0) return (row) => [read(row)];
  return (start) => {
    let rows: readonly Row[] = [start];
    for (const { relation, cast } of steps) {
      const next = rows.flatMap((row) => relation.rows(row));
      budget.spend(next.length);
      rows = cast === undefined ? next : next.filter((row) => members.isKindOf(row, cast));
    }
    return rows.length === 0 ? [null] : rows.map(read);
  };
}
