import type { Clock } from "../platform/clock.js";
import type { QueryTree } from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { Logger } from "../util/logger.js";

/** A row as the server gave it: plain, immutable, shared with earlier snapshots where nothing changed. */
export type LiveRow = Readonly<Record<string, unknown>>;

/** One entity that `ftrack.update` says has changed, in the schema's own names. */
export interface EntityUpdate {
  /** Concrete entity type. */
  readonly entityType: string;
  readonly key: string;
  readonly action: "add" | "update" | "remove" | "move" | "encoded";
  /** Attribute to old and new value; names the schema does not know are kept as they came. */
  readonly changes: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
}

/** An entity with changes that are not committed yet. */
export interface PendingEntity {
  readonly entityType: string;
  readonly key: string;
  readonly state: "created" | "modified" | "deleted";
  /** Local values by attribute; references as plain rows with what is loaded of them. */
  readonly values: LiveRow;
}

/** What live results need of a session. `Session` implements it. */
export interface LiveHost {
  readonly registry: SchemaRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  /** All rows of a query, plain; calls of one tick travel together. */
  rows(tree: QueryTree, signal: AbortSignal): Promise<readonly LiveRow[]>;
  /** Calls back with every batch of changes, in order. */
  onUpdates(listener: (updates: readonly EntityUpdate[]) => void): () => void;
  /** Calls back when events may have been missed. */
  onGap(listener: () => void): () => void;
  /** Calls back when the page is shown or hidden. */
  onVisible(listener: (visible: boolean) => void): () => void;
  /** Calls back when what is pending has changed: an edit, a commit, a rollback. */
  onPending(listener: () => void): () => void;
  /** Uncommitted changes of a type and its subtypes. */
  pending(entityType: string): readonly PendingEntity[];
  /** Rows kept from an earlier session, if any. Never rejects. */
  readStored(key: string): Promise<readonly LiveRow[] | undefined>;
  /** Keeps rows for a later session. Never throws. */
  writeStored(key: string, rows: readonly LiveRow[]): void;
}
