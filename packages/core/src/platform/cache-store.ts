/**
 * A persistent store of text records, all within one namespace.
 *
 * A record that cannot be read is thrown as a `CacheError`, never returned; turning values into text is the
 * serialised cache's job.
 */
export interface CacheStore {
  /** One record; `undefined` when there is none. */
  get(key: string): Promise<string | undefined>;
  /** Several records at once; missing ones are absent from the answer. */
  getMany(keys: readonly string[]): Promise<Map<string, string>>;
  /** Writes a record in place of the one before. */
  set(key: string, value: string): Promise<void>;
  /** Writes and removes (`undefined`) several records as one step where the store can. */
  setMany(records: Iterable<readonly [key: string, value: string | undefined]>): Promise<void>;
  /** Removes a record; one that is not there is fine. */
  delete(key: string): Promise<void>;
  /** The keys of every record of the namespace. */
  keys(): Promise<string[]>;
  /** Removes every record of the namespace, and none of another. */
  clear(): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
