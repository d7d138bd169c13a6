import { LocationError } from "../errors/location-error.js";
import { abortable } from "../util/abortable.js";
import { backoffDelay } from "../util/backoff.js";
import type { LocationHost } from "./location-host.js";
import { sleep } from "./sleep.js";
import { defaultStallTimeout, StallWatch } from "./stall-watch.js";

const attempts = 6;
const backoff = { base: 250, max: 10_000 };

export interface DownloadRequest {
  /** Gives an address; asked again when the last one has expired. */
  readonly url: () => Promise<string>;
  /** First byte. */
  readonly start?: number | undefined;
  /** One past the last byte. */
  readonly end?: number | undefined;
  /** Longest time in which nothing arrives, in milliseconds. Defaults to a minute. */
  readonly stallTimeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Opened {
  readonly connection: AbortController;
  readonly body: ReadableStreamDefaultReader<Uint8Array>;
  /** Position behind the last byte, where the server tells. */
  readonly end: number | undefined;
}

/**
 * Opens a download as a stream that survives lost connections: it goes on at the byte it had come to.
 *
 * @throws {@link LocationError} `location_resource_missing` when there is nothing at the address.
 */
export async function openDownload(
  host: LocationHost,
  request: DownloadRequest,
): Promise<ReadableStream<Uint8Array>> {
  const download = new Download(host, request);
  await download.open();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await download.next();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: (reason) => download.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

class Download {
  readonly #host: LocationHost;
  readonly #request: DownloadRequest;
  #position: number;
  #tag: string | undefined;
  #opened: Opened | undefined;
  #failures = 0;

  constructor(host: LocationHost, request: DownloadRequest) {
    this.#host = host;
    this.#request = request;
    this.#position = request.start ?? 0;
  }

  async open(): Promise<void> {
    const { signal, start = 0, end } = this.#request;
    for (;;) {
      if (end !== undefined && this.#position >= end) return;
      const headers: Record<string, string> = {};
      if (this.#position > 0 || end !== undefined)
        headers.range = `bytes=${this.#position}-${end === undefined ? "" : end - 1}`;
      if (this.#position > start && this.#tag !== undefined) headers["if-range"] = this.#tag;
      const connection = new AbortController();
      const response = await this.#fetch(headers, connection);
      if (response && (await this.#accept(response, connection, start))) return;
      signal?.throwIfAborted();
    }
  }

  /** `undefined` at the end. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (!this.#opened) return undefined;
      const { body, end, connection } = this.#opened;
      try {
        const { done, value } = await this.#unlessStalled(connection, () => body.read());
        if (!done) {
          this.#position += value.length;
          this.#failures = 0;
          return value;
        }
        if (end === undefined || this.#position >= end) return undefined;
        throw new Error(`the answer ended ${end - this.#position} bytes too early`);
      } catch (error) {
        await this.#fail(error);
        await this.open();
      }
    }
  }

  async cancel(reason: unknown): Promise<void> {
    await this.#opened?.body.cancel(reason);
  }

  async #fetch(headers: Record<string, string>, connection: AbortController): Promise<Response | undefined> {
    const address = await this.#request.url();
    const { signal } = connection;
    try {
      return await this.#unlessStalled(connection, () => this.#host.fetch(address, { headers, signal }));
    } catch (error) {
      await this.#fail(error);
      return undefined;
    }
  }

  /** Gives up a connection in which nothing arrives, and every one when the caller gives up. */
  async #unlessStalled<Result>(connection: AbortController, wait: () => Promise<Result>): Promise<Result> {
    const { signal, stallTimeout = defaultStallTimeout } = this.#request;
    const cancel = () => connection.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", cancel, { once: true });
    const watch = new StallWatch(this.#host.clock, (reason) => connection.abort(reason));
    watch.restart(stallTimeout);
    try {
      return await abortable(wait(), connection.signal);
    } finally {
      watch.stop();
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** @returns Whether the answer can be read on from where we are. */
  async #accept(response: Response, connection: AbortController, start: number): Promise<boolean> {
    const { status, headers, body } = response;
    if (status === 416) {
      // Nothing at or behind the position: the end of the resource.
      await body?.cancel();
      this.#opened = undefined;
      return true;
    }
    if (status !== 200 && status !== 206) {
      await body?.cancel();
      if (status === 404 || status === 410) throw missing();
      await this.#fail(new Error(`the answer was ${status}`));
      return false;
    }
    if (status === 200 && this.#position > start) {
      await body?.cancel();
      throw new LocationError("location_source_changed", {
        message:
          "The data changed while it was downloaded, or the server cannot go on in the middle. Start it again.",
      });
    }
    const whole = status === 200;
    const length = Number(headers.get("content-length") ?? Number.NaN);
    this.#tag = headers.get("etag") ?? undefined;
    // A coded body is longer once decoded, so its length tells nothing.
    const known = Number.isFinite(length) && headers.get("content-encoding") === null;
    const from = whole ? 0 : this.#position;
    const stream = whole && start > 0 ? skip(body, start) : body;
    const reader = (stream ?? emptyStream()).getReader();
    this.#opened = { connection, body: reader, end: known ? from + length : undefined };
    return true;
  }

  async #fail(error: unknown): Promise<void> {
    const { signal } = this.#request;
    signal?.throwIfAborted();
    if (++this.#failures >= attempts) {
      throw new LocationError("location_transfer", {
        message: `The download stopped after ${this.#position} bytes: ${error instanceof Error ? error.message : error}.`,
        details: { position: this.#position },
        cause: error,
      });
    }
    await sleep(this.#host, backoffDelay(this.#failures - 1, backoff, Math.random()), signal);
  }
}

/** For servers that do not know ranges. */
function skip(
  body: ReadableStream<Uint8Array> | null,
  count: number,
): ReadableStream<Uint8Array> | undefined {
  let left = count;
  return body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const rest = chunk.subarray(Math.min(left, chunk.length));
        left -= chunk.length - rest.length;
        if (rest.length > 0) controller.enqueue(rest);
      },
    }),
  );
}

function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

function missing(): LocationError {
  return new LocationError("location_resource_missing", {
    message: "The server has no data of this component.",
  });
}
