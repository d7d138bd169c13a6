import type { UpdatedEntity } from "../events/update-event.js";
import type { Clock } from "../platform/clock.js";
import type { QueryTree } from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { Logger } from "../util/logger.js";

/** A row as the server gave it: plain, immutable, shared with earlier snapshots where nothing changed. */
export type LiveRow = Readonly<Record<string, unknown>>;

/** An entity with local changes. */
export interface PendingEntity {
  readonly entityType: string;
  readonly key: string;
  readonly state: "created" | "modified" | "deleted";
  /** Attributes that were changed; a foreign key and its reference go together. */
  readonly changed: ReadonlySet<string>;
  /**
   * The scalar an attribute had before it was changed, that of its foreign key for a reference; `undefined` when it is
   * not known or was not changed.
   */
  before(attribute: string): unknown;
  /** The plain value at the end of a path as the session sees it now; `undefined` when it is not loaded. */
  read(path: readonly string[]): unknown;
  /** What live results showed of it when it was changed. */
  readonly shown?: readonly LiveRow[] | undefined;
}

/** Rows kept for a later session. */
export interface StoredRows {
  readonly rows: readonly LiveRow[];
  /** When the server gave them, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** What happens around a live result. */
export interface LiveListener {
  /** Changes the server tells of, in order. */
  onUpdates(updates: readonly UpdatedEntity[]): void;
  /** Events stopped coming, or come again: those in between are lost. */
  onFollowing(following: boolean): void;
  /** The page was shown or hidden. */
  onVisible(visible: boolean): void;
  /** Local changes were made, sent or given up. */
  onPending(): void;
  /** Local changes have become the server's. */
  onCommitted(entities: readonly PendingEntity[]): void;
  /** The session is closed. */
  onClose(): void;
  /** The row of an entity as the server gave it, where the result has one. */
  rowOf(entityType: string, key: string): LiveRow | undefined;
}

/** What live results need of a session. */
export interface LiveHost {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether events come. */
  readonly following: boolean;
  /** @returns How to stop. */
  listen(listener: LiveListener): () => void;
  /** Every row of a query, plain, as of a moment after the call. */
  rows(tree: QueryTree, signal: AbortSignal): Promise<readonly LiveRow[]>;
  /** Entities with changes that are not the server's yet. */
  pending(): readonly PendingEntity[];
  /** Rows kept from an earlier session, if any. Never rejects. */
  readStored(key: string): Promise<StoredRows | undefined>;
  /** Keeps rows for a later session. Never throws. */
  writeStored(key: string, stored: StoredRows): void;
}

/** A query whose types and attributes are known to exist. */
export interface LiveSource {
  readonly tree: QueryTree;
  readonly registry: SchemaRegistry;
}
