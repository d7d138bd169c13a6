import type { Row } from "../store/row.js";

/** One key to sort by. */
export interface SortKey {
  readonly value: (row: Row) => unknown;
  readonly descending: boolean;
}

/** `null`, numbers and folded text, in that order. */
export type Sortable = string | number | null;

/**
 * Sorts by several keys; rows that are equal in all of them stay in the order they came in.
 *
 * Unset values come first, text is ordered without regard to case (wire protocol 5.7).
 *
 * @param wanted - The first so many suffice; the others are left out, which is faster.
 */
export function sortRows(
  rows: readonly Row[],
  keys: readonly SortKey[],
  wanted = Number.POSITIVE_INFINITY,
): Row[] {
  const valuesOf = (row: Row): Sortable[] => keys.map(({ value }) => toSortable(value(row)));
  const compareValue = (index: number, a: Sortable, b: Sortable): number => {
    const difference = compareSortable(a, b);
    return keys[index]?.descending ? -difference : difference;
  };
  const compare = (a: Entry, b: Entry): number => {
    for (let index = 0; index < keys.length; index++) {
      const difference = compareValue(index, a.values[index] ?? null, b.values[index] ?? null);
      if (difference !== 0) return difference;
    }
    return a.index - b.index;
  };

  const [first] = keys;
  const most = Math.max(1_000, wanted * 2);
  let kept: Entry[] = [];
  // Once enough rows are kept, those that sort behind the last of them are passed over unread.
  let last: Entry | undefined;
  rows.forEach((row, index) => {
    if (last && first && compareValue(0, toSortable(first.value(row)), last.values[0] ?? null) > 0) return;
    kept.push({ row, index, values: valuesOf(row) });
    if (kept.length < most) return;
    kept = kept.sort(compare).slice(0, wanted);
    last = kept[wanted - 1];
  });
  return kept
    .sort(compare)
    .slice(0, wanted)
    .map(({ row }) => row);
}

interface Entry {
  readonly row: Row;
  readonly index: number;
  readonly values: readonly Sortable[];
}

export function toSortable(value: unknown): Sortable {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase();
}

export function compareSortable(a: Sortable, b: Sortable): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : 1;
}
