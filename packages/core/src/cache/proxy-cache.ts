import type { Awaitable } from "../util/awaitable.js";
import { type Cache, getMany, setMany } from "./cache.js";

/**
 * Hands every call on to another cache; made to be extended.
 *
 * @example
 * class ReadOnlyCache extends ProxyCache {
 *   override set() {}
 * }
 */
export class ProxyCache<Value = unknown> implements Cache<Value> {
  /** The cache behind this one. */
  protected readonly proxied: Cache<Value>;

  constructor(proxied: Cache<Value>) {
    this.proxied = proxied;
  }

  get(key: string): Awaitable<Value | undefined> {
    return this.proxied.get(key);
  }

  set(key: string, value: Value): Awaitable<void> {
    return this.proxied.set(key, value);
  }

  remove(key: string): Awaitable<boolean> {
    return this.proxied.remove(key);
  }

  keys(): Awaitable<readonly string[]> {
    return this.proxied.keys();
  }

  clear(pattern?: RegExp): Awaitable<void> {
    return this.proxied.clear(pattern);
  }

  /** Goes through {@link ProxyCache.get} where that is overridden. */
  getMany(keys: readonly string[]): Awaitable<Map<string, Value>> {
    if (this.get === ProxyCache.prototype.get) return getMany(this.proxied, keys);
    return getMany(singles(this), keys);
  }

  /** Goes through {@link ProxyCache.set} and {@link ProxyCache.remove} where one of them is overridden. */
  setMany(records: Iterable<readonly [key: string, value: Value | undefined]>): Awaitable<void> {
    const untouched = this.set === ProxyCache.prototype.set && this.remove === ProxyCache.prototype.remove;
    return untouched ? setMany(this.proxied, records) : setMany(singles(this), records);
  }

  flush(): Awaitable<void> {
    return this.proxied.flush?.();
  }

  close(): Awaitable<void> {
    return this.proxied.close?.();
  }
}

/** A cache's methods for one record at a time. */
function singles<Value>(cache: Cache<Value>): Cache<Value> {
  return {
    get: (key) => cache.get(key),
    set: (key, value) => cache.set(key, value),
    remove: (key) => cache.remove(key),
    keys: () => cache.keys(),
    clear: (pattern) => cache.clear(pattern),
  };
}
