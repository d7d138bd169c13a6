import { LocationError } from "../errors/location-error.js";
import type { Files } from "../platform/files.js";
import type { Accessor, ReadOptions, ResourceStat } from "./accessor.js";
import type { ByteSource } from "./byte-source.js";
import { loadMedia } from "./load-media.js";

/**
 * Where data comes from: paths of the machine, where there is a file system, and bytes that were handed in.
 *
 * Nothing is ever written or removed here.
 */
export class OriginAccessor implements Accessor {
  readonly #files: Files | undefined;
  readonly #handedIn = new Map<string, ByteSource>();

  constructor(files: Files | undefined) {
    this.#files = files;
  }

  /** Makes bytes available under an identifier until {@link OriginAccessor.forget}. */
  keep(identifier: string, source: ByteSource): void {
    this.#handedIn.set(identifier, source);
  }

  forget(identifier: string): void {
    this.#handedIn.delete(identifier);
  }

  async source(identifier: string): Promise<ByteSource> {
    const kept = this.#handedIn.get(identifier);
    if (kept) return kept;
    const files = this.#requireFiles();
    const { fileSource } = await loadMedia();
    return fileSource(files, identifier);
  }

  async read(
    identifier: string,
    { signal: _, ...range }: ReadOptions = {},
  ): Promise<ReadableStream<Uint8Array>> {
    return (await this.source(identifier)).open(
      range.start === undefined && range.end === undefined ? undefined : range,
    );
  }

  async stat(identifier: string): Promise<ResourceStat | undefined> {
    const kept = this.#handedIn.get(identifier);
    if (kept) return { kind: "file", size: kept.size };
    const found = await this.#files?.stat(identifier);
    return found && { kind: found.kind === "file" ? "file" : "container", size: found.size };
  }

  async list(identifier: string): Promise<readonly string[]> {
    const files = this.#requireFiles();
    return (await files.list(identifier)).map((name) => files.join(identifier, name));
  }

  async write(): Promise<never> {
    throw readOnly();
  }

  async remove(): Promise<void> {
    throw readOnly();
  }

  async makeContainer(): Promise<void> {
    throw readOnly();
  }

  containerOf(): undefined {
    return undefined;
  }

  async getFilesystemPath(identifier: string): Promise<string> {
    if (!this.#handedIn.has(identifier)) return identifier;
    throw new LocationError("location_unsupported", {
      message: "The data was handed in as bytes, so it has no path.",
      details: { identifier },
    });
  }

  #requireFiles(): Files {
    if (this.#files) return this.#files;
    throw new LocationError("location_unsupported", {
      message:
        "This platform has no file system (port `files`); pass a File, Blob or stream, or use @ftrack-kit/node.",
    });
  }
}

function readOnly(): LocationError {
  return new LocationError("location_unsupported", {
    message: "The location only remembers where data is; it neither writes nor removes any.",
  });
}
