import { EventHubError } from "../errors/event-hub-error.js";
import { Event, type EventSource } from "./event.js";
import { printExpression } from "./expression.js";
import { requireEvent } from "./hub-identity.js";

/**
 * Writes an event as it is sent.
 *
 * @throws {@link EventHubError} `event_hub_unserialisable`.
 */
export function encodeEvent(event: Event<unknown>): string {
  try {
    return JSON.stringify(event);
  } catch (cause) {
    throw new EventHubError("event_hub_unserialisable", {
      message: `The data of an event of topic "${event.topic}" cannot be written as JSON.`,
      details: { topic: event.topic },
      cause,
    });
  }
}

/**
 * An answer to an event, for nobody but who published it.
 *
 * @throws {@link EventHubError} `event_hub_rejected` when it does not say who that was.
 */
export function createReply(event: Event<unknown>, data: unknown, source: EventSource): Event<unknown> {
  requireEvent(event);
  const value = event.source.id;
  if (typeof value !== "string") {
    throw new EventHubError("event_hub_rejected", {
      message: `An event of topic "${event.topic}" cannot be answered: it does not say who sent it.`,
      details: { topic: event.topic },
    });
  }
  const target = printExpression({ kind: "condition", field: "id", operator: "=", value });
  return new Event<unknown>("ftrack.meta.reply", data, { target, source, inReplyToEvent: event.id });
}
