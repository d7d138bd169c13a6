import { type Cache, getMany, setMany } from "./cache.js";

/** How values become text, and back. */
export interface SerialisedCacheOptions<Value> {
  /** Defaults to `JSON.stringify`. */
  readonly encode?: ((value: Value) => string) | undefined;
  /** Defaults to `JSON.parse`. */
  readonly decode?: ((text: string) => Value) | undefined;
}

/**
 * Keeps values as text in another cache.
 *
 * @example
 * const cache = new SerialisedCache(textCache, { encode: (entity) => session.encode(entity) });
 */
export class SerialisedCache<Value = unknown> implements Cache<Value> {
  readonly #texts: Cache<string>;
  readonly #encode: (value: Value) => string;
  readonly #decode: (text: string) => Value;

  constructor(texts: Cache<string>, { encode, decode }: SerialisedCacheOptions<Value> = {}) {
    this.#texts = texts;
    this.#encode = encode ?? ((value) => JSON.stringify(value));
    this.#decode = decode ?? ((text) => JSON.parse(text) as Value);
  }

  async get(key: string): Promise<Value | undefined> {
    const text = await this.#texts.get(key);
    return text === undefined ? undefined : this.#decode(text);
  }

  async getMany(keys: readonly string[]): Promise<Map<string, Value>> {
    const texts = await getMany(this.#texts, keys);
    return new Map([...texts].map(([key, text]) => [key, this.#decode(text)]));
  }

  async set(key: string, value: Value): Promise<void> {
    await this.#texts.set(key, this.#encode(value));
  }

  async setMany(records: Iterable<readonly [key: string, value: Value | undefined]>): Promise<void> {
    const texts = [...records].map(
      ([key, value]) => [key, value === undefined ? undefined : this.#encode(value)] as const,
    );
    await setMany(this.#texts, texts);
  }

  async remove(key: string): Promise<boolean> {
    return this.#texts.remove(key);
  }

  async keys(): Promise<readonly string[]> {
    return this.#texts.keys();
  }

  async clear(pattern?: RegExp): Promise<void> {
    await this.#texts.clear(pattern);
  }

  async flush(): Promise<void> {
    await this.#texts.flush?.();
  }

  async close(): Promise<void> {
    await this.#texts.close?.();
  }
}
