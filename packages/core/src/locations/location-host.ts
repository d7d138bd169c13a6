import type { Operation } from "../codec/operations.js";
import type { WireEntity } from "../codec/wire-entity.js";
import type { CacheStore } from "../platform/cache-store.js";
import type { Clock } from "../platform/clock.js";
import type { Files } from "../platform/files.js";
import type { Platform } from "../platform/platform.js";
import type { ServerInformation } from "../schema/wire.js";
import type { Logger } from "../util/logger.js";

/** A row of a query. */
export type HostRow = Readonly<Record<string, unknown>>;

/** What a call to the server can be told. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Reads are repeated after a lost answer, writes never are. Defaults to `"write"`. */
  readonly kind?: "read" | "write" | undefined;
}

/** A component, version or other entity with a single `id`: an entity of the session, or just its id. */
export type EntityReference = string | { readonly id: string };

/** An entity of the session, as far as locations look at it. */
export interface HostEntity {
  readonly id: string;
  /** Concrete entity type. */
  readonly $type: string;
  /** `"created"` while the server does not know it yet. */
  readonly $state: string;
}

/** The event as far as locations look at it. */
export interface HostEvent {
  readonly topic: string;
  readonly data: unknown;
}

/** The part of the event hub that locations use. */
export interface HostEvents {
  /** Calls local handlers only and gives their answers; never rejects because one of them fails. */
  publishLocally(topic: string, data: unknown): Promise<readonly unknown[]>;
  /** Sends to everybody; a hub that is not connected drops it. Never throws. */
  publish(topic: string, data: Readonly<Record<string, unknown>>): void;
  /** Returns how to stop. */
  subscribe(expression: string, handler: (event: HostEvent) => unknown): () => void;
  /** Whether server events arrive; where they do not, jobs are polled more often. */
  readonly connected: boolean;
}

/**
 * What locations, components and media need of a session. `Session` implements it.
 *
 * They write in requests of their own, never through the unit of work, so no call here commits what the
 * application has pending (python client 35.2, 21).
 */
export interface LocationHost {
  /**
   * All rows, every page, as plain data outside the identity map: entities that an answer writes out once are there
   * at every mention. Queries of one tick are expected to travel in one request.
   */
  query(expression: string, options?: CallOptions): Promise<readonly HostRow[]>;
  /** Sends one batch and gives the answers' elements, one per operation. */
  call(operations: readonly Operation[], options?: CallOptions): Promise<readonly unknown[]>;
  /** Takes rows into the identity map, in order: existing entities are updated, others appear as loaded. */
  decode(rows: readonly WireEntity[]): readonly HostEntity[];
  /** Records a creation in the unit of work, sent by the application's next commit. */
  create(entityType: string, data: Readonly<Record<string, unknown>>): HostEntity;
  /** Without a trailing slash. */
  readonly serverUrl: string;
  readonly serverInformation: ServerInformation;
  readonly apiUser: string;
  /**
   * Only for the addresses of wire protocol 6 that know no other way; never logged. `undefined` where a broker keeps
   * it, which then adds it. No property, so that whoever prints a host does not print the key.
   */
  readonly readApiKey: () => string | undefined;
  /** The platform's `fetch`: for uploads and downloads, which carry no session headers. */
  readonly fetch: typeof fetch;
  /** See {@link Platform.streamsUploads}. */
  readonly streamsUploads: boolean;
  readonly events: HostEvents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent where there is no file system. */
  readonly files?: Files | undefined;
  /** Where uploads remember how far they came. Opened on first use. */
  openUploadStore(): Promise<CacheStore>;
}
