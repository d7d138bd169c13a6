import { EventHubError } from "../errors/event-hub-error.js";
import { NetworkError } from "../errors/network-error.js";
import { OptionsError } from "../errors/options-error.js";
import { connectionError } from "./hub-errors.js";

/** Where the event server is and who asks. */
export interface EventServer {
  readonly serverUrl: string;
  readonly apiUser: string;
  readonly apiKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** `query` where the runtime cannot send headers across origins (wire protocol 7.1). */
  readonly credentials: "headers" | "query";
}

/** What the server answers to a handshake. */
export interface Handshake {
  readonly sessionId: string;
  /** Milliseconds within which the server promises a heartbeat; `undefined` when it promises none. */
  readonly heartbeat: number | undefined;
}

/**
 * The address below which the event server answers; a path in the server's address, such as a proxy's prefix, stays.
 *
 * @throws {@link OptionsError} `options_invalid` when it is no http address.
 */
export function eventServerAddress(serverUrl: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(serverUrl);
  } catch {
    // Told below, like an address with another scheme.
  }
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new OptionsError("options_invalid", {
      message: `Option "serverUrl" must be an address such as https://studio.example.com.`,
      details: { option: "serverUrl" },
    });
  }
  const prefix = url.pathname.replace(/\/+$/, "");
  return new URL(`${prefix}/socket.io/1/`, url.origin);
}

/** Headers sent with the handshake and, where the runtime allows it, with the socket. */
export function connectionHeaders({ headers, cookies }: EventServer): Record<string, string> {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? { ...headers } : { ...headers, cookie: pairs.join("; ") };
}

/**
 * Asks the event server for a socket session.
 *
 * @throws {@link EventHubError} `event_hub_rejected` when user or key are refused, `event_hub_connection` otherwise.
 */
export async function shakeHands(
  server: EventServer,
  send: typeof fetch,
  signal: AbortSignal,
): Promise<Handshake> {
  const url = eventServerAddress(server.serverUrl);
  const place = url.href;
  const headers = connectionHeaders(server);
  const inQuery = server.credentials === "query";
  if (inQuery) {
    url.searchParams.set("api_user", server.apiUser);
    url.searchParams.set("api_key", server.apiKey);
  } else {
    headers["ftrack-user"] = server.apiUser;
    headers["ftrack-api-key"] = server.apiKey;
  }
  let status: number;
  let text: string;
  try {
    // Cookies of a load balancer must come back for the socket to reach the same machine.
    const response = await send(url, { headers, signal, ...(inQuery ? { credentials: "include" } : {}) });
    status = response.status;
    text = await response.text();
  } catch (error) {
    throw connectionError(`could not be reached at ${place}`, { place }, redact(error, server.apiKey));
  }
  if (status === 401 || status === 403) {
    throw new EventHubError("event_hub_rejected", {
      message: `The event server at ${place} refused the user or the key (status ${status}). Check both.`,
      details: { place, status },
    });
  }
  if (status !== 200)
    throw connectionError(`answered the handshake with status ${status}`, { place, status });
  return readHandshake(text, place);
}

function readHandshake(text: string, place: string): Handshake {
  const [sessionId, heartbeat, , transports] = text.trim().split(":");
  if (!sessionId || transports === undefined || !/^[\w-]+$/.test(sessionId)) {
    throw connectionError("sent a handshake that cannot be read; is there a proxy in between?", { place });
  }
  if (!transports.split(",").includes("websocket")) {
    throw connectionError("does not offer WebSocket connections", { place });
  }
  const seconds = Number(heartbeat);
  return { sessionId, heartbeat: seconds > 0 ? seconds * 1_000 : undefined };
}

/** The socket's own address. It carries no credentials: the session id stands for them. */
export function socketAddress({ serverUrl }: EventServer, sessionId: string): string {
  const url = new URL(`websocket/${sessionId}`, eventServerAddress(serverUrl));
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Some runtimes quote the address, and with it the key, in what they throw. */
function redact(error: unknown, key: string): unknown {
  const told = [error, (error as { cause?: unknown } | undefined)?.cause].map(String).join();
  if (!told.includes(key) && !told.includes(encodeURIComponent(key))) return error;
  return new NetworkError("network_unreachable", {
    message: "The request failed; what the runtime said held the key and is left out.",
    retryable: true,
  });
}
