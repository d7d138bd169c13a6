import { SerialisedCache, type SerialisedCacheOptions, StoreCache } from "@ftrack-kit/core";

/** How a cache in a folder is kept. */
export interface FileCacheOptions<Value> extends SerialisedCacheOptions<Value> {
  /** Keeps caches in one folder apart. Defaults to `cache`. */
  readonly namespace?: string | undefined;
}

/**
 * Keeps values in a folder, one file each, written as a whole: several processes can share it, and one that is
 * killed leaves nothing half written.
 *
 * @example
 * const session = await Session.open({ cache: new FileCache("/var/cache/my-service") });
 */
export class FileCache<Value = unknown> extends SerialisedCache<Value> {
  constructor(folder: string, { namespace = "cache", ...options }: FileCacheOptions<Value> = {}) {
    const open = async () => (await import("./file-store.js")).openFileStore(folder, namespace);
    super(new StoreCache(open), options);
  }
}
