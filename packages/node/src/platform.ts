import type { Platform } from "@ftrack-kit/core";
import { createNodeClock } from "./clock.js";
import { createNodeEnvironment } from "./environment.js";
import { createNodeFiles } from "./files.js";
import { createNodePluginLoader } from "./plugin-loader.js";
import { createProxiedTransport, resolveProxies, type Transport } from "./proxy.js";
import { defaultCacheFolder } from "./user-folders.js";

/** What the platform of Node can be told. */
export interface NodePlatformOptions {
  /** Folder of persistent records. Defaults to the user's cache folder of the operating system. */
  readonly cacheFolder?: string | undefined;
  /** As in {@link NodeSessionOptions.proxy}. */
  readonly proxy?: string | false | undefined;
}

/** Without a session, or without events, nothing loads the socket library: it costs more than all of ours. */
const direct: Transport = {
  fetch: (...args) => fetch(...args),
  openWebSocket: async (...args) => (await import("./web-socket.js")).openNodeWebSocket(...args),
};

/** Runtimes that can stand in for Node have a `fetch` of their own, which may leave the length of a stream out. */
const isNode = process.versions.bun === undefined && process.versions.deno === undefined;

/**
 * Everything a session needs from Node.
 *
 * @throws `OptionsError` `options_invalid` for what is no address of a proxy.
 *
 * @example
 * const platform = createNodePlatform({ cacheFolder: "/var/cache/my-service" });
 */
export function createNodePlatform({ cacheFolder, proxy }: NodePlatformOptions = {}): Platform {
  const proxies = resolveProxies(proxy);
  return {
    name: "node",
    ...(proxies ? createProxiedTransport(proxies) : direct),
    streamsUploads: isNode,
    openCache: async (namespace) => {
      const { openFileStore } = await import("./file-store.js");
      return openFileStore(cacheFolder ?? defaultCacheFolder(), namespace);
    },
    environment: createNodeEnvironment(),
    clock: createNodeClock(),
    files: createNodeFiles(),
    plugins: createNodePluginLoader(),
  };
}
