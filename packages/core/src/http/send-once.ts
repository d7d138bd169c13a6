import ky from "ky";
import type { Credentials } from "../auth/credentials.js";
import { NetworkError, type RequestFacts, TimeoutError } from "../errors/network-error.js";
import type { Clock } from "../platform/clock.js";
import { abortable } from "../util/abortable.js";
import { type Redact, redactCause } from "../util/redact.js";
import { type Outcome, readAnswer } from "./read-answer.js";
import { parseRetryAfter } from "./retry.js";

/** Where requests go, and what all of them carry. */
export interface Destination {
  /** Address without a trailing slash. */
  readonly serverUrl: string;
  readonly apiUser: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly clientToken: string | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** One request, however often it is sent. */
export interface AttemptRequest {
  readonly requestId: string;
  readonly actions: readonly string[];
  readonly body: string;
  readonly timeout: number;
  readonly pushToken: string | undefined;
  readonly strictApi: boolean;
  readonly signal: AbortSignal | undefined;
}

/** A request with the credentials of the moment. */
interface SignedRequest extends AttemptRequest {
  readonly credentials: Credentials;
}

interface Attempt {
  readonly outcome: Outcome;
  readonly status: number | undefined;
  /** Length of the answer, in characters. */
  readonly size: number;
}

/**
 * Sends a request once and reads the whole answer within the time allowed.
 *
 * Repeating is left to the caller, which knows reads from writes and waits by the session's clock: ky would take
 * every batch for the same POST.
 *
 * @throws The signal's own reason when cancelled; every other failure is an outcome.
 */
export async function sendOnce(
  destination: Destination,
  request: SignedRequest,
  facts: RequestFacts & { readonly actions: readonly string[] },
  redact: Redact,
): Promise<Attempt> {
  const { signal, timeout } = request;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const cancel = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", cancel, { once: true });
  let timedOut = false;
  const stopTimer = destination.clock.setTimer(timeout, () => {
    timedOut = true;
    controller.abort();
  });
  let status: number | undefined;
  try {
    const exchange = async () => {
      const response = await post(destination, request, controller.signal);
      status = response.status;
      return { response, text: await response.text() };
    };
    // A `fetch` from elsewhere may not know signals; nobody waits for it longer than for others.
    const { response, text } = await abortable(exchange(), controller.signal);
    const size = text.length;
    const outcome = readAnswer(response.status, text, facts, redact);
    if (!("error" in outcome)) return { outcome, status, size };
    const retryAfter = parseRetryAfter(response.headers.get("retry-after"), destination.clock.now());
    return { outcome: { ...outcome, retryAfter }, status, size };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const outcome = timedOut
      ? timeoutOutcome(timeout, facts)
      : unreachableOutcome(
          destination.serverUrl,
          { ...facts, ...(status === undefined ? {} : { status }) },
          cause,
          redact,
        );
    return { outcome, status, size: 0 };
  } finally {
    stopTimer();
    signal?.removeEventListener("abort", cancel);
  }
}

/**
 * Sends through ky, which makes a request of its own for hooks and repeats that are not used here. It is left empty,
 * as making it is most of what ky costs: everything goes to `fetch` as plain arguments, because a `fetch` from
 * elsewhere does not take this realm's `Request` for one of its own.
 */
function post(destination: Destination, request: SignedRequest, signal: AbortSignal): Promise<Response> {
  const url = `${destination.serverUrl}/api`;
  const { body } = request;
  const headers = headersOf(destination, request);
  return ky(url, {
    // Both are ours: see above.
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: () => destination.fetch(url, { method: "POST", headers, credentials: "include", body, signal }),
  });
}

/** Ours come last: nobody else's headers replace credentials or the mode (wire protocol 1.1). */
function headersOf(
  destination: Destination,
  { pushToken, strictApi, credentials }: SignedRequest,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const given of [destination.headers, credentials.headers ?? {}]) {
    for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value;
  }
  const cookies = Object.entries(destination.cookies).map(([name, value]) => `${name}=${value}`);
  if (cookies.length > 0) headers.cookie = cookies.join("; ");
  headers.accept = "application/json";
  headers["content-type"] = "application/json";
  headers["ftrack-user"] = destination.apiUser;
  if (credentials.apiKey !== undefined) headers["ftrack-api-key"] = credentials.apiKey;
  headers["ftrack-strict-api"] = String(strictApi);
  if (destination.clientToken !== undefined) headers["ftrack-clienttoken"] = destination.clientToken;
  if (pushToken !== undefined) headers["ftrack-pushtoken"] = pushToken;
  return headers;
}

function timeoutOutcome(timeout: number, facts: RequestFacts): Outcome {
  return {
    error: new TimeoutError("timeout_request", {
      message: `The server did not answer within ${timeout} ms.`,
      details: { ...facts, timeout },
    }),
    repeat: "reads",
  };
}

/** Codes with which connecting fails, so that nothing was sent; browsers do not tell. */
const notDelivered = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function unreachableOutcome(serverUrl: string, facts: RequestFacts, cause: unknown, redact: Redact): Outcome {
  const code = systemCodeOf(cause);
  const delivered =
    facts.status === undefined && code !== undefined && notDelivered.has(code) ? false : undefined;
  const message =
    facts.status === undefined
      ? `The server at ${new URL(serverUrl).host} cannot be reached${code === undefined ? "" : ` (${code})`}.`
      : "The connection broke before the whole answer had arrived.";
  return {
    error: new NetworkError("network_unreachable", {
      message,
      details: { ...facts, ...(delivered === undefined ? {} : { delivered }) },
      retryable: true,
      cause: redactCause(cause, redact),
    }),
    repeat: delivered === false ? "always" : "reads",
  };
}

/** Node wraps the system's error once or, for a host with several addresses, in an aggregate. */
function systemCodeOf(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === "string" && /^E[A-Z_]+$/.test(code)) return code;
    if (current instanceof AggregateError && current.errors.length > 0) {
      const codes = new Set(current.errors.map(systemCodeOf));
      return codes.size === 1 ? [...codes][0] : undefined;
    }
  }
  return undefined;
}
