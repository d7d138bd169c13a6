/**
 * One stored row.
 *
 * Columns are attribute names: scalars and foreign keys, `null` when unset. Dates are naive UTC text with second
 * precision (`2026-11-20T10:00:00`). Relations are not stored; they are resolved by `schema/relation-of.ts`.
 */
export interface Row {
  /** The concrete entity type. */
  readonly __entity_type__: string;
  readonly [column: string]: unknown;
}

/**
 * Reading side of the store. A family is the topmost base type (`Context`, `Component`, …) or a hidden link table.
 *
 * Lists follow later changes: copy one before changing rows while walking it.
 */
export interface ReadStore {
  /** Every row of a family, ordered by primary key. */
  all(family: string): readonly Row[];
  /** The row with that key; composite keys are joined in primary key order by {@link rowKey}. */
  get(family: string, key: string): Row | undefined;
  /** Rows whose column holds a value, by an index that is built on first use and kept. Ordered by primary key. */
  by(family: string, column: string, value: unknown): readonly Row[];
}

/** Joins primary key values into the key a row is stored under. */
export const rowKey = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : values.join("\u0000");

/** One change of a committed transaction. */
export interface Change {
  readonly action: "add" | "update" | "remove";
  readonly family: string;
  readonly key: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}
