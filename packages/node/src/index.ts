/** ftrack-kit for Node: everything of core, and its binding. */

export * from "@ftrack-kit/core";
export { FileCache, type FileCacheOptions } from "./file-cache.js";
export { createNodePlatform, type NodePlatformOptions } from "./platform.js";
export { type NodeSessionOptions, Session } from "./session.js";
