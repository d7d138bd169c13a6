import type { EntityType, SchemaRegistry } from "@ftrack-kit/core";
import { printTime } from "../store/dates.js";
import type { Row } from "../store/row.js";
import { RowFactory } from "../store/row-factory.js";
import type { Store } from "../store/store.js";
import type { MutationContext } from "./mutation-context.js";
import { type ReferenceColumn, referencesTo } from "./references.js";

/** A row by its place in the store. */
export interface Place {
  readonly family: string;
  readonly key: string;
}

/** A row a request has written, as it was before and as it is. */
export interface WrittenRow {
  readonly before: Row | undefined;
  readonly row: Row;
}

/** What the operations of one request share. */
export class BatchState {
  readonly context: MutationContext;
  readonly store: Store;
  /** Rows made by the request, in order. */
  readonly created: Place[] = [];
  /** Work that waits until every operation is applied, as it may need rows of later ones. */
  readonly late: (() => void)[] = [];
  /** Checks of the complete request. */
  readonly finalChecks: (() => void)[] = [];
  readonly #written = new Map<string, Place & { readonly before: Row | undefined }>();
  readonly #references = new Map<string, readonly ReferenceColumn[]>();
  #factory: { readonly registry: SchemaRegistry; readonly rows: RowFactory } | undefined;

  constructor(context: MutationContext) {
    this.context = context;
    this.store = context.workspace.store;
  }

  get registry(): SchemaRegistry {
    return this.context.workspace.registry;
  }

  /** The time of the request, as rows hold it. */
  get time(): string {
    return printTime(this.context.now());
  }

  get userId(): string {
    return String(this.context.user.id);
  }

  typeOf(row: Row): EntityType {
    return this.registry.get(row.__entity_type__);
  }

  familyOf(row: Row): string {
    return this.registry.familyOf(row.__entity_type__);
  }

  /** Columns that lead to a family, worked out once per request. */
  referencesTo(family: string): readonly ReferenceColumn[] {
    let known = this.#references.get(family);
    if (!known) {
      known = referencesTo(this.registry, family);
      this.#references.set(family, known);
    }
    return known;
  }

  /** A row with every column of its type, not stored yet. */
  make(typeName: string, values: Readonly<Record<string, unknown>>): Row {
    const { registry } = this;
    if (this.#factory?.registry !== registry) this.#factory = { registry, rows: new RowFactory(registry) };
    return this.#factory.rows.make(typeName, values);
  }

  /** The row an id of that family belongs to. */
  find(family: string, id: unknown): Row | undefined {
    return typeof id === "string" || typeof id === "number" ? this.store.get(family, String(id)) : undefined;
  }

  /** Stores a new row. */
  add(row: Row): Row {
    const family = this.familyOf(row);
    const place = { family, key: this.store.keyOf(family, row) };
    this.created.push(place);
    this.#write(place, row);
    return row;
  }

  /** Stores a row of a link table that no entity type shows; it needs no checks. */
  addHidden(family: string, columns: Readonly<Record<string, unknown>>): void {
    this.store.put(family, { __entity_type__: family, ...columns });
  }

  /** Gives a row other values; those that stay the same cost nothing. */
  change(row: Row, values: Readonly<Record<string, unknown>>): Row {
    if (Object.keys(values).every((column) => row[column] === values[column])) return row;
    const family = this.familyOf(row);
    const next = { ...row, ...values };
    this.#write({ family, key: this.store.keyOf(family, row) }, next);
    return next;
  }

  /** Rows written so far that are still there; rows written while they are walked come too. */
  *written(): Generator<WrittenRow> {
    for (const { family, key, before } of this.#written.values()) {
      const row = this.store.get(family, key);
      if (row) yield { row, before };
    }
  }

  #write(place: Place, row: Row): void {
    const name = `${place.family}\u0000${place.key}`;
    if (!this.#written.has(name)) {
      this.#written.set(name, { ...place, before: this.store.get(place.family, place.key) });
    }
    this.store.put(place.family, row);
  }
}
