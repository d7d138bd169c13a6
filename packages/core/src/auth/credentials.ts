import type { Awaitable } from "../util/awaitable.js";

/** What proves to the server who asks: an API key, or headers for a broker that keeps the key to itself. */
export interface Credentials {
  /** API key of the session's user. */
  readonly apiKey?: string | undefined;
  /** Sent with every request and with the event hub's handshake. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Why credentials are asked for. */
export interface CredentialsRequest {
  /** What the server has just refused; `undefined` when the session asks for the first time. */
  readonly refused: Credentials | undefined;
  /** Aborts when the answer would come too late. */
  readonly signal: AbortSignal;
}

/**
 * Credentials, or a function that gives them. The function is called before the first request, and again, once for
 * all requests that wait, when the server refuses what it gave. Nothing it gives is ever stored.
 *
 * @example
 * const auth = async ({ signal }) => ({ apiKey: await (await fetch("/my-key", { signal })).text() });
 */
export type Auth = Credentials | ((request: CredentialsRequest) => Awaitable<Credentials>);
