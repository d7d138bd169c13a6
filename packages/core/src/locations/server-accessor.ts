import { LocationError } from "../errors/location-error.js";
import type {
  Accessor,
  PlannedWrite,
  ReadOptions,
  ResourceStat,
  WriteOptions,
  WriteResult,
} from "./accessor.js";
import type { ByteSource } from "./byte-source.js";
import { loadMedia } from "./load-media.js";
import type { CallOptions, LocationHost } from "./location-host.js";
import { ComponentUrls } from "./signed-urls.js";
import type { UploadAddress } from "./upload-address.js";

/** Keeps data on the ftrack server; identifiers are component ids. The same in browsers and Node. */
export class ServerAccessor implements Accessor {
  readonly #host: LocationHost;
  readonly #urls: ComponentUrls;
  readonly #prepared = new Map<string, UploadAddress>();
  /** Addresses to look for data at before it is written. */
  readonly #known = new Map<string, string>();

  constructor(host: LocationHost, urls = new ComponentUrls(host)) {
    this.#host = host;
    this.#urls = urls;
  }

  async read(identifier: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const { openDownload } = await loadMedia();
    const { signal } = options;
    return openDownload(this.#host, { url: () => this.getUrl(identifier, { signal }), ...options });
  }

  async write(identifier: string, source: ByteSource, options: WriteOptions = {}): Promise<WriteResult> {
    if (await this.stat(identifier)) throw exists(identifier);
    const { fileName, ...rest } = options;
    const address = this.#prepared.get(identifier);
    this.#prepared.delete(identifier);
    const { upload } = await loadMedia();
    const size = await upload(this.#host, {
      componentId: identifier,
      fileName: fileName ?? source.name ?? identifier,
      source,
      address,
      storedSize: async () => (await this.stat(identifier))?.size,
      ...rest,
    });
    return { size, verified: true };
  }

  async stat(identifier: string): Promise<ResourceStat | undefined> {
    const url = this.#known.get(identifier) ?? (await this.getUrl(identifier));
    this.#known.delete(identifier);
    const { statStored } = await loadMedia();
    return statStored(this.#host, url);
  }

  async list(): Promise<readonly string[]> {
    throw new LocationError("location_unsupported", {
      message: "The server location has no folders. Query Component to find what it holds.",
    });
  }

  async remove(identifier: string): Promise<void> {
    if (!(await this.stat(identifier))) {
      throw new LocationError("location_resource_missing", {
        message: `The server has no data of component ${identifier}.`,
        details: { componentId: identifier },
      });
    }
    // The protocol knows no other credentials for this address (wire protocol 6).
    const { removeStored } = await loadMedia();
    await removeStored(this.#host, this.#urls.withCredentials("component/remove", identifier));
  }

  async makeContainer(): Promise<void> {}

  containerOf(): undefined {
    return undefined;
  }

  /** Asks for the addresses of many uploads at once. */
  async prepare(writes: readonly PlannedWrite[], options?: CallOptions): Promise<void> {
    if (writes.length < 2) return;
    const ids = writes.map(({ identifier }) => identifier);
    const urls = await this.#urls.get(ids, options);
    ids.forEach((id, index) => {
      this.#known.set(id, urls[index] as string);
    });
    const { largestPiece, requestAddresses } = await loadMedia();
    const small = writes.filter(({ size }) => size !== undefined && size <= largestPiece);
    // Sizes are left out: they are what the database says, and the bytes have the last word.
    const subjects = small.map(({ identifier, fileName }) => ({
      componentId: identifier,
      fileName,
      size: undefined,
    }));
    const addresses = await requestAddresses(this.#host, subjects, options);
    small.forEach(({ identifier }, index) => {
      this.#prepared.set(identifier, addresses[index] as UploadAddress);
    });
  }

  async getUrl(identifier: string, options?: CallOptions): Promise<string> {
    const [url] = await this.#urls.get([identifier], options);
    return url as string;
  }
}

function exists(identifier: string): LocationError {
  return new LocationError("location_resource_exists", {
    message: `The server already has data of component ${identifier}; writing over it would lose data.`,
    details: { componentId: identifier },
  });
}
