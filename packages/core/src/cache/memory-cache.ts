import type { Cache } from "./cache.js";

/** How much a memory cache keeps. */
export interface MemoryCacheOptions {
  /** Most entries kept; the least recently used leave first. Unbounded when absent. */
  readonly limit?: number | undefined;
}

/**
 * Remembers values in memory, the very objects it was given.
 *
 * @example
 * const cache = new MemoryCache<string>({ limit: 1_000 });
 */
export class MemoryCache<Value = unknown> implements Cache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #limit: number;

  constructor({ limit = Number.POSITIVE_INFINITY }: MemoryCacheOptions = {}) {
    this.#limit = limit;
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined || this.#limit === Number.POSITIVE_INFINITY) return value;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  remove(key: string): boolean {
    return this.#entries.delete(key);
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  clear(pattern?: RegExp): void {
    if (!pattern) {
      this.#entries.clear();
      return;
    }
    for (const key of this.keys()) if (key.search(pattern) >= 0) this.#entries.delete(key);
  }
}
