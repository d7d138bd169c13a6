import { CacheError } from "../errors/cache-error.js";
import type { CacheStore } from "../platform/cache-store.js";

/** A store in memory. Several opened over the same records see each other's writes, as processes over one disk do. */
export class MemoryStore implements CacheStore {
  readonly #records: Map<string, string>;
  #closed = false;

  constructor(records = new Map<string, string>()) {
    this.#records = records;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#open().get(key);
  }

  async getMany(keys: readonly string[]): Promise<Map<string, string>> {
    const records = this.#open();
    return new Map(keys.filter((key) => records.has(key)).map((key) => [key, records.get(key) as string]));
  }

  async set(key: string, value: string): Promise<void> {
    this.#open().set(key, value);
  }

  async setMany(records: Iterable<readonly [key: string, value: string | undefined]>): Promise<void> {
    const own = this.#open();
    for (const [key, value] of records) {
      if (value === undefined) own.delete(key);
      else own.set(key, value);
    }
  }

  async delete(key: string): Promise<void> {
    this.#open().delete(key);
  }

  async keys(): Promise<string[]> {
    return [...this.#open().keys()];
  }

  async clear(): Promise<void> {
    this.#open().clear();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #open(): Map<string, string> {
    if (this.#closed) throw new CacheError("cache_closed", { message: "The cache store is closed." });
    return this.#records;
  }
}
