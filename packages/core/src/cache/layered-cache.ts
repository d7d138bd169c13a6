import { type Cache, getMany, setMany } from "./cache.js";

/**
 * Several caches, the quickest first.
 *
 * Reading asks them in order and writes what it finds into the layers above; writing and removing reach all.
 */
export class LayeredCache<Value = unknown> implements Cache<Value> {
  /** The layers, top first; may be changed. */
  readonly caches: Cache<Value>[];

  constructor(caches: Iterable<Cache<Value>> = []) {
    this.caches = [...caches];
  }

  async get(key: string): Promise<Value | undefined> {
    return (await this.getMany([key])).get(key);
  }

  async getMany(keys: readonly string[]): Promise<Map<string, Value>> {
    const found = new Map<string, Value>();
    let missing = keys;
    for (const [depth, cache] of this.caches.entries()) {
      if (missing.length === 0) break;
      const here = await getMany(cache, missing);
      if (here.size === 0) continue;
      for (const [key, value] of here) found.set(key, value);
      for (const above of this.caches.slice(0, depth)) await setMany(above, here);
      missing = missing.filter((key) => !here.has(key));
    }
    return found;
  }

  async set(key: string, value: Value): Promise<void> {
    for (const cache of this.caches) await cache.set(key, value);
  }

  async setMany(records: Iterable<readonly [key: string, value: Value | undefined]>): Promise<void> {
    const all = [...records];
    for (const cache of this.caches) await setMany(cache, all);
  }

  async remove(key: string): Promise<boolean> {
    let removed = false;
    for (const cache of this.caches) removed = (await cache.remove(key)) || removed;
    return removed;
  }

  async keys(): Promise<string[]> {
    const keys = new Set<string>();
    for (const cache of this.caches) for (const key of await cache.keys()) keys.add(key);
    return [...keys];
  }

  async clear(pattern?: RegExp): Promise<void> {
    for (const cache of this.caches) await cache.clear(pattern);
  }

  async flush(): Promise<void> {
    for (const cache of this.caches) await cache.flush?.();
  }

  async close(): Promise<void> {
    for (const cache of this.caches) await cache.close?.();
  }
}
