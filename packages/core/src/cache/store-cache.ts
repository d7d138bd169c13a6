import type { CacheStore } from "../platform/cache-store.js";
import type { Cache } from "./cache.js";

/** How a cache treats the store below it. */
export interface StoreCacheOptions {
  /** Whether closing the cache closes the store. Defaults to `true`. */
  readonly closes?: boolean | undefined;
}

/**
 * A platform's store of text as a cache.
 *
 * The store is opened on first use, so that making one does no input or output.
 */
export class StoreCache implements Cache<string> {
  readonly #openStore: () => Promise<CacheStore>;
  readonly #closes: boolean;
  #opening: Promise<CacheStore> | undefined;

  constructor(openStore: () => Promise<CacheStore>, { closes = true }: StoreCacheOptions = {}) {
    this.#openStore = openStore;
    this.#closes = closes;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#store()).get(key);
  }

  async getMany(keys: readonly string[]): Promise<Map<string, string>> {
    return (await this.#store()).getMany(keys);
  }

  async set(key: string, value: string): Promise<void> {
    await (await this.#store()).set(key, value);
  }

  async setMany(records: Iterable<readonly [key: string, value: string | undefined]>): Promise<void> {
    await (await this.#store()).setMany(records);
  }

  async remove(key: string): Promise<boolean> {
    const store = await this.#store();
    const present = (await store.get(key)) !== undefined;
    await store.delete(key);
    return present;
  }

  async keys(): Promise<string[]> {
    return (await this.#store()).keys();
  }

  async clear(pattern?: RegExp): Promise<void> {
    const store = await this.#store();
    if (!pattern) return store.clear();
    const found = (await store.keys()).filter((key) => key.search(pattern) >= 0);
    await store.setMany(found.map((key) => [key, undefined] as const));
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    if (!opening || !this.#closes) return;
    const store = await opening.catch(() => undefined);
    await store?.close();
  }

  /** A store that could not be opened is tried again the next time. */
  #store(): Promise<CacheStore> {
    if (this.#opening) return this.#opening;
    const opening = this.#openStore();
    this.#opening = opening;
    opening.catch(() => {
      this.#opening = undefined;
    });
    return opening;
  }
}
