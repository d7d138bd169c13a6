import { Event, type EventSource } from "./event.js";

/** Reads an event from outside; keys nobody knows are left out, and `undefined` says it is no event at all. */
export function decodeEvent(value: unknown): Event<unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const wire = value as Record<string, unknown>;
  if (typeof wire.topic !== "string") return undefined;
  return new Event<unknown>(wire.topic, wire.data ?? {}, {
    id: typeof wire.id === "string" ? wire.id : "",
    target: textOf(wire.target),
    sent: textOf(wire.sent),
    source: typeof wire.source === "object" && wire.source !== null ? (wire.source as EventSource) : {},
    inReplyToEvent: textOf(wire.inReplyToEvent ?? wire.in_reply_to_event),
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
