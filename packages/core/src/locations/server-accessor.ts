import { LocationError } from "../errors/location-error.js";
import { NetworkError } from "../errors/network-error.js";
import { abortable } from "../util/abortable.js";
import { backoffDelay } from "../util/backoff.js";
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
import { sleep } from "./sleep.js";
import { defaultStallTimeout, StallWatch } from "./stall-watch.js";
import type { UploadAddress } from "./upload-address.js";

/** Of requests about data, as opposed to those that move it. */
const repeats = 3;
const backoff = { base: 250, max: 10_000 };

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
    const response = await this.#fetch(url, { headers: { range: "bytes=0-0" } });
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return undefined;
    // An empty resource has no first byte.
    const total = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
    if (response.status === 416)
      return { kind: "file", size: total === undefined ? undefined : Number(total) };
    if (!response.ok) throw refused(response.status);
    const length = response.headers.get("content-length");
    const size = response.status === 206 ? total : length;
    return { kind: "file", size: size === undefined || size === null ? undefined : Number(size) };
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
    const response = await this.#fetch(this.#urls.withCredentials("component/remove", identifier), {});
    await response.body?.cancel();
    if (!response.ok) throw refused(response.status);
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

  /** Looking and removing can be done again where an answer was lost. */
  async #fetch(url: string, init: RequestInit): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#fetchOnce(url, init);
      } catch (cause) {
        if (attempt < repeats) {
          await sleep(this.#host, backoffDelay(attempt, backoff, Math.random()), undefined);
          continue;
        }
        throw new NetworkError("network_unreachable", {
          message: "The server's file store could not be reached.",
          cause,
          retryable: true,
        });
      }
    }
  }

  async #fetchOnce(url: string, init: RequestInit): Promise<Response> {
    const controller = new AbortController();
    const watch = new StallWatch(this.#host.clock, (reason) => controller.abort(reason));
    watch.restart(defaultStallTimeout);
    try {
      const { signal } = controller;
      return await abortable(this.#host.fetch(url, { ...init, signal }), signal);
    } finally {
      watch.stop();
    }
  }
}

function exists(identifier: string): LocationError {
  return new LocationError("location_resource_exists", {
    message: `The server already has data of component ${identifier}; writing over it would lose data.`,
    details: { componentId: identifier },
  });
}

function refused(status: number): LocationError {
  return new LocationError("location_transfer", {
    message: `The server's file store answered ${status}.`,
    details: { status },
  });
}
