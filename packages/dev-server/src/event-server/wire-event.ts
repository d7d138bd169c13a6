import { createHexId } from "@ftrack-kit/core";

/** Who is behind a connection. */
export interface EventUser {
  readonly id: string;
  readonly username: string;
}

/** An event as it is delivered: exactly these keys, since the Python client drops events with any other. */
export interface WireEvent {
  readonly id: string;
  readonly topic: string;
  readonly data: unknown;
  readonly target: string;
  readonly sent: null;
  readonly source: Readonly<Record<string, unknown>>;
  readonly inReplyToEvent: string | null;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Completes what a client published (wire protocol 7.6).
 *
 * What the source says of itself is kept; its user's id is added, as clients send the name only.
 *
 * @returns `undefined` when it is no event.
 */
export function completeEvent(
  given: unknown,
  sender: EventUser,
  findUser: (username: string) => EventUser | undefined,
): WireEvent | undefined {
  if (!isObject(given) || typeof given.topic !== "string" || given.topic === "") return undefined;
  const source = isObject(given.source) ? given.source : {};
  return {
    id: typeof given.id === "string" && given.id !== "" ? given.id : createHexId(),
    topic: given.topic,
    data: given.data ?? {},
    target: typeof given.target === "string" ? given.target : "",
    sent: null,
    source: { ...source, user: completeUser(source.user, sender, findUser) },
    inReplyToEvent: typeof given.inReplyToEvent === "string" ? given.inReplyToEvent : null,
  };
}

function completeUser(
  given: unknown,
  sender: EventUser,
  findUser: (username: string) => EventUser | undefined,
): JsonObject {
  const user = isObject(given) ? given : {};
  const { username } = user;
  const known = typeof username === "string" && username !== sender.username ? findUser(username) : sender;
  return { ...known, ...user };
}
