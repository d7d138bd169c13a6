import { type Cache, SerialisedCache, type SerialisedCacheOptions, StoreCache } from "@ftrack-kit/core";
import { openStore } from "./open-store.js";

/** How a cache in IndexedDB is kept. */
export interface IndexedDbCacheOptions<Value> extends SerialisedCacheOptions<Value> {
  /** Leaves nothing behind: closing the cache, as closing its session does, clears it. Defaults to `false`. */
  readonly clearOnClose?: boolean | undefined;
}

/**
 * Keeps values in the browser's IndexedDB, shared by the tabs of an origin and kept between visits.
 *
 * Signed addresses and values named like secrets are never handed to it by a session.
 *
 * @example
 * const session = await Session.open({ ...credentials, cache: IndexedDbCache.forSession() });
 */
export class IndexedDbCache<Value = unknown> extends SerialisedCache<Value> {
  readonly #clearOnClose: boolean;

  /** @param namespace - Keeps caches of one origin apart; one for each server and user. */
  constructor(namespace: string, { clearOnClose = false, ...options }: IndexedDbCacheOptions<Value> = {}) {
    super(new StoreCache(() => openStore(namespace)), options);
    this.#clearOnClose = clearOnClose;
  }

  /** A cache of its own for each server and user: what one may see, another may not. For the option `cache`. */
  static forSession(
    options: IndexedDbCacheOptions<unknown> = {},
  ): (session: { readonly serverUrl: string; readonly apiUser: string }) => Cache {
    return ({ serverUrl, apiUser }) => new IndexedDbCache(`rows ${serverUrl} ${apiUser}`, options);
  }

  override async close(): Promise<void> {
    try {
      if (this.#clearOnClose) await this.clear();
    } finally {
      await super.close();
    }
  }
}
