import type { Clock } from "../platform/clock.js";
import { Mutex } from "../util/mutex.js";
import { type Cache, getMany, setMany } from "./cache.js";

/** What a cache that writes behind needs. */
export interface WriteBehindCacheInit {
  readonly clock: Clock;
  /** Longest time a write waits for company, in milliseconds. Defaults to 100. */
  readonly delay?: number | undefined;
  /** Writes that wait at most; one more sends them on their way. Defaults to 1,000. */
  readonly limit?: number | undefined;
  /** Receives what a batch in the background failed with. */
  readonly onError: (error: unknown) => void;
}

/**
 * Answers writes at once and hands them on in batches.
 *
 * Reads see what still waits. `flush` and `close` write the rest.
 */
export class WriteBehindCache<Value = unknown> implements Cache<Value> {
  readonly #cache: Cache<Value>;
  readonly #init: WriteBehindCacheInit;
  readonly #writes = new Mutex();
  #waiting = new Map<string, Value | undefined>();
  /** The batch being written: it is not in the store yet. */
  #leaving: ReadonlyMap<string, Value | undefined> = new Map();
  #stopTimer: (() => void) | undefined;

  constructor(cache: Cache<Value>, init: WriteBehindCacheInit) {
    this.#cache = cache;
    this.#init = init;
  }

  async get(key: string): Promise<Value | undefined> {
    return (await this.getMany([key])).get(key);
  }

  async getMany(keys: readonly string[]): Promise<Map<string, Value>> {
    const found = new Map<string, Value>();
    const unknown: string[] = [];
    for (const key of keys) {
      const pending = this.#waiting.has(key) ? this.#waiting : this.#leaving;
      if (!pending.has(key)) unknown.push(key);
      const value = pending.get(key);
      if (value !== undefined) found.set(key, value);
    }
    if (unknown.length > 0)
      for (const [key, value] of await getMany(this.#cache, unknown)) found.set(key, value);
    return found;
  }

  set(key: string, value: Value): void {
    this.#waiting.set(key, value);
    this.#schedule();
  }

  setMany(records: Iterable<readonly [key: string, value: Value | undefined]>): void {
    for (const [key, value] of records) this.#waiting.set(key, value);
    this.#schedule();
  }

  async remove(key: string): Promise<boolean> {
    const present = (await this.get(key)) !== undefined;
    this.#waiting.set(key, undefined);
    this.#schedule();
    return present;
  }

  async keys(): Promise<readonly string[]> {
    await this.flush();
    return this.#cache.keys();
  }

  async clear(pattern?: RegExp): Promise<void> {
    await this.flush();
    await this.#writes.run(() => this.#cache.clear(pattern));
  }

  async flush(): Promise<void> {
    await this.#writeAll();
    await this.#cache.flush?.();
  }

  async close(): Promise<void> {
    await this.#writeAll();
    await this.#cache.close?.();
  }

  #schedule(): void {
    const { clock, delay = 100, limit = 1_000 } = this.#init;
    if (this.#waiting.size >= limit) this.#writeInBackground();
    else this.#stopTimer ??= clock.setTimer(delay, () => this.#writeInBackground());
  }

  #writeInBackground(): void {
    this.#writeAll().catch((error: unknown) => this.#init.onError(error));
  }

  #writeAll(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    return this.#writes.run(async () => {
      if (this.#waiting.size === 0) return;
      this.#leaving = this.#waiting;
      this.#waiting = new Map();
      try {
        await setMany(this.#cache, this.#leaving);
      } finally {
        this.#leaving = new Map();
      }
    });
  }
}
