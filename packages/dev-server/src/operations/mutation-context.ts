import type { Workspace } from "../schema/workspace.js";
import type { Row } from "../store/row.js";

/**
 * How the dispatcher makes changes.
 *
 * ```ts
 * const { result, changes } = workspace.store.transact(() => {
 *   const batch = new MutationBatch(context);          // operations/mutation-batch.ts
 *   const answers = operations.map((operation) => batch.apply(operation));
 *   batch.finish();                                    // defaults that depend on other rows, then all checks
 *   return answers;                                    // encode them only now
 * });
 * ```
 */
export interface MutationContext {
  /** Its registry follows object types that a request creates. */
  readonly workspace: Workspace;
  /** The `User` row of the caller. */
  readonly user: Row;
  /** Milliseconds since 1970, from the server's clock. */
  readonly now: () => number;
  /** A fresh UUID. */
  readonly createId: () => string;
}

/** A create, update or delete, as it arrives; whatever is wrong with it becomes an `ApiError`. */
export interface MutationOperation {
  readonly action: "create" | "update" | "delete";
  readonly [field: string]: unknown;
}

/**
 * What the answer to a create or update shows of an entity.
 *
 * The encoder adds primary key and system projections. Values come from `row`, or from `echo` where it has the
 * attribute. References are written as stubs, collections as lists of stubs.
 */
export interface EntityAnswer {
  /** Type to name: the one the client gave on create, the concrete one on update. */
  readonly entityType: string;
  /** The row as it is when asked; read it when the batch is finished. */
  readonly row: Row;
  /** Attributes to write: supplied ones and those the server filled in. Complete when the batch is finished. */
  readonly attributes: readonly string[];
  /** Values to write instead of the stored ones, such as a date with the precision the client gave. */
  readonly echo: Readonly<Record<string, unknown>>;
  /**
   * Rows made along with it, by the collection that shows them; each is written with its own attributes, and its
   * references back to `row` become stubs.
   */
  readonly related: Readonly<Record<string, readonly EntityAnswer[]>>;
}

/** Data of an answer: an entity, or `true` for a delete. */
export type MutationAnswer =
  | { readonly kind: "entity"; readonly entity: EntityAnswer }
  | { readonly kind: "deleted" };
