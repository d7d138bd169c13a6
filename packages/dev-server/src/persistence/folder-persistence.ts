import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Change } from "../store/row.js";
import { lockFolder } from "./folder-lock.js";
import type { LoadedState, Persistence, SavedState } from "./persistence.js";
import { decodeRecords, encodeRecord } from "./record.js";
import { type JournalRecord, loadState, type StateRecord, stateRecords } from "./saved-state.js";

/** The journal is written anew as a state once it is this large, in bytes, and larger than the state. */
const smallestLargeJournal = 16 * 1024 * 1024;
const flushInterval = 1_000;
const stateName = /^state-(\d+)\.jsonl$/;

/**
 * Keeps a server's state in a folder: a full state and a journal of the transactions since.
 *
 * A transaction is one line, handed to the operating system before its request is answered: killing the process
 * loses at most the transaction being written. The disk is told to flush once a second, so that a power failure can
 * lose about that much. A state is written beside the old one, flushed and renamed.
 */
export class FolderPersistence implements Persistence {
  readonly saved: LoadedState | undefined;
  readonly #folder: string;
  readonly #unlock: () => void;
  #generation: number;
  #journal: number | undefined;
  #journalSize = 0;
  #stateSize = 0;
  #flushTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(folder: string, unlock: () => void) {
    this.#folder = folder;
    this.#unlock = unlock;
    this.#generation = Math.max(0, ...this.#generations());
    if (this.#generation > 0) this.saved = this.#load(this.#generation);
  }

  /** Opens a folder, making it where needed. @throws Error when it is in use or damaged. */
  static open(folder: string): FolderPersistence {
    mkdirSync(folder, { recursive: true });
    const unlock = lockFolder(folder);
    try {
      return new FolderPersistence(folder, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  get isLarge(): boolean {
    return this.#journalSize > Math.max(smallestLargeJournal, this.#stateSize);
  }

  append(changes: readonly Change[]): void {
    this.#write({ changes: changes.map(({ family, key, after }) => [family, key, after ?? null]) });
  }

  appendKey(userId: string, key: string): void {
    this.#write({ key: [userId, key] });
  }

  replace(state: SavedState): void {
    const next = this.#generation + 1;
    const path = this.#path("state", next);
    const temporary = `${path}.part`;
    const file = openSync(temporary, "w");
    let size = 0;
    try {
      for (const record of stateRecords(state)) size += writeAll(file, encodeRecord(record));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    this.#flushFolder();
    this.#closeJournal();
    this.#generation = next;
    this.#stateSize = size;
    for (const old of this.#generations()) if (old !== next) this.#forget(old);
  }

  async close(): Promise<void> {
    clearTimeout(this.#flushTimer);
    if (this.#journal !== undefined) fdatasyncSync(this.#journal);
    this.#closeJournal();
    this.#unlock();
  }

  #load(generation: number): LoadedState | undefined {
    const path = this.#path("state", generation);
    const { records, torn } = decodeRecords(readFileSync(path, "utf8"));
    const journal = this.#path("journal", generation);
    const later = existsSync(journal) ? decodeRecords(readFileSync(journal, "utf8")).records : [];
    const state = torn ? undefined : loadState(records as StateRecord[], later as JournalRecord[]);
    if (!state) throw new Error(`${path} is damaged.`);
    return state;
  }

  #write(record: JournalRecord): void {
    this.#journal ??= openSync(this.#path("journal", this.#generation), "a");
    try {
      this.#journalSize += writeAll(this.#journal, encodeRecord(record));
    } catch (error) {
      // Half a line in the middle would make the rest unreadable.
      ftruncateSync(this.#journal, this.#journalSize);
      throw error;
    }
    this.#flushTimer ??= setTimeout(() => this.#flush(), flushInterval).unref();
  }

  #flush(): void {
    this.#flushTimer = undefined;
    // A disk that cannot flush says so again at the next write, which reaches the caller.
    if (this.#journal !== undefined) fdatasync(this.#journal, () => undefined);
  }

  #closeJournal(): void {
    if (this.#journal !== undefined) closeSync(this.#journal);
    this.#journal = undefined;
    this.#journalSize = 0;
  }

  #generations(): number[] {
    return readdirSync(this.#folder).flatMap((name) => {
      const generation = stateName.exec(name)?.[1];
      return generation === undefined ? [] : [Number(generation)];
    });
  }

  #forget(generation: number): void {
    rmSync(this.#path("state", generation), { force: true });
    rmSync(this.#path("journal", generation), { force: true });
  }

  #path(kind: "state" | "journal", generation: number): string {
    return join(this.#folder, `${kind}-${generation}.jsonl`);
  }

  /** A rename survives a power failure once its folder is flushed; not every system can. */
  #flushFolder(): void {
    if (process.platform === "win32") return;
    const folder = openSync(this.#folder, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(file, bytes, written);
  }
  return bytes.length;
}
