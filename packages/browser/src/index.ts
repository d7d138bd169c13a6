/** ftrack-kit for pages and workers: everything of core, and its binding. */

export * from "@ftrack-kit/core";
export { IndexedDbCache, type IndexedDbCacheOptions } from "./indexed-db-cache.js";
export { createBrowserPlatform } from "./platform.js";
export { Session } from "./session.js";
