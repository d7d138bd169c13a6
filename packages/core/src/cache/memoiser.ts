import type { Cache } from "./cache.js";
import { type KeyMaker, ObjectKeyMaker } from "./key-maker.js";
import { MemoryCache } from "./memory-cache.js";

/** How results of functions are remembered. */
export interface MemoiserOptions {
  /** Where results are kept. Defaults to memory without a limit. */
  readonly cache?: Cache | undefined;
  /** Makes keys of the arguments. Defaults to an `ObjectKeyMaker`. */
  readonly keyMaker?: KeyMaker | undefined;
  /** Gives every caller a copy of its own, so that none can change the kept one. Defaults to `true`. */
  readonly returnCopies?: boolean | undefined;
}

/**
 * Remembers what functions returned for the same arguments.
 *
 * Callers that ask while the first call is running share it; a call that fails is not remembered.
 */
export class Memoiser {
  readonly #cache: Cache;
  readonly #keyMaker: KeyMaker;
  readonly #returnCopies: boolean;
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #names = new WeakMap<object, number>();
  #functions = 0;

  constructor({ cache, keyMaker, returnCopies }: MemoiserOptions = {}) {
    this.#cache = cache ?? new MemoryCache();
    this.#keyMaker = keyMaker ?? new ObjectKeyMaker();
    this.#returnCopies = returnCopies ?? true;
  }

  /**
   * Calls a function, or gives what it returned for equal arguments before.
   *
   * @param name - What results are kept under; pass one where the cache outlives the process. Defaults to one that
   * is the function's own within this memoiser.
   */
  async call<Arguments extends readonly unknown[], Result>(
    work: (...values: Arguments) => Result | Promise<Result>,
    values: Arguments,
    name: string = this.#nameOf(work),
  ): Promise<Result> {
    // Arguments left out at the end are the same as arguments given as undefined.
    const given = [...values];
    while (given.length > 0 && given.at(-1) === undefined) given.pop();
    const key = this.#keyMaker.key(name, ...given);
    const running = this.#running.get(key);
    if (running) return this.#handOut((await running) as Result);
    const call = this.#find(key, () => work(...values));
    this.#running.set(key, call);
    try {
      return this.#handOut((await call) as Result);
    } finally {
      this.#running.delete(key);
    }
  }

  /** Forgets every result. */
  async clear(): Promise<void> {
    await this.#cache.clear();
  }

  async #find(key: string, work: () => unknown): Promise<unknown> {
    const kept = (await this.#cache.get(key)) as { readonly value: unknown } | undefined;
    if (kept) return kept.value;
    const value = await work();
    await this.#cache.set(key, { value });
    return value;
  }

  #handOut<Result>(value: Result): Result {
    return this.#returnCopies ? structuredClone(value) : value;
  }

  #nameOf(work: object & { readonly name?: string }): string {
    let number = this.#names.get(work);
    if (number === undefined) {
      number = this.#functions++;
      this.#names.set(work, number);
    }
    return `${work.name ?? ""}#${number}`;
  }
}

/**
 * A function that remembers what it returned for the same arguments.
 *
 * @example
 * const statusesOf = memoise((projectId: string) => loadStatuses(projectId));
 */
export function memoise<Arguments extends readonly unknown[], Result>(
  work: (...values: Arguments) => Result | Promise<Result>,
  options: MemoiserOptions & { readonly memoiser?: Memoiser | undefined } = {},
): (...values: Arguments) => Promise<Result> {
  const memoiser = options.memoiser ?? new Memoiser(options);
  return (...values) => memoiser.call(work, values);
}
