import { getMany, setMany } from "../cache/cache.js";
import { ProxyCache } from "../cache/proxy-cache.js";
import { Mutex } from "../util/mutex.js";

/**
 * Rows of entities in a cache that outlives the session.
 *
 * A query that loads less than an earlier one must not make the cache forget what that one loaded, so what is
 * written joins what is there.
 */
export class PersistedRows extends ProxyCache {
  readonly #turns = new Mutex();

  override get(key: string): Promise<unknown> {
    return this.getMany([key]).then((found) => found.get(key));
  }

  /** Sees what was written before, also what is still on its way. */
  override getMany(keys: readonly string[]): Promise<Map<string, unknown>> {
    return this.#turns.run(() => getMany(this.proxied, keys));
  }

  override set(key: string, row: unknown): Promise<void> {
    return this.setMany([[key, row]]);
  }

  override setMany(records: Iterable<readonly [key: string, row: unknown]>): Promise<void> {
    const all = [...records];
    return this.#turns.run(async () => {
      const kept = all.filter(([, row]) => row !== undefined).map(([key]) => key);
      const known = await getMany(this.proxied, kept);
      await setMany(
        this.proxied,
        all.map(([key, row]) => [key, join(known.get(key), row)] as const),
      );
    });
  }

  override flush(): Promise<void> {
    return this.#turns.run(() => this.proxied.flush?.());
  }
}

const join = (known: unknown, row: unknown): unknown =>
  isObject(known) && isObject(row) ? { ...known, ...row } : row;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
