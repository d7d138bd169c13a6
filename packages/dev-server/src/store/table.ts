import type { Row } from "./row.js";

type Bucket = Row[];
type Index = Map<unknown, Bucket>;

/**
 * The rows of one family.
 *
 * Rows are replaced, never changed. Order and indexes are built on first use and kept from then on, so that loading
 * many rows costs nothing but the rows.
 */
export class Table {
  readonly #rows = new Map<string, Row>();
  readonly #keyOf: (row: Row) => string;
  readonly #indexes = new Map<string, Index>();
  #sorted: Row[] | undefined;
  /** Counts changes, so that what is derived from the rows knows when it is out of date. */
  version = 0;

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  all(): readonly Row[] {
    this.#sorted ??= [...this.#rows].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
    return this.#sorted;
  }

  by(column: string, value: unknown): readonly Row[] {
    let index = this.#indexes.get(column);
    if (!index) {
      index = new Map();
      for (const row of this.all()) bucketOf(index, row[column]).push(row);
      this.#indexes.set(column, index);
    }
    return index.get(value ?? null) ?? [];
  }

  /** Puts a row in place of the one with that key; `undefined` removes it. */
  set(key: string, next: Row | undefined): void {
    const previous = this.#rows.get(key);
    this.version++;
    if (next) this.#rows.set(key, next);
    else this.#rows.delete(key);
    if (this.#sorted) this.#exchange(this.#sorted, key, previous, next);
    for (const [column, index] of this.#indexes) {
      const before = previous?.[column] ?? null;
      const after = next?.[column] ?? null;
      if (previous && next && before === after) {
        this.#exchange(bucketOf(index, after), key, previous, next);
        continue;
      }
      if (previous) {
        const bucket = bucketOf(index, before);
        this.#exchange(bucket, key, previous, undefined);
        if (bucket.length === 0) index.delete(before);
      }
      if (next) this.#exchange(bucketOf(index, after), key, undefined, next);
    }
  }

  /** Keeps a sorted list in step with one change. */
  #exchange(list: Row[], key: string, previous: Row | undefined, next: Row | undefined): void {
    const position = this.#positionOf(list, key);
    if (previous && next) list[position] = next;
    else if (next) list.splice(position, 0, next);
    else if (previous) list.splice(position, 1);
  }

  #positionOf(list: readonly Row[], key: string): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keyOf(list[middle] as Row) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function bucketOf(index: Index, value: unknown): Bucket {
  const column = value ?? null;
  let bucket = index.get(column);
  if (!bucket) {
    bucket = [];
    index.set(column, bucket);
  }
  return bucket;
}
