import { LocationError } from "../errors/location-error.js";
import { NetworkError, TimeoutError } from "../errors/network-error.js";
import { ServerError } from "../errors/server-error.js";
import { forEachConcurrently } from "../util/concurrent.js";
import { Mutex } from "../util/mutex.js";
import type { LocationHost } from "./location-host.js";
import { PartMemory } from "./part-memory.js";
import { PartReader } from "./part-reader.js";
import { type Sent, sendBytes } from "./send-bytes.js";
import { sleep } from "./sleep.js";
import { defaultStallTimeout } from "./stall-watch.js";
import { sourceChanged } from "./transfer.js";
import type { SizedSource, UploadRequest } from "./upload.js";
import { type PartAddresses, requestPartAddresses } from "./upload-address.js";
import { type UploadManifest, UploadManifests } from "./upload-manifest.js";

function urlOf({ urls }: PartAddresses, part: number): string {
  const url = urls.get(part);
  if (url !== undefined) return url;
  throw new LocationError("location_upload", { message: `The server gave no address for part ${part}.` });
}

function noTag(part: number): LocationError {
  return new LocationError("location_upload", {
    message: `The answer to part ${part} had no ETag. In a browser, the store has to expose it (Access-Control-Expose-Headers).`,
    details: { part },
  });
}

/** How often, and after how many milliseconds each, to look whether the parts were joined. */
const joinLooks = 100;
const joinDelay = 3_000;
const smallestPart = 8 * 1024 * 1024;
const mostParts = 1_000;
/** Bytes held at a time, in all parts under way together. */
const memory = 32 * 1024 * 1024;

type PartsRequest = UploadRequest & { readonly source: SizedSource };

/** Bytes of a part: few enough parts for the server, small enough parts for memory and for sending one again. */
export function partSizeFor(size: number): number {
  return Math.max(smallestPart, Math.ceil(size / mostParts / 1_048_576) * 1_048_576);
}

/** Uploads part by part, several at a time; goes on where an earlier attempt with the same key ended. */
export async function uploadParts(host: LocationHost, request: PartsRequest): Promise<number> {
  const run = new PartsUpload(host, request);
  for (let attempt = 0; ; attempt++) {
    try {
      return await run.attempt();
    } catch (error) {
      // Streams cannot be read a second time, and an upload that is lost again will not come back.
      if (!(error instanceof UploadLost) || attempt >= 2 || !request.source.rewindable) throw unwrap(error);
      run.startOver();
    }
  }
}

/** The server no longer goes on with the upload; its parts are gone. */
class UploadLost extends Error {}

function unwrap(error: unknown): unknown {
  if (!(error instanceof UploadLost)) return error;
  return new LocationError("location_upload", {
    message: `The server gave up the upload: ${error.message}. Start it again.`,
    cause: error.cause,
  });
}

class PartsUpload {
  readonly #host: LocationHost;
  readonly #request: PartsRequest;
  readonly #manifests: UploadManifests;
  readonly #partSize: number;
  readonly #count: number;
  readonly #renewing = new Mutex();
  readonly #memories: PartMemory[] = [];
  #fresh = false;
  #tagsAreChecksums = false;
  #fingerprint: string | undefined;
  #addresses: PartAddresses | undefined;
  #done = new Map<number, string>();

  constructor(host: LocationHost, request: PartsRequest) {
    this.#host = host;
    this.#request = request;
    this.#manifests = new UploadManifests(host);
    this.#partSize = partSizeFor(request.source.size);
    this.#count = Math.ceil(request.source.size / this.#partSize);
  }

  startOver(): void {
    this.#fresh = true;
    this.#addresses = undefined;
    for (const part of this.#done.keys()) this.#request.onBytes?.(-this.#lengthOf(part));
    this.#done = new Map();
  }

  async attempt(): Promise<number> {
    const { source, resumeKey, signal, concurrency = 3 } = this.#request;
    const fingerprint = await source.fingerprint();
    this.#fingerprint = fingerprint;
    await this.#begin(fingerprint);
    const reader = new PartReader(source, this.#partSize, signal);
    try {
      const missing = Array.from({ length: this.#count }, (_, index) => index + 1).filter(
        (part) => !this.#done.has(part),
      );
      const atOnce = Math.min(concurrency, Math.max(1, Math.floor(memory / this.#partSize)));
      await forEachConcurrently(missing, atOnce, (part) => this.#sendPart(reader, part));
      signal?.throwIfAborted();
      await reader.expectEnd();
    } finally {
      await reader.close();
    }
    if ((await source.fingerprint()) !== fingerprint) throw sourceChanged(source, source.size);
    await this.#complete();
    if (resumeKey !== undefined) await this.#manifests.remove(resumeKey, this.#count);
    return source.size;
  }

  async #begin(fingerprint: string | undefined): Promise<void> {
    const { resumeKey, componentId } = this.#request;
    const kept = this.#fresh || resumeKey === undefined ? undefined : await this.#manifests.load(resumeKey);
    const fits =
      kept?.componentId === componentId &&
      kept.fingerprint === fingerprint &&
      kept.partSize === this.#partSize;
    if (kept && fits) {
      this.#addresses = { uploadId: kept.uploadId, urls: new Map(kept.urls) };
      this.#done = new Map(kept.done);
      for (const part of this.#done.keys()) this.#request.onBytes?.(this.#lengthOf(part));
      return;
    }
    this.#addresses = await this.#requestAddresses(undefined);
    if (resumeKey !== undefined && fingerprint !== undefined) await this.#note(resumeKey, fingerprint, kept);
  }

  async #note(resumeKey: string, fingerprint: string, kept: UploadManifest | undefined): Promise<void> {
    const { source, componentId } = this.#request;
    const { uploadId, urls } = this.#addresses as PartAddresses;
    const manifest: UploadManifest = {
      componentId,
      uploadId,
      fingerprint,
      size: source.size,
      partSize: this.#partSize,
      urls: [...urls],
      done: this.#done,
    };
    await this.#manifests.start(resumeKey, manifest, kept?.done.keys() ?? []);
  }

  async #sendPart(reader: PartReader, part: number): Promise<void> {
    const { signal, stallTimeout = defaultStallTimeout, resumeKey, onBytes } = this.#request;
    const memory = this.#memories.pop() ?? new PartMemory();
    const body = await reader.read(part, memory);
    const used = this.#addresses as PartAddresses;
    const send = {
      signal,
      stallTimeout,
      onBytes,
      renew: async () => ({ url: await this.#renew(used, part), headers: {} }),
    };
    const address = { url: urlOf(used, part), headers: {} };
    const sent = await sendBytes(this.#host, address, body, send).catch((error) => this.#explain(error));
    const eTag = this.#checkTag(part, sent);
    // The store has told the checksum of all of it. Other memory may be on its way still, and is left alone.
    if (eTag === sent.checksum) {
      memory.takeBack();
      this.#memories.push(memory);
    }
    this.#done.set(part, eTag);
    if (resumeKey !== undefined) await this.#manifests.notePart(resumeKey, part, eTag);
  }

  /** A file that was written to no longer has the bytes it had; that is the cause worth telling. */
  async #explain(error: unknown): Promise<never> {
    const { source } = this.#request;
    if ((await source.fingerprint()) !== this.#fingerprint) throw sourceChanged(source, source.size);
    throw error;
  }

  /** One request renews all addresses, also those of parts that wait for their turn. */
  async #renew(used: PartAddresses, part: number): Promise<string> {
    await this.#renewing.run(async () => {
      if (this.#addresses !== used) return;
      const fresh = await this.#requestAddresses(used.uploadId);
      if (fresh.uploadId !== used.uploadId) throw new UploadLost("its address has expired");
      this.#addresses = fresh;
    });
    return urlOf(this.#addresses as PartAddresses, part);
  }

  async #complete(): Promise<void> {
    const { componentId, signal } = this.#request;
    const parts = [...this.#done].sort(([left], [right]) => left - right);
    const operation = {
      action: "complete_multipart_upload",
      upload_id: (this.#addresses as PartAddresses).uploadId,
      component_id: componentId,
      parts: parts.map(([part_number, e_tag]) => ({ part_number, e_tag })),
    };
    try {
      await this.#host.call([operation], { signal });
    } catch (cause) {
      if (cause instanceof ServerError) throw new UploadLost(cause.message, { cause });
      if (!(await this.#arrived(cause))) throw cause;
    }
  }

  /** Joining large files takes stores minutes, longer than connections last; what counts is that it happened. */
  async #arrived(cause: unknown): Promise<boolean> {
    const { source, storedSize, signal } = this.#request;
    if (!(cause instanceof TimeoutError || cause instanceof NetworkError)) return false;
    for (let look = 0; look < joinLooks; look++) {
      if ((await storedSize().catch(() => undefined)) === source.size) return true;
      await sleep(this.#host, joinDelay, signal);
    }
    return false;
  }

  /**
   * Stores usually answer the MD5 of a part as its tag, encrypted ones something else. Once one tag was the MD5,
   * a different one means damage on the way.
   */
  #checkTag(part: number, { eTag, checksum }: Sent): string {
    if (eTag === undefined) throw noTag(part);
    if (eTag === checksum) this.#tagsAreChecksums = true;
    else if (this.#tagsAreChecksums) {
      throw new LocationError("location_checksum", {
        message: `Part ${part} of the upload was damaged on its way.`,
        details: { part },
      });
    }
    return eTag;
  }

  #requestAddresses(uploadId: string | undefined): Promise<PartAddresses> {
    const { componentId, fileName, source, signal } = this.#request;
    return requestPartAddresses(
      this.#host,
      { componentId, fileName, size: source.size },
      this.#count,
      uploadId,
      { signal },
    );
  }

  #lengthOf(part: number): number {
    return Math.min(this.#partSize, this.#request.source.size - (part - 1) * this.#partSize);
  }
}
