import type { CacheStore } from "./cache-store.js";
import type { Clock } from "./clock.js";
import type { Environment } from "./environment.js";
import type { Files } from "./files.js";
import type { Peers } from "./peers.js";
import type { PluginLoader } from "./plugin-loader.js";
import type { OpenWebSocket } from "./web-socket.js";

/** What core needs from the world. One value per session; there is no global registry. */
export interface Platform {
  /** For diagnostics only: core never branches on it. */
  readonly name: string;
  readonly fetch: typeof fetch;
  /**
   * Whether `fetch` sends a stream whose length the caller gives as `content-length`. Where it does, uploads hold no
   * parts in memory and notice at once that nothing moves. Defaults to `false`.
   */
  readonly streamsUploads?: boolean | undefined;
  /** Opens the persistent store of a namespace. */
  readonly openCache: (namespace: string) => Promise<CacheStore>;
  readonly openWebSocket: OpenWebSocket;
  /** Credentials and defaults from the surroundings; online and visibility changes. */
  readonly environment: Environment;
  readonly clock: Clock;
  /** Absent where there is no file system. */
  readonly files?: Files | undefined;
  /** Absent where there are no other pages, or no way to agree with them. */
  readonly peers?: Peers | undefined;
  /** Absent where plugins can only be passed in by hand. */
  readonly plugins?: PluginLoader | undefined;
}
