import type { Platform } from "@ftrack-kit/core";
import { createNodeClock } from "./clock.js";
import { createNodeEnvironment } from "./environment.js";
import { openFileStore } from "./file-store.js";
import { createNodeFiles } from "./files.js";
import { createNodePluginLoader } from "./plugin-loader.js";
import { defaultCacheFolder } from "./user-folders.js";
import { openNodeWebSocket } from "./web-socket.js";

export interface NodePlatformOptions {
  /** Folder of persistent records. Defaults to the user's cache folder of the operating system. */
  readonly cacheFolder?: string | undefined;
}

/**
 * Everything a session needs from Node.
 *
 * @example
 * const platform = createNodePlatform({ cacheFolder: "/var/cache/my-service" });
 */
export function createNodePlatform({ cacheFolder }: NodePlatformOptions = {}): Platform {
  return {
    name: "node",
    fetch: (...args) => fetch(...args),
    openCache: (namespace) => openFileStore(cacheFolder ?? defaultCacheFolder(), namespace),
    openWebSocket: openNodeWebSocket,
    environment: createNodeEnvironment(),
    clock: createNodeClock(),
    files: createNodeFiles(),
    plugins: createNodePluginLoader(),
  };
}
