/**
 * A persistent store of text records, all within one namespace.
 *
 * A record that cannot be read is thrown as a `CacheError`, never returned; turning values into text is the
 * serialised cache's job.
 */
export interface CacheStore {
  get(key: string): Promise<string | undefined>;
  /** Several records at once; missing ones are absent from the answer. */
  getMany(keys: readonly string[]): Promise<Map<string, string>>;
  set(key: string, value: string): Promise<void>;
  /** Writes and removes (`undefined`) several records as one step where the store can. */
  setMany(records: Iterable<readonly [key: string, value: string | undefined]>): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<string[]>;
  clear(): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
