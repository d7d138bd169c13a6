import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { createHexId, createMd5 } from "@ftrack-kit/core";
import type { BlobStat, BlobStore, ByteRange } from "./blob-store.js";

const unfinished = ".part";

/**
 * Blobs as files of one folder.
 *
 * Ids come from clients and so never become paths: a file is named after its id's checksum. A blob is written beside
 * its place, flushed to the disk and renamed, so that a crash leaves the old bytes or the new ones.
 */
export class DiskBlobs implements BlobStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens a folder, making it where needed, and removes what a crash left unfinished. */
  static async open(folder: string): Promise<DiskBlobs> {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (name.endsWith(unfinished)) await rm(join(folder, name), { force: true, recursive: true });
    }
    return new DiskBlobs(folder);
  }

  async stat(id: string): Promise<BlobStat | undefined> {
    try {
      const { size, mtimeMs, ino } = await stat(this.#path(id));
      return { size, version: `${ino.toString(36)}-${Math.round(mtimeMs).toString(36)}` };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    if (range && range.end <= range.start) return new Blob([]).stream();
    const options = range ? { start: range.start, end: range.end - 1 } : {};
    const stream = createReadStream(this.#path(id), options);
    return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
  }

  async write(id: string, body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const temporary = join(this.#folder, createHexId() + unfinished);
    try {
      const source = Readable.fromWeb(body as unknown as NodeReadableStream<Uint8Array>);
      await pipeline(source, createWriteStream(temporary, { flush: true }));
      await rename(temporary, this.#path(id));
      await this.#flush();
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async clear(): Promise<void> {
    for (const name of await this.#names()) await rm(join(this.#folder, name), { force: true });
  }

  async keep(): Promise<() => Promise<void>> {
    const shelf = join(this.#folder, createHexId() + unfinished);
    await mkdir(shelf);
    for (const name of await this.#names()) await duplicate(join(this.#folder, name), join(shelf, name));
    return async () => {
      await this.clear();
      for (const name of await readdir(shelf)) await duplicate(join(shelf, name), join(this.#folder, name));
    };
  }

  async #names(): Promise<string[]> {
    return (await readdir(this.#folder)).filter((name) => !name.endsWith(unfinished));
  }

  #path(id: string): string {
    return join(this.#folder, createMd5().update(new TextEncoder().encode(id)).digest("hex"));
  }

  /** A rename survives a power failure once its folder is flushed; not every system can. */
  async #flush(): Promise<void> {
    if (process.platform === "win32") return;
    const folder = await open(this.#folder, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

/** Files are never changed in place, so a link keeps the bytes; where there are no links, a copy does. */
async function duplicate(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT";
}
