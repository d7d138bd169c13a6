import type { SchemaRegistry } from "@ftrack-kit/core";
import type { ReadStore, Row } from "../store/row.js";

/** What queries read from. */
export interface QuerySource {
  readonly store: ReadStore;
  readonly registry: SchemaRegistry;
  /** The value of an attribute that rows do not hold, such as `link`; `undefined` where there is none. */
  readonly computed: (row: Row, attribute: string) => unknown;
}

/** An attribute's value: stored, or worked out; `null` when unset or when the row's type lacks it. */
export function readValue(source: QuerySource, row: Row, attribute: string): unknown {
  const stored = row[attribute];
  return stored === undefined ? (source.computed(row, attribute) ?? null) : stored;
}
