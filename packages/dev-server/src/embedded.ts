/** The development server without a network, for pages and tests: API and events of one process. */

import type { OpenWebSocket } from "@ftrack-kit/core";
import { createOpenWebSocket } from "./event-server/page-sockets.js";
import { createWebSocketClass } from "./event-server/page-web-socket.js";
import { fitImageWithCanvas } from "./files/canvas-images.js";
import { MemoryBlobs } from "./files/memory-blobs.js";
import { DevApi } from "./server/dev-api.js";
import { controlsOf, type DevControls } from "./server/dev-controls.js";
import { checkDevApiOptions, type DevApiOptions } from "./server/options.js";

export type { ConnectionInfo } from "./event-server/connection.js";
export type { FaultRule } from "./faults/fault-rule.js";
export type { FaultScript } from "./faults/fault-script.js";
export type { SeedName } from "./seeds/seed-workspace.js";
export type { DevEvent } from "./server/dev-api.js";
export type { DevApiOptions, DevCredentials, DevLimits } from "./server/options.js";
export type { RequestLog, RequestRecord } from "./server/request-log.js";
export type { ServerClock } from "./server/server-clock.js";
export type { DevSnapshot } from "./server/workspace-state.js";

/** Leads nowhere on any network (RFC 2606), so that a request that misses the embedded server fails. */
const address = "https://ftrack-dev-server.invalid";
const gibibyte = 1024 ** 3;

/** A development server in this page or process. Its address is not on the network; only the functions below know it. */
export interface EmbeddedServer extends DevControls {
  /** Stands for the global function: requests to the server's address are answered here, others fail. */
  readonly fetch: typeof fetch;
  /** The port of a platform. */
  readonly openWebSocket: OpenWebSocket;
  /** Stands for the global class. */
  readonly WebSocket: typeof WebSocket;
}

/**
 * Starts a development server without a network.
 *
 * @throws `OptionsError` `options_invalid` or `options_unknown`, naming the option.
 * @example
 * const server = await createEmbeddedServer({ credentials: { user: "jane", key: "test-key" } });
 * const { url: serverUrl, fetch, WebSocket } = server;
 * const session = await Session.open({ serverUrl, apiUser: "jane", apiKey: "test-key", fetch, WebSocket });
 */
export async function createEmbeddedServer(options: DevApiOptions = {}): Promise<EmbeddedServer> {
  const api = await DevApi.open(checkDevApiOptions(options), {
    url: address,
    components: new MemoryBlobs(),
    parts: new MemoryBlobs(),
    media: { fitImage: fitImageWithCanvas },
    uploadLimit: gibibyte,
  });
  const openWebSocket = createOpenWebSocket(api.events);
  // Getters of the controls have to stay getters.
  return Object.assign(
    controlsOf(api, () => api.close()),
    {
      fetch: (input: RequestInfo | URL, init?: RequestInit) => answer(api, new Request(input, init)),
      openWebSocket,
      WebSocket: createWebSocketClass(openWebSocket),
    },
  );
}

/** A network in a function: failing connections reject, and an aborted request stops waiting. */
async function answer(api: DevApi, request: Request): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  if (new URL(request.url).origin !== address) throw new TypeError("Failed to fetch");
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    const response = await Promise.race([api.fetch(request), aborted]);
    if (response.type === "error") throw new TypeError("Failed to fetch");
    return response;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
