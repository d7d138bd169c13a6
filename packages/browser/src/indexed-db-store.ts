import { CacheError, type CacheStore } from "@ftrack-kit/core";
import { clear, del, get, getMany, keys, promisifyRequest, set, type UseStore } from "idb-keyval";
import { openDatabase } from "./open-database.js";

/** A store of one IndexedDB database per namespace. */
export class IndexedDbStore implements CacheStore {
  readonly #use: UseStore;
  #closed = false;

  constructor(namespace: string) {
    this.#use = openDatabase(`ftrack-kit/${namespace}`);
  }

  get(key: string): Promise<string | undefined> {
    return this.#read((use) => get<unknown>(key, use)).then((value) => asText(key, value));
  }

  async getMany(wanted: readonly string[]): Promise<Map<string, string>> {
    const values = await this.#read((use) => getMany<unknown>([...wanted], use));
    const found = new Map<string, string>();
    wanted.forEach((key, index) => {
      const value = asText(key, values[index]);
      if (value !== undefined) found.set(key, value);
    });
    return found;
  }

  set(key: string, value: string): Promise<void> {
    return this.#write((use) => set(key, value, use));
  }

  /** One transaction: all of it happens, or nothing. */
  setMany(records: Iterable<readonly [key: string, value: string | undefined]>): Promise<void> {
    return this.#write((use) =>
      use("readwrite", (store) => {
        for (const [key, value] of records) {
          if (value === undefined) store.delete(key);
          else store.put(value, key);
        }
        return promisifyRequest(store.transaction);
      }),
    );
  }

  delete(key: string): Promise<void> {
    return this.#write((use) => del(key, use));
  }

  keys(): Promise<string[]> {
    return this.#read((use) => keys<string>(use));
  }

  clear(): Promise<void> {
    return this.#write((use) => clear(use));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Releases the database, so that another tab can upgrade or delete it.
    await this.#use("readonly", (store) => store.transaction.db.close()).catch(() => undefined);
  }

  #read<Result>(work: (use: UseStore) => Promise<Result>): Promise<Result> {
    return this.#run("cache_unreadable", "read", work);
  }

  #write<Result>(work: (use: UseStore) => Promise<Result>): Promise<Result> {
    return this.#run("cache_unwritable", "written", work);
  }

  async #run<Result>(
    code: "cache_unreadable" | "cache_unwritable",
    verb: string,
    work: (use: UseStore) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closed) throw new CacheError("cache_closed", { message: "The cache store is closed." });
    try {
      return await work(this.#use);
    } catch (cause) {
      throw new CacheError(code, { message: `The browser's storage cannot be ${verb}.`, cause });
    }
  }
}

/**
 * Opens the store of a namespace in IndexedDB.
 *
 * @throws {@link CacheError} `cache_unreadable` when the page may not use storage, as in some private windows.
 */
export async function openIndexedDbStore(namespace: string): Promise<IndexedDbStore> {
  let store: IndexedDbStore;
  try {
    store = new IndexedDbStore(namespace);
  } catch (cause) {
    throw new CacheError("cache_unreadable", { message: "The page may not use IndexedDB.", cause });
  }
  await store.get("");
  return store;
}

function asText(key: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw new CacheError("cache_unreadable", {
    message: "A cache record is not text; it counts as missing until it is written again.",
    details: { key },
  });
}
