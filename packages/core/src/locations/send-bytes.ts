import { LocationError } from "../errors/location-error.js";
import { backoffDelay } from "../util/backoff.js";
import type { LocationHost } from "./location-host.js";
import type { UploadAddress } from "./upload-address.js";

const attempts = 6;
const backoff = { base: 250, max: 10_000 };
/** Statuses of an address that is no longer good for anything. */
const staleStatuses = [400, 401, 403, 404, 410];

/** Bytes in memory, or a blob that is read while it is sent. */
export type UploadBody = Uint8Array<ArrayBuffer> | Blob;

export const sizeOf = (body: UploadBody): number => (body instanceof Blob ? body.size : body.length);

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for one attempt, in milliseconds. */
  readonly timeout: number;
  /** Gives another address when one has expired. */
  readonly renew: () => Promise<UploadAddress>;
}

/**
 * Sends bytes to an address, again where that can help: after lost connections, timeouts and server errors, and
 * with a fresh address when the old one has expired.
 *
 * @returns The entity tag of what was stored, without quotes.
 */
export async function sendBytes(
  host: LocationHost,
  address: UploadAddress,
  bytes: UploadBody,
  { signal, timeout, renew }: SendOptions,
): Promise<string | undefined> {
  let current = address;
  let renewed = false;
  let problem: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(host, backoffDelay(attempt - 1, backoff, Math.random()), signal);
    const outcome = await sendOnce(host, current, bytes, timeout, signal);
    if ("eTag" in outcome) return outcome.eTag;
    problem = outcome.problem;
    if (!outcome.stale) continue;
    if (renewed) break;
    current = await renew();
    renewed = true;
  }
  throw new LocationError("location_upload", {
    message: `${sizeOf(bytes)} bytes could not be uploaded: ${problem instanceof Error ? problem.message : problem}.`,
    details: { size: sizeOf(bytes) },
    cause: problem,
  });
}

type Outcome = { readonly eTag: string | undefined } | { readonly problem: unknown; readonly stale: boolean };

async function sendOnce(
  host: LocationHost,
  { url, headers }: UploadAddress,
  body: UploadBody,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const stopTimer = host.clock.setTimer(timeout, () =>
    controller.abort(new Error(`no answer within ${timeout} ms`)),
  );
  try {
    const init = { method: "PUT", headers: sendable(headers), body, signal: controller.signal };
    const response = await host.fetch(url, init);
    // Unread bodies keep connections open.
    await response.body?.cancel();
    if (response.ok) return { eTag: response.headers.get("etag")?.replaceAll('"', "") };
    return { problem: `the answer was ${response.status}`, stale: staleStatuses.includes(response.status) };
  } catch (problem) {
    signal?.throwIfAborted();
    return { problem, stale: false };
  } finally {
    stopTimer();
    signal?.removeEventListener("abort", abort);
  }
}

/** `fetch` sets these itself and refuses them from us. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(content-length|host)$/i.test(name)),
  );
}

/** Waits, unless the caller gives up first. */
export function sleep(
  { clock }: Pick<LocationHost, "clock">,
  delay: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    };
    const stop = clock.setTimer(delay, done, { keepAlive: true });
    const aborted = () => {
      stop();
      reject(signal?.reason);
    };
    if (signal?.aborted) aborted();
    else signal?.addEventListener("abort", aborted, { once: true });
  });
}
