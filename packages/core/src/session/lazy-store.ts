import { CacheError } from "../errors/cache-error.js";
import type { CacheStore } from "../platform/cache-store.js";

/** A store that is opened by its first use, and closed only if there was one. */
export class LazyStore {
  readonly #open: () => Promise<CacheStore>;
  #store: Promise<CacheStore> | undefined;
  #closed = false;

  constructor(open: () => Promise<CacheStore>) {
    this.#open = open;
  }

  /** After a failure the next call tries again. */
  open(): Promise<CacheStore> {
    if (this.#closed) {
      return Promise.reject(new CacheError("cache_closed", { message: "The store is closed." }));
    }
    this.#store ??= this.#open().catch((error: unknown) => {
      this.#store = undefined;
      throw error;
    });
    return this.#store;
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true;
    // One that could not be opened was told to whoever wanted it.
    const store = await this.#store?.catch(() => undefined);
    await store?.close();
  }
}
