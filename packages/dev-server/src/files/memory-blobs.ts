import type { BlobStat, BlobStore, ByteRange } from "./blob-store.js";

interface Entry {
  readonly blob: Blob;
  readonly version: string;
}

/** Blobs in memory, of which a browser may write large ones to its disk. */
export class MemoryBlobs implements BlobStore {
  #entries = new Map<string, Entry>();
  #writes = 0;

  async stat(id: string): Promise<BlobStat | undefined> {
    const entry = this.#entries.get(id);
    return entry && { size: entry.blob.size, version: entry.version };
  }

  async read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`There is no blob ${id}.`);
    return (range ? entry.blob.slice(range.start, range.end) : entry.blob).stream();
  }

  async write(id: string, body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
    const blob = new Blob(chunks);
    this.#writes += 1;
    this.#entries.set(id, { blob, version: String(this.#writes) });
  }

  async remove(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async clear(): Promise<void> {
    this.#entries.clear();
  }

  async keep(): Promise<() => Promise<void>> {
    const kept = new Map(this.#entries);
    return async () => {
      this.#entries = new Map(kept);
    };
  }
}
