import { LocationError } from "../errors/location-error.js";
import { NetworkError } from "../errors/network-error.js";
import { abortable } from "../util/abortable.js";
import { backoffDelay } from "../util/backoff.js";
import type { ResourceStat } from "./accessor.js";
import type { LocationHost } from "./location-host.js";
import { sleep } from "./sleep.js";
import { defaultStallTimeout, StallWatch } from "./stall-watch.js";

/** Of requests about data, as opposed to those that move it. */
const repeats = 3;
const backoff = { base: 250, max: 10_000 };

/** What is stored at an address; `undefined` when there is nothing. */
export async function statStored(host: LocationHost, url: string): Promise<ResourceStat | undefined> {
  const response = await request(host, url, { headers: { range: "bytes=0-0" } });
  if (response.status === 404 || response.status === 410) return undefined;
  // An empty resource has no first byte.
  const total = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (response.status === 416) return { kind: "file", size: total === undefined ? undefined : Number(total) };
  if (!response.ok) throw refused(response);
  const length = response.headers.get("content-length");
  const size = response.status === 206 ? total : length;
  return { kind: "file", size: size === undefined || size === null ? undefined : Number(size) };
}

/** Asks an address to remove what it stands for. */
export async function removeStored(host: LocationHost, url: string): Promise<void> {
  const response = await request(host, url, {});
  if (!response.ok) throw refused(response);
}

/** The head of an answer. */
async function request(host: LocationHost, url: string, init: RequestInit): Promise<Response> {
  const response = await requestAgain(host, url, init);
  await response.body?.cancel();
  return response;
}

/** Looking and removing can be done again where an answer was lost. */
async function requestAgain(host: LocationHost, url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await requestOnce(host, url, init);
    } catch (cause) {
      if (attempt < repeats) {
        await sleep(host, backoffDelay(attempt, backoff, Math.random()), undefined);
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

async function requestOnce(host: LocationHost, url: string, init: RequestInit): Promise<Response> {
  const controller = new AbortController();
  const watch = new StallWatch(host.clock, (reason) => controller.abort(reason));
  watch.restart(defaultStallTimeout);
  try {
    const { signal } = controller;
    return await abortable(host.fetch(url, { ...init, signal }), signal);
  } finally {
    watch.stop();
  }
}

function refused({ status }: Response): LocationError {
  return new LocationError("location_transfer", {
    message: `The server's file store answered ${status}.`,
    details: { status },
  });
}
