import type { DateCodec } from "../codec/dates.js";
import type { WireReference } from "../codec/reference.js";
import type { ResolvedValue } from "../schema/entity-members.js";
import type { Attribute } from "../schema/entity-type.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { EntityModel } from "./entity-model.js";
import type { EntityRecord } from "./entity-record.js";

/** Members added to and removed from a collection, or all of them. */
export interface CollectionChange {
  /** All members, where the whole list was assigned or the owner is new. */
  readonly members?: readonly WireReference[] | undefined;
  readonly added: readonly WireReference[];
  readonly removed: readonly WireReference[];
}

/** One pair of a mapped collection; without a value it is removed. */
export interface PairChange {
  readonly key: string;
  readonly value?: unknown;
}

/** One local change, as the session records it. */
export interface AttributeEdit {
  readonly record: EntityRecord;
  readonly attribute: Attribute;
  /** What a later edit of the same replaces: a foreign key and its reference share one. */
  readonly slot: string;
  readonly before: unknown;
  /** What is sent, asked for when it is: a collection goes on changing until then. */
  readonly after: () => unknown;
}

/** What entities ask of the session they belong to. */
export interface EntityHost {
  readonly session: object;
  readonly registry: SchemaRegistry;
  readonly dates: DateCodec;
  model(type: string): EntityModel;
  /** The known record of an identity, whichever type of the family it was asked by. */
  find(type: string, key: string): EntityRecord | undefined;
  /** Whether changes are recorded at the moment. */
  readonly recording: boolean;
  record(edit: AttributeEdit): void;
  /** Forgets what was recorded for slots that start with a name, and not sent yet. */
  forget(record: EntityRecord, slot: string): void;
  /** What is recorded and not sent yet. */
  edits(record: EntityRecord): Iterable<AttributeEdit>;
  /** Fetches what a path misses; resolves with the value it then has. */
  fetch(record: EntityRecord, path: string, signal: AbortSignal | undefined): Promise<unknown>;
  /** Fetches what several paths of one entity miss, whatever the automatic population. */
  load(record: EntityRecord, paths: readonly string[]): Promise<void>;
  /** Resolves a hierarchical custom attribute. */
  resolveCustomAttribute(record: EntityRecord, key: string): Promise<ResolvedValue>;
}
