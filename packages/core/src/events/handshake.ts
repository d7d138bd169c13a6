import type { Authenticator } from "../auth/authenticator.js";
import type { Credentials } from "../auth/credentials.js";
import { EventHubError } from "../errors/event-hub-error.js";
import { createRedact, redactCause } from "../util/redact.js";
import { eventServerAddress } from "./event-server-address.js";
import { connectionError } from "./hub-errors.js";

/** Where the event server is and who asks. */
export interface EventServer {
  readonly serverUrl: string;
  readonly apiUser: string;
  readonly auth: Authenticator;
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
  /** Sent with the socket too, where the runtime allows it. */
  readonly headers: Readonly<Record<string, string>>;
}

function connectionHeaders(
  { headers, cookies }: EventServer,
  credentials: Credentials,
): Record<string, string> {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return {
    ...headers,
    ...credentials.headers,
    ...(pairs.length === 0 ? {} : { cookie: pairs.join("; ") }),
  };
}

/**
 * Asks the event server for a socket session, once more with other credentials when it refuses the first.
 *
 * @throws {@link EventHubError} `event_hub_rejected` when user or key are refused, `event_hub_connection` otherwise.
 */
export async function shakeHands(
  server: EventServer,
  send: typeof fetch,
  signal: AbortSignal,
): Promise<Handshake> {
  const credentials = await server.auth.get(signal);
  const first = await ask(server, credentials, send, signal);
  const fresh = isRefusal(first) ? await server.auth.refresh(credentials, signal) : undefined;
  if (!fresh) return readHandshake(server, credentials, first);
  return readHandshake(server, fresh, await ask(server, fresh, send, signal));
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const isRefusal = ({ status }: Pick<Answer, "status">) => status === 401 || status === 403;

async function ask(
  server: EventServer,
  credentials: Credentials,
  send: typeof fetch,
  signal: AbortSignal,
): Promise<Answer> {
  const url = eventServerAddress(server.serverUrl);
  const place = url.href;
  const headers = connectionHeaders(server, credentials);
  const { apiKey } = credentials;
  const inQuery = server.credentials === "query";
  if (inQuery) {
    url.searchParams.set("api_user", server.apiUser);
    if (apiKey !== undefined) url.searchParams.set("api_key", apiKey);
  } else {
    headers["ftrack-user"] = server.apiUser;
    if (apiKey !== undefined) headers["ftrack-api-key"] = apiKey;
  }
  try {
    // Cookies of a load balancer must come back for the socket to reach the same machine.
    const response = await send(url, { headers, signal, ...(inQuery ? { credentials: "include" } : {}) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    // Some runtimes quote the request in what they throw.
    const redact = createRedact([...server.auth.secrets, ...Object.values(headers)]);
    throw connectionError(`could not be reached at ${place}`, { place }, redactCause(error, redact));
  }
}

function readHandshake(server: EventServer, credentials: Credentials, { status, text }: Answer): Handshake {
  const place = eventServerAddress(server.serverUrl).href;
  if (isRefusal({ status })) {
    throw new EventHubError("event_hub_rejected", {
      message: `The event server at ${place} refused the user or the key (status ${status}). Check both.`,
      details: { place, status },
    });
  }
  if (status !== 200)
    throw connectionError(`answered the handshake with status ${status}`, { place, status });
  const [sessionId, heartbeat, , transports] = text.trim().split(":");
  if (!sessionId || transports === undefined || !/^[\w-]+$/.test(sessionId)) {
    throw connectionError("sent a handshake that cannot be read; is there a proxy in between?", { place });
  }
  if (!transports.split(",").includes("websocket")) {
    throw connectionError("does not offer WebSocket connections", { place });
  }
  const seconds = Number(heartbeat);
  const headers = connectionHeaders(server, credentials);
  return { sessionId, heartbeat: seconds > 0 ? seconds * 1_000 : undefined, headers };
}

/** The socket's own address. It carries no credentials: the session id stands for them. */
export function socketAddress({ serverUrl }: EventServer, sessionId: string): string {
  const url = new URL(`websocket/${sessionId}`, eventServerAddress(serverUrl));
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
