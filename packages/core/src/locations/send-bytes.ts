import { LocationError } from "../errors/location-error.js";
import { abortable } from "../util/abortable.js";
import { backoffDelay } from "../util/backoff.js";
import { createMd5 } from "../util/md5.js";
import { chunksOf, observe } from "../util/streams.js";
import type { LocationHost } from "./location-host.js";
import { sleep } from "./sleep.js";
import { StallWatch } from "./stall-watch.js";
import type { UploadAddress } from "./upload-address.js";
import type { UploadBody } from "./upload-body.js";

const attempts = 6;
const backoff = { base: 250, max: 10_000 };
/** Statuses of an address that is no longer good for anything. */
const staleStatuses = [400, 401, 403, 404, 410];
/** Bytes per millisecond of the slowest connection that is worth waiting for. */
const slowest = 16;

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest time in which nothing moves, in milliseconds. */
  readonly stallTimeout: number;
  /** Gives another address when one has expired. */
  readonly renew: () => Promise<UploadAddress>;
  /** Called with bytes on their way; negative when they have to be sent again. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** What a store took. */
export interface Sent {
  /** Without quotes. */
  readonly eTag: string | undefined;
  /** MD5 of what was sent, in hex. */
  readonly checksum: string;
}

/**
 * Sends bytes to an address, again where that can help: after lost and stalled connections and server errors, and
 * with a fresh address when the old one has expired. It always settles.
 */
export async function sendBytes(
  host: LocationHost,
  address: UploadAddress,
  body: UploadBody,
  options: SendOptions,
): Promise<Sent> {
  const { signal, renew } = options;
  let current = address;
  let renewed = false;
  let problem: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(host, backoffDelay(attempt - 1, backoff, Math.random()), signal);
    const outcome = await sendOnce(host, current, body, options);
    if ("checksum" in outcome) return outcome;
    problem = outcome.problem;
    if (!outcome.stale) continue;
    if (renewed) break;
    current = await renew();
    renewed = true;
  }
  throw new LocationError("location_upload", {
    message: `${body.size} bytes could not be uploaded: ${problem instanceof Error ? problem.message : problem}.`,
    details: { size: body.size },
    cause: problem,
  });
}

type Outcome = Sent | { readonly problem: unknown; readonly stale: boolean };

async function sendOnce(
  host: LocationHost,
  { url, headers }: UploadAddress,
  body: UploadBody,
  options: SendOptions,
): Promise<Outcome> {
  const { signal } = options;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const watch = new StallWatch(host.clock, (reason) => controller.abort(reason));
  const prepare = host.streamsUploads ? prepareStream : prepareWhole;
  let sending: Sending | undefined;
  let failed = true;
  try {
    sending = await prepare(body, options, watch, controller.signal);
    const init = { method: "PUT", ...sending.init, signal: controller.signal };
    const all = { ...sendable(headers), ...sending.init.headers };
    const response = await abortable(host.fetch(url, { ...init, headers: all }), controller.signal);
    // Unread bodies keep connections open.
    await abortable(Promise.resolve(response.body?.cancel()), controller.signal);
    if (!response.ok) {
      return { problem: `the answer was ${response.status}`, stale: staleStatuses.includes(response.status) };
    }
    failed = false;
    return { eTag: response.headers.get("etag")?.replaceAll('"', ""), checksum: await sending.checksum() };
  } catch (problem) {
    signal?.throwIfAborted();
    // What cannot be read is not sent better the next time.
    if (!sending) throw problem;
    return { problem, stale: false };
  } finally {
    sending?.end(failed);
    watch.stop();
    signal?.removeEventListener("abort", abort);
  }
}

/** One attempt: what `fetch` is given, the checksum of it, and how to count it. */
interface Sending {
  readonly init: RequestInit & { readonly headers?: Record<string, string>; readonly duplex?: "half" };
  checksum(): Promise<string>;
  end(failed: boolean): void;
}

/** A body that flows tells whether it moves, is never held as a whole, and is summed up on its way. */
async function prepareStream(
  body: UploadBody,
  { stallTimeout, onBytes }: SendOptions,
  watch: StallWatch,
  signal: AbortSignal,
): Promise<Sending> {
  const md5 = createMd5();
  let count = 0;
  let ended = false;
  const look = (chunk: Uint8Array) => {
    // Chunks that are already on their way follow the end.
    if (ended) return;
    watch.restart(stallTimeout);
    md5.update(chunk);
    count += chunk.length;
    onBytes?.(chunk.length);
  };
  const stream = observe(await body.open(), look, signal);
  watch.restart(stallTimeout);
  return {
    init: { body: stream, duplex: "half", headers: { "content-length": String(body.size) } },
    checksum: async () => md5.digest("hex"),
    end: (failed) => {
      ended = true;
      if (failed && count > 0) onBytes?.(-count);
    },
  };
}

/** Engines that send no streams do not tell how far they are either, so that all of it gets the time it may take. */
async function prepareWhole(
  body: UploadBody,
  { stallTimeout, onBytes }: SendOptions,
  watch: StallWatch,
): Promise<Sending> {
  const content = await body.whole();
  watch.restart(stallTimeout + body.size / slowest);
  return {
    init: { body: content },
    checksum: async () => {
      const md5 = createMd5();
      if (content instanceof Blob) for await (const chunk of chunksOf(content.stream())) md5.update(chunk);
      else md5.update(content);
      return md5.digest("hex");
    },
    end: (failed) => {
      if (!failed) onBytes?.(body.size);
    },
  };
}

/** `fetch` sets these itself where it may. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(content-length|host)$/i.test(name)),
  );
}
