import type { Change, Row } from "./row.js";

/** A row as it was before it was written. */
export interface Touched {
  readonly family: string;
  readonly key: string;
  readonly before: Row | undefined;
}

/** What a transaction has written so far, in order. */
export class TransactionLog {
  readonly #touched: Touched[] = [];

  get length(): number {
    return this.#touched.length;
  }

  add(touched: Touched): void {
    this.#touched.push(touched);
  }

  /** Forgets what was written behind a mark; the last comes first. */
  takeBack(mark: number): readonly Touched[] {
    return this.#touched.splice(mark).reverse();
  }

  /** One change per row from a mark on; rows that ended as they began are left out. */
  changes(current: (family: string, key: string) => Row | undefined, mark = 0): readonly Change[] {
    const first = new Map<string, Touched>();
    for (let index = mark; index < this.#touched.length; index++) {
      const touched = this.#touched[index] as Touched;
      const name = `${touched.family}\u0000${touched.key}`;
      if (!first.has(name)) first.set(name, touched);
    }
    const changes: Change[] = [];
    for (const { family, key, before } of first.values()) {
      const after = current(family, key);
      if (before === after || (before && after && sameRow(before, after))) continue;
      changes.push({ action: before ? (after ? "update" : "remove") : "add", family, key, before, after });
    }
    return changes;
  }
}

function sameRow(left: Row, right: Row): boolean {
  for (const column of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!sameValue(left[column] ?? null, right[column] ?? null)) return false;
  }
  return true;
}

/** Whether two stored values are equal; lists of enumerator values are compared by their items. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  return left.every((item, index) => item === right[index]);
}
