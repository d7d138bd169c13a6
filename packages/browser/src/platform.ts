import { createOpenWebSocket, type Platform } from "@ftrack-kit/core";
import { createBrowserClock } from "./clock.js";
import { createBrowserEnvironment } from "./environment.js";
import { openStore } from "./open-store.js";
import { createBrowserPeers } from "./peers.js";
import { createBrowserPluginLoader } from "./plugin-loader.js";

/**
 * Everything a session needs from a page or worker.
 *
 * @example
 * const platform = createBrowserPlatform();
 */
export function createBrowserPlatform(): Platform {
  return {
    name: "browser",
    fetch: (...args) => fetch(...args),
    openCache: openStore,
    openWebSocket: createOpenWebSocket(() => WebSocket),
    environment: createBrowserEnvironment(),
    clock: createBrowserClock(),
    peers: createBrowserPeers(),
    plugins: createBrowserPluginLoader(),
  };
}
