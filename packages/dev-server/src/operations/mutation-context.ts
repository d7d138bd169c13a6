import type { SchemaRegistry } from "@ftrack-kit/core";
import type { Row } from "../store/row.js";
import type { Store } from "../store/store.js";

/** What the mutations of one request work with. */
export interface MutationContext {
  /** Changes belong inside one {@link Store.transact} per request. */
  readonly store: Store;
  /** Entity types when the request began; {@link applyMutation} follows object types made meanwhile. */
  readonly registry: SchemaRegistry;
  /** The `User` row of the caller. */
  readonly user: Row;
  /** Milliseconds since 1970, from the server's clock. */
  readonly now: () => number;
  /** A fresh UUID. */
  readonly createId: () => string;
  /** Notes rows to check at the end of the request; made by `beginMutations`. */
  readonly pending: PendingChecks;
}

/** Rows whose required attributes, references and uniqueness are checked when the request is complete. */
export interface PendingChecks {
  add(row: Row): void;
}

/**
 * What the answer to a create or update shows of an entity, for the encoder.
 *
 * The encoder adds the entity type, primary key and system projections, reads everything else from `row` and nests
 * `related` rows, whose own relation back to `row` becomes a stub.
 */
export interface EntityAnswer {
  readonly row: Row;
  /** Attributes to write, in order: supplied ones and those the server filled in. */
  readonly attributes: readonly string[];
  /** Values to write instead of the stored ones, such as a date with the precision the client gave. */
  readonly echo: Readonly<Record<string, unknown>>;
  /** Rows made along with it, by the collection of `row` that shows them. */
  readonly related: Readonly<Record<string, readonly EntityAnswer[]>>;
}

/** Data of an answer: an entity, or `true` for a delete. */
export type MutationAnswer =
  | { readonly kind: "entity"; readonly entity: EntityAnswer }
  | { readonly kind: "deleted" };
