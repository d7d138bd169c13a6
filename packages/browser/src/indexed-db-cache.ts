import { SerialisedCache, type SerialisedCacheOptions, StoreCache } from "@ftrack-kit/core";
import { openIndexedDbStore } from "./indexed-db-store.js";

/**
 * Keeps values in the browser's IndexedDB, shared by the tabs of an origin and kept between visits.
 *
 * @param namespace - Keeps caches of one origin apart.
 * @example
 * const session = await Session.open({ ...credentials, cache: new IndexedDbCache("my-app") });
 */
export class IndexedDbCache<Value = unknown> extends SerialisedCache<Value> {
  constructor(namespace: string, options: SerialisedCacheOptions<Value> = {}) {
    super(new StoreCache(() => openIndexedDbStore(namespace)), options);
  }
}
