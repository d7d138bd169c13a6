import { familyKeys } from "../schema/families.js";
import { type Change, type ReadStore, type Row, rowKey } from "./row.js";
import { Table } from "./table.js";
import { TransactionLog } from "./transaction-log.js";

/** Every row of a workspace, by family. JSON-safe; rows are shared with the store, which never changes them. */
export type StoreSnapshot = Readonly<Record<string, readonly Row[]>>;

type CommitListener = (changes: readonly Change[]) => void;

/**
 * The rows of a workspace, in memory.
 *
 * Reading is open to all; writing belongs inside {@link Store.transact}. Listeners hear of a transaction when it is
 * complete.
 */
export class Store implements ReadStore {
  readonly #keys: ReadonlyMap<string, readonly string[]> = familyKeys();
  readonly #tables = new Map<string, Table>();
  readonly #commitListeners = new Set<CommitListener>();
  readonly #replaceListeners = new Set<() => void>();
  #log: TransactionLog | undefined;
  #filling = false;

  all(family: string): readonly Row[] {
    return this.#table(family).all();
  }

  get(family: string, key: string): Row | undefined {
    return this.#table(family).get(key);
  }

  by(family: string, column: string, value: unknown): readonly Row[] {
    return this.#table(family).by(column, value);
  }

  /** How many rows a family has. */
  count(family: string): number {
    return this.#table(family).size;
  }

  /** Grows with every change of a family, undone ones included. */
  versionOf(family: string): number {
    return this.#table(family).version;
  }

  /** The families that have rows. */
  get families(): readonly string[] {
    return [...this.#tables].filter(([, table]) => table.size > 0).map(([family]) => family);
  }

  /** The key a row is stored under. */
  keyOf(family: string, row: Row): string {
    const columns = this.#keys.get(family);
    if (!columns) throw new Error(`There is no family of entities "${family}".`);
    const [only] = columns;
    return columns.length === 1 ? String(row[only as string]) : rowKey(columns.map((column) => row[column]));
  }

  /** Adds a row or replaces the one with its key. */
  put(family: string, row: Row): void {
    this.#write(family, this.keyOf(family, row), row);
  }

  /** @returns Whether there was such a row. */
  remove(family: string, key: string): boolean {
    if (!this.#table(family).get(key)) return false;
    this.#write(family, key, undefined);
    return true;
  }

  /**
   * Runs changes as one: either all of them stay or, when the work throws, none.
   *
   * Inside another transaction it becomes a part of that one.
   *
   * @param work - Must be synchronous, so that nobody ever sees half of it.
   * @returns What the work returned, and the changes in the order rows were first touched.
   */
  transact<Result>(work: () => Result): { readonly result: Result; readonly changes: readonly Change[] } {
    if (this.#filling) throw new Error("A store that is being filled takes no transactions.");
    if (this.#log) return this.#nested(this.#log, work);
    const log = new TransactionLog();
    this.#log = log;
    let result: Result;
    try {
      result = work();
      if (result instanceof Promise)
        throw new Error("A transaction is synchronous; await before or after it.");
    } catch (error) {
      this.#undo(log, 0);
      throw error;
    } finally {
      this.#log = undefined;
    }
    const changes = log.changes((family, key) => this.get(family, key));
    if (changes.length > 0) notify(this.#commitListeners, (listener) => listener(changes));
    return { result, changes };
  }

  /**
   * Fills a store without rows, much faster than a transaction: listeners hear that all rows were replaced.
   *
   * When the work throws, the store is empty again.
   */
  fill(work: () => void): void {
    if (this.#log || this.#filling || this.families.length > 0) {
      throw new Error("Only a store without rows can be filled.");
    }
    this.#filling = true;
    try {
      work();
    } catch (error) {
      this.#filling = false;
      this.reset();
      throw error;
    } finally {
      this.#filling = false;
    }
    notify(this.#replaceListeners, (listener) => listener());
  }

  /** Calls a listener with the changes of each transaction; the returned function ends that. */
  onCommit(listener: CommitListener): () => void {
    this.#commitListeners.add(listener);
    return () => this.#commitListeners.delete(listener);
  }

  /** Calls a listener when all rows have been replaced at once; the returned function ends that. */
  onReplace(listener: () => void): () => void {
    this.#replaceListeners.add(listener);
    return () => this.#replaceListeners.delete(listener);
  }

  snapshot(): StoreSnapshot {
    return Object.fromEntries(this.families.map((family) => [family, this.all(family).slice()]));
  }

  /** Replaces all rows by those of a snapshot. */
  restore(snapshot: StoreSnapshot): void {
    if (this.#log || this.#filling)
      throw new Error("Rows cannot be replaced in the middle of a transaction.");
    const versions = new Map([...this.#tables].map(([family, table]) => [family, table.version]));
    this.#tables.clear();
    for (const family of new Set([...versions.keys(), ...Object.keys(snapshot)])) {
      const table = this.#table(family);
      for (const row of snapshot[family] ?? []) table.set(this.keyOf(family, row), row);
      table.version += (versions.get(family) ?? 0) + 1;
    }
    notify(this.#replaceListeners, (listener) => listener());
  }

  /** Removes all rows. */
  reset(): void {
    this.restore({});
  }

  #nested<Result>(log: TransactionLog, work: () => Result) {
    const mark = log.length;
    try {
      return { result: work(), changes: log.changes((family, key) => this.get(family, key), mark) };
    } catch (error) {
      this.#undo(log, mark);
      throw error;
    }
  }

  #write(family: string, key: string, row: Row | undefined): void {
    const table = this.#table(family);
    if (this.#log) this.#log.add({ family, key, before: table.get(key) });
    else if (!this.#filling) throw new Error("Rows can only change inside a transaction.");
    table.set(key, row);
  }

  #undo(log: TransactionLog, mark: number): void {
    for (const { family, key, before } of log.takeBack(mark)) this.#table(family).set(key, before);
  }

  #table(family: string): Table {
    const known = this.#tables.get(family);
    if (known) return known;
    const table = new Table((row) => this.keyOf(family, row));
    this.#tables.set(family, table);
    return table;
  }
}

/** Every listener is called, whatever the others do; the first failure then reaches the caller. */
function notify<Listener>(listeners: Iterable<Listener>, call: (listener: Listener) => void): void {
  const failures: unknown[] = [];
  for (const listener of [...listeners]) {
    try {
      call(listener);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
