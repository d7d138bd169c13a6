import { LocationError, type LocationErrorCode } from "../errors/location-error.js";
import { chunksOf } from "../util/streams.js";
import type { Accessor, ReadOptions, ResourceStat, WriteOptions, WriteResult } from "./accessor.js";
import { type ByteSource, blobSource } from "./byte-source.js";

/** Keeps data in memory: for tests, and for pages that work on data without storing it. */
export class MemoryAccessor implements Accessor {
  readonly #files = new Map<string, Blob>();
  readonly #containers = new Set<string>([""]);

  async read(identifier: string, range: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const blob = this.#files.get(normalise(identifier));
    if (!blob) throw problem("location_resource_missing", identifier, "does not exist");
    return blobSource(blob).open(range);
  }

  async write(identifier: string, source: ByteSource, options: WriteOptions = {}): Promise<WriteResult> {
    const path = normalise(identifier);
    this.#refuseExisting(path);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of chunksOf(await source.open())) {
      options.signal?.throwIfAborted();
      chunks.push(chunk.slice());
      options.onBytes?.(chunk.length);
    }
    this.#refuseExisting(path);
    const blob = new Blob(chunks);
    await this.makeContainer(this.containerOf(path) ?? "");
    this.#files.set(path, blob);
    return { size: blob.size, verified: true };
  }

  async stat(identifier: string): Promise<ResourceStat | undefined> {
    const path = normalise(identifier);
    const file = this.#files.get(path);
    if (file) return { kind: "file", size: file.size };
    return this.#containers.has(path) ? { kind: "container", size: undefined } : undefined;
  }

  async list(identifier: string): Promise<readonly string[]> {
    const path = normalise(identifier);
    if (!this.#containers.has(path)) throw problem("location_resource_missing", identifier, "does not exist");
    const all = [...this.#files.keys(), ...this.#containers];
    return all.filter((name) => name !== "" && this.containerOf(name) === path).sort();
  }

  async remove(identifier: string): Promise<void> {
    const path = normalise(identifier);
    if (this.#files.delete(path)) return;
    if (!this.#containers.has(path)) throw problem("location_resource_missing", identifier, "does not exist");
    if ((await this.list(path)).length > 0)
      throw problem("location_resource_invalid", identifier, "is not empty");
    this.#containers.delete(path);
  }

  async makeContainer(identifier: string): Promise<void> {
    for (
      let path: string | undefined = normalise(identifier);
      path !== undefined;
      path = this.containerOf(path)
    ) {
      if (this.#files.has(path)) throw problem("location_resource_invalid", path, "is a file");
      this.#containers.add(path);
    }
  }

  containerOf(identifier: string): string | undefined {
    const path = normalise(identifier);
    return path === "" ? undefined : path.slice(0, Math.max(0, path.lastIndexOf("/")));
  }

  #refuseExisting(path: string): void {
    if (this.#files.has(path) || this.#containers.has(path)) {
      throw problem("location_resource_exists", path, "exists already");
    }
  }
}

const normalise = (identifier: string): string => identifier.replace(/\/+/g, "/").replace(/^\/|\/$/g, "");

function problem(code: LocationErrorCode, identifier: string, text: string): LocationError {
  return new LocationError(code, { message: `"${identifier}" ${text}.`, details: { identifier } });
}
