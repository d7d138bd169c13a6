import type { Auth } from "../auth/credentials.js";
import type { Cache } from "../cache/cache.js";
import type { KeyMaker } from "../cache/key-maker.js";
import type { RequestHooks } from "../http/request-hooks.js";
import type { RetryPolicy } from "../http/retry.js";
import type { CacheStore } from "../platform/cache-store.js";
import type { Awaitable } from "../util/awaitable.js";
import type { Logger } from "../util/logger.js";
import type { AutoPopulate, DateFormat } from "./entity-manager.js";
import type { Session } from "./session.js";

/** A layer below the memory, or a function that makes one for a session. */
export type CacheOption = Cache | ((session: Session) => Awaitable<Cache | null | undefined>);

/** What a session can be told. Durations are milliseconds; every field accepts an explicit `undefined`. */
export interface SessionOptions {
  /** Address of the server, with a path prefix where there is one. Defaults to `FTRACK_SERVER`. */
  readonly serverUrl?: string | undefined;
  /** User name. Defaults to `FTRACK_API_USER`, then (Node only) the operating system's user. */
  readonly apiUser?: string | undefined;
  /** API key. Defaults to `FTRACK_API_KEY`, then `FTRACK_APIKEY`. */
  readonly apiKey?: string | undefined;
  /** In place of `apiKey`: credentials, or a function that gives them and is asked again when they are refused. */
  readonly auth?: Auth | undefined;
  /** How `$get` fetches what is not loaded: with the entity's peers, alone, or not at all. Defaults to `"peers"`. */
  readonly autoPopulate?: AutoPopulate | undefined;
  /** How dates appear: ISO 8601 text, `Date` objects, or what a function makes of the text. Defaults to `"iso"`. */
  readonly dates?: DateFormat | undefined;
  /** Layer of persisted entities below the memory; servers and users can share one. None by default. */
  readonly cache?: CacheOption | undefined;
  /** Makes the keys under which entities of one server and user are cached. Defaults to a `StringKeyMaker`. */
  readonly cacheKeyMaker?: KeyMaker | undefined;
  /** Whether, and where, schemas are kept between sessions. Defaults to the platform's store. */
  readonly schemaCache?: boolean | CacheStore | undefined;
  /** Connects the event hub in the background while opening. Defaults to `false`. */
  readonly autoConnectEventHub?: boolean | undefined;
  /** Folders or files of plugins, where the platform can load them. */
  readonly pluginPaths?: readonly string[] | undefined;
  /** Plugin modules, or addresses of some where the platform can load them. */
  readonly plugins?: readonly (object | string)[] | undefined;
  /** Arguments offered to every plugin. */
  readonly pluginArguments?: Readonly<Record<string, unknown>> | undefined;
  /** Longest wait for one answer. Defaults to 60,000. */
  readonly timeout?: number | undefined;
  /** Repeats of requests that failed for a moment: overrides of the defaults, or `false` for none. */
  readonly retry?: Partial<RetryPolicy> | false | undefined;
  /** Most requests at once. Defaults to 6. */
  readonly concurrency?: number | undefined;
  /** Rows per page of a query. Defaults to 500. */
  readonly pageSize?: number | undefined;
  /**
   * Shares one event connection and equal reads with this user's sessions on other pages of the origin, where the
   * platform can; elsewhere the session is on its own. An answer that another page got counts for up to five
   * seconds, unless one of them wrote or an update was heard of since. Defaults to `false`.
   */
  readonly share?: boolean | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent with every request where the platform allows it; pages send their own cookies. */
  readonly cookies?: Readonly<Record<string, string>> | undefined;
  /** Asks the server for strict mode, in which refusals carry an HTTP error status. Defaults to `false`. */
  readonly strictApi?: boolean | undefined;
  /** Marks the events this session causes, so that it can tell its own. Defaults to a random one. */
  readonly clientToken?: string | undefined;
  /** Observers of requests, commits and events. */
  readonly hooks?: RequestHooks | undefined;
  /** Where warnings go. Silent by default; `console` fits. */
  readonly logger?: Logger | undefined;
  /** Replaces the platform's `fetch`, for proxies and tests. */
  readonly fetch?: typeof fetch | undefined;
  /** Replaces the platform's sockets. */
  readonly WebSocket?: typeof WebSocket | undefined;
}
