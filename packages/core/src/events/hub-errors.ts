import { EventHubError } from "../errors/event-hub-error.js";
import { TimeoutError } from "../errors/network-error.js";

/** A failure to connect, or to stay connected. */
export function connectionError(
  what: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): EventHubError {
  return new EventHubError("event_hub_connection", { message: `The event server ${what}.`, details, cause });
}

export function notConnected(): EventHubError {
  return new EventHubError("event_hub_connection", {
    message: "The event hub is not connected and not about to be. Call connect() first.",
  });
}

export function closedError(reason: string): EventHubError {
  return new EventHubError("event_hub_closed", { message: `The event hub stopped: ${reason}.` });
}

export function overflowError(what: string, limit: number): EventHubError {
  return new EventHubError("event_hub_overflow", {
    message: `${what} is too slow: more than ${limit} events wait, and the oldest are dropped.`,
    details: { limit },
  });
}

export function notReady(timeout: number, state: string): TimeoutError {
  return new TimeoutError("timeout_wait", {
    message: `The event hub was not ready within ${timeout} ms; it is ${state}.`,
    details: { timeout, state },
  });
}

/**
 * Marks a promise as seen and returns it.
 *
 * Whoever awaits it gets the failure; who does not must not lose the process to it.
 */
export function handled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

export function subscriptionRefused(id: string, expression: string, reason: string): EventHubError {
  return new EventHubError("event_hub_rejected", {
    message: `The event server refused the subscription "${expression}": ${reason}`,
    details: { id, expression, reason },
  });
}
