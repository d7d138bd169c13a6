import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { CacheError, type CacheStore } from "@ftrack-kit/core";

const recordSuffix = ".record";
const unfinishedSuffix = ".tmp";
/** A writer is done within moments; what is older was left by one that was killed. Milliseconds. */
const abandonedAfter = 10 * 60_000;
const writersAtOnce = 16;

/**
 * A store of one file per record.
 *
 * A record is written beside its place and renamed into it, so that other processes, and the next start after a
 * crash, find the old record or the new one and never half of one; no lock can be left behind.
 */
export class FileStore implements CacheStore {
  readonly #folder: string;
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(key: string): Promise<string | undefined> {
    this.#assertOpen();
    let text: string;
    try {
      text = await readFile(this.#pathOf(key), "utf8");
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw unreadable(key, cause);
    }
    const record = parseRecord(text);
    if (!record) throw unreadable(key);
    return record.key === key ? record.value : undefined;
  }

  async getMany(keys: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    await inParallel(keys, async (key) => {
      const value = await this.get(key);
      if (value !== undefined) found.set(key, value);
    });
    return found;
  }

  async set(key: string, value: string): Promise<void> {
    this.#assertOpen();
    const path = this.#pathOf(key);
    const unfinished = `${path}.${process.pid}.${randomBytes(6).toString("hex")}${unfinishedSuffix}`;
    try {
      const file = await open(unfinished, "wx", 0o600);
      try {
        await file.writeFile(printRecord(key, value));
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
    } catch (cause) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw unwritable(cause);
    }
  }

  async setMany(records: Iterable<readonly [key: string, value: string | undefined]>): Promise<void> {
    // Later records of one key win, whatever order the files are written in.
    await inParallel([...new Map(records)], ([key, value]) =>
      value === undefined ? this.delete(key) : this.set(key, value),
    );
  }

  async delete(key: string): Promise<void> {
    this.#assertOpen();
    await this.#removeFile(this.#pathOf(key));
  }

  async keys(): Promise<string[]> {
    const keys: string[] = [];
    await inParallel(await this.#list(recordSuffix), async (name) => {
      const text = await readFile(join(this.#folder, name), "utf8").catch(() => "");
      const record = parseRecord(text);
      if (record) keys.push(record.key);
    });
    return keys;
  }

  async clear(): Promise<void> {
    await inParallel(await this.#list(recordSuffix), (name) => this.#removeFile(join(this.#folder, name)));
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  /** Removes what writers that were killed left behind. */
  async sweep(): Promise<void> {
    const limit = Date.now() - abandonedAfter;
    await inParallel(await this.#list(unfinishedSuffix), async (name) => {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < limit) await rm(path, { force: true }).catch(() => undefined);
    });
  }

  async #list(suffix: string): Promise<string[]> {
    this.#assertOpen();
    try {
      return (await readdir(this.#folder)).filter((name) => name.endsWith(suffix));
    } catch (cause) {
      if (isMissing(cause)) return [];
      throw new CacheError("cache_unreadable", { message: "The cache folder cannot be listed.", cause });
    }
  }

  async #removeFile(path: string): Promise<void> {
    try {
      await rm(path, { force: true });
    } catch (cause) {
      throw unwritable(cause);
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${digest(key)}${recordSuffix}`);
  }

  #assertOpen(): void {
    if (this.#closed) throw new CacheError("cache_closed", { message: "The cache store is closed." });
  }
}

/**
 * Opens the store of a namespace below a folder, which is made where it does not exist.
 *
 * @throws {@link CacheError} `cache_unwritable` when the folder cannot be made.
 */
export async function openFileStore(folder: string, namespace: string): Promise<FileStore> {
  const place = join(folder, folderNameOf(namespace));
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unwritable(cause);
  }
  const store = new FileStore(place);
  await store.sweep();
  return store;
}

/** A readable start, and a digest because namespaces may hold anything and file systems fold case. */
function folderNameOf(namespace: string): string {
  const readable = namespace
    .replace(/[^\w-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 40);
  return `${readable}-${digest(namespace).slice(0, 16)}`;
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 40);

/** The first line tells key and length, by which a cut record is found out. */
function printRecord(key: string, value: string): string {
  return `${JSON.stringify({ key, length: value.length })}\n${value}`;
}

function parseRecord(text: string): { key: string; value: string } | undefined {
  const end = text.indexOf("\n");
  if (end < 0) return undefined;
  try {
    const { key, length } = JSON.parse(text.slice(0, end)) as { key?: unknown; length?: unknown };
    const value = text.slice(end + 1);
    return typeof key === "string" && length === value.length ? { key, value } : undefined;
  } catch {
    return undefined;
  }
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(writersAtOnce, items.length) }, worker));
}

const isMissing = (cause: unknown) => (cause as NodeJS.ErrnoException | null)?.code === "ENOENT";

function unreadable(key: string, cause?: unknown): CacheError {
  return new CacheError("cache_unreadable", {
    message: "A cache record cannot be read; it counts as missing until it is written again.",
    details: { key },
    cause,
  });
}

function unwritable(cause: unknown): CacheError {
  return new CacheError("cache_unwritable", { message: "The cache folder cannot be written.", cause });
}
