import type { CollectionChange, PairChange } from "../entity/entity-host.js";

interface RecordedBase {
  /** Same for every operation on one entity: the family of its type and its key. */
  readonly identity: string;
  readonly entityType: string;
  /** Primary key values in the order of the schema. */
  readonly entityKey: readonly string[];
}

/** An entity was created. */
export interface RecordedCreate extends RecordedBase {
  readonly kind: "create";
  /** Values by attribute, as they travel. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** An attribute was changed. */
export interface RecordedUpdate extends RecordedBase {
  readonly kind: "update";
  readonly attribute: string;
  /** What a later operation must share to take the place of this one; a reference has that of its foreign key. */
  readonly slot: string;
  /** Values as they travel. */
  readonly before: unknown;
  readonly after: unknown;
  /** What `after` is: a value, a {@link CollectionChange} or a {@link PairChange}. */
  readonly change: "value" | "members" | "pair";
}

/** An entity was deleted. */
export interface RecordedDelete extends RecordedBase {
  readonly kind: "delete";
}

/** One entry of a session's log of what the next commit sends. */
export type RecordedOperation = RecordedCreate | RecordedUpdate | RecordedDelete;
