import { EventHubError } from "../errors/event-hub-error.js";
import { Event, type EventSource } from "./event.js";
import { printExpression } from "./expression.js";
import { type HubIdentity, requireEvent } from "./hub-identity.js";
import type { ResolvedHubOptions } from "./hub-options.js";
import { PendingReplies, type RequestOptions } from "./replies.js";
import type { Uplink } from "./uplink.js";

/** The side of a hub where events go out to the server, and requests wait for what is said to them. */
export class Publisher {
  readonly replies = new PendingReplies();
  readonly #options: ResolvedHubOptions;
  readonly #identity: HubIdentity;
  readonly #uplink: Uplink;

  constructor(options: ResolvedHubOptions, identity: HubIdentity, uplink: Uplink) {
    this.#options = options;
    this.#identity = identity;
    this.#uplink = uplink;
  }

  /** Sends an event that is signed; resolves with its id once the server has taken it. */
  async send(event: Event<unknown>, signal?: AbortSignal): Promise<string> {
    const json = encodeEvent(event);
    const { id, topic } = event;
    const run = () => this.#uplink.send(topic, json, signal);
    const { trace } = this.#options;
    await (trace ? trace({ kind: "publish", topic, eventId: id }, run) : run());
    return id;
  }

  /** Answers an event. */
  async reply(event: Event<unknown>, data: unknown, source: EventSource): Promise<string> {
    const reply = createReply(event, data, source);
    this.#identity.sign(reply);
    return this.send(reply);
  }

  /** Sends an event and waits for what is said to it. */
  request(event: Event<unknown>, options: RequestOptions): Promise<Event<unknown>[]> {
    const send = (signal: AbortSignal) => {
      this.#identity.sign(event);
      return this.send(event, signal);
    };
    return this.replies.collect(event, send, this.#options.platform.clock, options);
  }
}

function encodeEvent(event: Event<unknown>): string {
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

/** An answer to an event, for nobody but who published it. */
function createReply(event: Event<unknown>, data: unknown, source: EventSource): Event<unknown> {
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
