import type { EventHubError } from "../errors/event-hub-error.js";

/**
 * What a hub is doing.
 *
 * `idle`: `connect()` was not called, or `disconnect()` was. `connecting`: handshake or socket under way.
 * `synchronising`: connected, the server has not confirmed all subscriptions yet. `ready`: it has.
 * `waiting`: between two attempts. `closed`: for good, or until `connect()` is called again.
 */
export type HubState = "idle" | "connecting" | "synchronising" | "ready" | "waiting" | "closed";

/** A hub at one moment. Times are milliseconds since 1970. */
export interface HubStatus {
  readonly state: HubState;
  readonly since: number;
  /** Failed attempts in a row. */
  readonly attempt: number;
  /** When the next attempt begins, while `waiting`. */
  readonly retryAt?: number | undefined;
  /** Published events the server has not acknowledged. */
  readonly queued: number;
  /** Why the last attempt failed. */
  readonly error?: EventHubError | undefined;
}

/** A time in which events may have been missed. Times are milliseconds since 1970. */
export interface Gap {
  /** The last sign of life before, less five seconds for what was on its way then. */
  readonly from: number;
  /** When all subscriptions were confirmed again. */
  readonly to: number;
  readonly reason: string;
}

/** What `hub.on` tells, by name. */
export interface HubEvents {
  /** The socket is open; subscriptions are being sent. */
  connected: [];
  /** The server confirmed every subscription. */
  ready: [];
  disconnected: [{ readonly reason: string; readonly intentional: boolean }];
  reconnecting: [
    { readonly attempt: number; readonly delay: number; readonly error?: EventHubError | undefined },
  ];
  /** Events may have been missed: re-read what you depend on. */
  gap: [Gap];
  /** A failure that no caller is waiting for: a handler threw, a subscription was refused, events were dropped. */
  error: [unknown];
  status: [HubStatus];
}
