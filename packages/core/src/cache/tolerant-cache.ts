import type { Clock } from "../platform/clock.js";
import type { Awaitable } from "../util/awaitable.js";
import type { Logger } from "../util/logger.js";
import { within } from "../util/within.js";
import { type Cache, getMany, setMany } from "./cache.js";

/** What a tolerant cache needs. */
export interface TolerantCacheInit {
  readonly logger: Logger;
  readonly clock: Clock;
  /** What the warning calls it. */
  readonly name: string;
  /** Longest wait for a read, in milliseconds; a slower store counts as failed. Defaults to 5,000. */
  readonly timeout?: number | undefined;
  /** Longest wait for a batch of writes, in milliseconds. Defaults to 60,000. */
  readonly writeTimeout?: number | undefined;
}

/**
 * Turns every failure of another cache into a miss, and warns once.
 *
 * A store that is corrupt, locked, full, slow or gone costs requests and never breaks a session.
 */
export class TolerantCache<Value = unknown> implements Cache<Value> {
  readonly #cache: Cache<Value>;
  readonly #init: TolerantCacheInit;
  #warned = false;

  constructor(cache: Cache<Value>, init: TolerantCacheInit) {
    this.#cache = cache;
    this.#init = init;
  }

  get(key: string): Promise<Value | undefined> {
    return this.#read(() => this.#cache.get(key), undefined);
  }

  /** One record that cannot be read does not hide the others. */
  async getMany(keys: readonly string[]): Promise<Map<string, Value>> {
    const failed = new Map<string, Value>();
    const found = await this.#read(() => getMany(this.#cache, keys), failed);
    if (found !== failed || keys.length < 2) return found;
    for (const key of keys) {
      const value = await this.get(key);
      if (value !== undefined) found.set(key, value);
    }
    return found;
  }

  set(key: string, value: Value): Promise<void> {
    return this.#write(() => this.#cache.set(key, value), undefined);
  }

  setMany(records: Iterable<readonly [key: string, value: Value | undefined]>): Promise<void> {
    return this.#write(() => setMany(this.#cache, records), undefined);
  }

  remove(key: string): Promise<boolean> {
    return this.#write(() => this.#cache.remove(key), false);
  }

  keys(): Promise<readonly string[]> {
    return this.#read<readonly string[]>(() => this.#cache.keys(), []);
  }

  clear(pattern?: RegExp): Promise<void> {
    return this.#write(() => this.#cache.clear(pattern), undefined);
  }

  flush(): Promise<void> {
    return this.#write(() => this.#cache.flush?.(), undefined);
  }

  close(): Promise<void> {
    return this.#write(() => this.#cache.close?.(), undefined);
  }

  #read<Result>(work: () => Awaitable<Result>, otherwise: Result): Promise<Result> {
    return this.#attempt(work, otherwise, this.#init.timeout ?? 5_000);
  }

  #write<Result>(work: () => Awaitable<Result>, otherwise: Result): Promise<Result> {
    return this.#attempt(work, otherwise, this.#init.writeTimeout ?? 60_000);
  }

  async #attempt<Result>(work: () => Awaitable<Result>, otherwise: Result, timeout: number): Promise<Result> {
    try {
      return await within(timeout, this.#init.clock, work);
    } catch (error) {
      this.#warn(error);
      return otherwise;
    }
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const { logger, name } = this.#init;
    logger.warn(`The ${name} failed and counts as empty; further failures are not reported.`, {
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}
