import type { Row } from "../store/row.js";
import type { Candidates } from "./candidates.js";
import type { Compilation, Step } from "./paths.js";
import type { QuerySource } from "./query-source.js";
import { rowsOfTypes } from "./rows-of-types.js";
import type { Test, Truth } from "./truth.js";

/** Criteria, ready to be put to rows. */
export interface Condition {
  readonly test: Test;
  /**
   * Rows that include every row the test holds for, found without looking at all of them.
   *
   * Gives `undefined` when there is no such way or there are more than `limit`.
   */
  readonly candidates: (limit: number) => Candidates | undefined;
}

/** What is found at the end of a path. */
export interface Leaf extends Condition {
  /** What holds when the path breaks off because a reference is unset. */
  readonly missing: Truth;
}

/**
 * Puts the steps of a path before what is asked of its end.
 *
 * References carry an unset value through, as outer joins do; a collection asks whether one of its rows satisfies
 * the rest (wire protocol 5.4).
 */
export function compileSteps(
  { source, members, budget }: Compilation,
  steps: readonly Step[],
  targets: readonly string[],
  leaf: Leaf,
): Condition {
  let { test, missing } = leaf;
  for (const { relation, cast } of [...steps].reverse()) {
    const rest = relation.shared ? remember(test) : test;
    const { rows, single } = relation;
    const fits = cast === undefined ? () => true : (row: Row) => members.isKindOf(row, cast);
    const absent: Truth = single ? missing : false;
    test = single
      ? (row) => {
          const [target] = rows(row);
          return target && fits(target) ? rest(target) : absent;
        }
      : (row) => {
          const found = rows(row);
          budget.spend(found.length);
          return found.some((target) => fits(target) && rest(target) === true);
        };
    missing = absent;
  }
  if (steps.length === 0) return leaf;

  const candidates = (limit: number): Candidates | undefined => {
    if (leaf.missing === true || steps.some(({ relation }) => !relation.owners)) return undefined;
    const found = leaf.candidates(limit) ?? scan(source, targets, leaf.test, limit);
    return found && walkBack(steps, found.rows, limit);
  };
  return { test, candidates };
}

/** The rows at the end of a path that satisfy what is asked of it, when there are few rows of that type. */
function scan(
  source: QuerySource,
  types: readonly string[],
  test: Test,
  limit: number,
): Candidates | undefined {
  const rows = rowsOfTypes(source, types, limit);
  return rows && { rows: rows.filter((row) => test(row) === true), ordered: false };
}

/** The rows that lead to some rows along a path. */
function walkBack(steps: readonly Step[], rows: readonly Row[], limit: number): Candidates | undefined {
  let current = rows;
  let ordered = false;
  for (const { relation } of [...steps].reverse()) {
    const [first, ...others] = current;
    if (!first || !relation.owners) return { rows: [], ordered: true };
    const lists = [relation.owners(first)];
    let count = lists[0]?.length ?? 0;
    for (const row of others) {
      const owners = relation.owners(row);
      count += owners.length;
      if (count > limit * 4) return undefined;
      lists.push(owners);
    }
    // The owners of one row come from one index list, which is in order and holds each row once.
    ordered = lists.length === 1 && relation.indexed;
    current = ordered ? (lists[0] as readonly Row[]) : [...new Set(lists.flat())];
    if (current.length > limit) return undefined;
  }
  return { rows: current, ordered };
}

function remember(test: Test): Test {
  const known = new Map<Row, Truth>();
  return (row) => {
    let truth = known.get(row);
    if (truth === undefined) {
      truth = test(row);
      known.set(row, truth);
    }
    return truth;
  };
}
