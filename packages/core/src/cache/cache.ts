import type { Awaitable } from "../util/awaitable.js";

/**
 * A place that remembers values by key; any object of this shape can be a layer of a session's cache.
 *
 * Methods may answer at once or with a promise. A session treats a throwing layer as a miss and warns once.
 */
export interface Cache<Value = unknown> {
  /** `undefined` when there is nothing. */
  get(key: string): Awaitable<Value | undefined>;
  /** Keeps a value in place of the one before. */
  set(key: string, value: Value): Awaitable<void>;
  /** Whether there was something to remove. */
  remove(key: string): Awaitable<boolean>;
  /** The keys of everything held. */
  keys(): Awaitable<readonly string[]>;
  /** Removes everything, or only the keys in which a pattern is found. */
  clear(pattern?: RegExp): Awaitable<void>;
  /** Several at once; missing ones are absent from the answer. */
  getMany?(keys: readonly string[]): Awaitable<Map<string, Value>>;
  /** Writes and removes (`undefined`) several at once. */
  setMany?(records: Iterable<readonly [key: string, value: Value | undefined]>): Awaitable<void>;
  /** Resolves once everything written so far has reached the store. */
  flush?(): Awaitable<void>;
  /** Flushes and lets go of the store; safe to call twice. */
  close?(): Awaitable<void>;
}

/** {@link Cache.getMany} of any cache, by single reads where it has none. */
export async function getMany<Value>(
  cache: Cache<Value>,
  keys: readonly string[],
): Promise<Map<string, Value>> {
  if (cache.getMany) return cache.getMany(keys);
  const found = new Map<string, Value>();
  for (const key of keys) {
    const value = await cache.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

/** {@link Cache.setMany} of any cache, by single writes where it has none. */
export async function setMany<Value>(
  cache: Cache<Value>,
  records: Iterable<readonly [key: string, value: Value | undefined]>,
): Promise<void> {
  if (cache.setMany) return cache.setMany(records);
  for (const [key, value] of records) {
    if (value === undefined) await cache.remove(key);
    else await cache.set(key, value);
  }
}
