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
  const entries: Entry[] = rows.map((row, index) => ({
    row,
    index,
    values: keys.map(({ value }) => toSortable(value(row))),
  }));
  const compare = (a: Entry, b: Entry): number => {
    for (let index = 0; index < keys.length; index++) {
      const difference = compareSortable(a.values[index] ?? null, b.values[index] ?? null);
      if (difference !== 0) return keys[index]?.descending ? -difference : difference;
    }
    return a.index - b.index;
  };
  return takeSmallest(entries, compare, wanted).map(({ row }) => row);
}

interface Entry {
  readonly row: Row;
  readonly index: number;
  readonly values: readonly Sortable[];
}

/** Sorts in batches and keeps only what can still be among the first. */
function takeSmallest<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
  wanted: number,
): Item[] {
  const batch = Math.max(1_000, wanted * 2);
  if (items.length <= batch) return [...items].sort(compare).slice(0, wanted);
  let kept: Item[] = [];
  let threshold: Item | undefined;
  for (const item of items) {
    if (threshold !== undefined && compare(item, threshold) > 0) continue;
    kept.push(item);
    if (kept.length < batch) continue;
    kept = kept.sort(compare).slice(0, wanted);
    threshold = kept[wanted - 1];
  }
  return kept.sort(compare).slice(0, wanted);
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
