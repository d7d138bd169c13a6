import { LocationError } from "../errors/location-error.js";
import type { Files } from "../platform/files.js";
import { createHexId } from "../util/ids.js";
import { chunksOf } from "../util/streams.js";
import type { Accessor, ReadOptions, ResourceStat, WriteOptions, WriteResult } from "./accessor.js";
import type { ByteSource } from "./byte-source.js";

/** What a disk accessor needs. */
export interface DiskAccessorOptions {
  readonly files: Files;
  /**
   * Folder that holds everything; identifiers are relative to it and cannot leave it, neither by `..` nor by links.
   * `""` takes identifiers as paths of the machine.
   */
  readonly prefix: string;
}

/** Keeps data in a folder of the file system. */
export class DiskAccessor implements Accessor {
  readonly #files: Files;
  readonly #prefix: string;

  constructor({ files, prefix }: DiskAccessorOptions) {
    this.#files = files;
    this.#prefix = prefix;
  }

  async read(
    identifier: string,
    { signal, ...range }: ReadOptions = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const stream = await this.#files.read(await this.getFilesystemPath(identifier), range);
    return signal ? stream.pipeThrough(new TransformStream(), { signal }) : stream;
  }

  /** Writes beside the target and moves over at the end, so that a crash leaves no half file under its name. */
  async write(identifier: string, source: ByteSource, options: WriteOptions = {}): Promise<WriteResult> {
    const files = this.#files;
    const path = await this.getFilesystemPath(identifier);
    if (await files.stat(path)) throw exists(path);
    await files.makeFolder(files.parent(path));
    const partial = `${path}.${createHexId().slice(0, 12)}.part`;
    try {
      const size = await this.#fill(partial, source, options);
      await this.#appear(partial, path);
      return { size, verified: false };
    } catch (error) {
      await files.remove(partial).catch(() => undefined);
      throw error;
    }
  }

  async stat(identifier: string): Promise<ResourceStat | undefined> {
    const found = await this.#files.stat(await this.getFilesystemPath(identifier));
    if (!found) return undefined;
    return found.kind === "file"
      ? { kind: "file", size: found.size }
      : { kind: "container", size: undefined };
  }

  async list(identifier: string): Promise<readonly string[]> {
    const names = await this.#files.list(await this.getFilesystemPath(identifier));
    return names.sort().map((name) => (identifier === "" ? name : this.#files.join(identifier, name)));
  }

  async remove(identifier: string): Promise<void> {
    await this.#files.remove(await this.getFilesystemPath(identifier));
  }

  async makeContainer(identifier: string): Promise<void> {
    await this.#files.makeFolder(await this.getFilesystemPath(identifier));
  }

  containerOf(identifier: string): string | undefined {
    const normal = this.#files.join(identifier);
    const parent = this.#files.parent(normal);
    return parent === normal ? undefined : parent === "." ? "" : parent;
  }

  /** @throws {@link LocationError} `location_path` when the identifier leads out of the prefix. */
  async getFilesystemPath(identifier: string): Promise<string> {
    const files = this.#files;
    if (identifier.includes("\0")) throw outside(identifier);
    if (this.#prefix === "") return files.resolve(identifier);
    const root = await files.resolve(this.#prefix);
    // An absolute identifier inside the prefix is as good as a relative one.
    const path = await files.resolve(isAbsolute(identifier) ? identifier : files.join(root, identifier));
    if (!files.contains(root, path)) throw outside(identifier);
    return path;
  }

  async #fill(path: string, source: ByteSource, { signal, onBytes }: WriteOptions): Promise<number> {
    const writer = (await this.#files.write(path, { exclusive: true })).getWriter();
    // Every failure also rejects the call it belongs to; this one would be reported a second time.
    writer.closed.catch(() => undefined);
    let size = 0;
    try {
      for await (const chunk of chunksOf(await source.open())) {
        signal?.throwIfAborted();
        await writer.write(chunk);
        size += chunk.length;
        onBytes?.(chunk.length);
      }
      signal?.throwIfAborted();
      await writer.close();
      return size;
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
      throw error;
    }
  }

  /** Takes the name for itself first, so that of two writers one fails instead of both seeming to win. */
  async #appear(partial: string, path: string): Promise<void> {
    await (await this.#files.write(path, { exclusive: true })).close();
    try {
      await this.#files.rename(partial, path);
    } catch (error) {
      await this.#files.remove(path).catch(() => undefined);
      throw error;
    }
  }
}

const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);

function exists(path: string): LocationError {
  return new LocationError("location_resource_exists", {
    message: `"${path}" exists already; writing over it would lose data.`,
    details: { path },
  });
}

function outside(identifier: string): LocationError {
  return new LocationError("location_path", {
    message: `"${identifier}" leads out of the location's folder.`,
    details: { identifier },
  });
}
