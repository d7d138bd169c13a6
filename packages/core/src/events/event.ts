import { createHexId } from "../util/ids.js";

/** Who caused an event. The hub fills what is missing when it publishes. */
export interface EventSource {
  readonly id?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly clientToken?: string | undefined;
  readonly host?: string | undefined;
  readonly user?: { readonly username?: string | undefined; readonly id?: string | undefined } | undefined;
  readonly [key: string]: unknown;
}

/** What an event carries where its topic says nothing more precise. */
export type EventData = Readonly<Record<string, unknown>>;

/** What an event says beside its topic and data. */
export interface EventOptions {
  /** Expression over the descriptions of subscribers; only those it matches get the event. Defaults to all. */
  readonly target?: string | undefined;
  /** Overrides what the hub would say about the publisher. */
  readonly source?: EventSource | undefined;
  /** Id of the event this one answers. */
  readonly inReplyToEvent?: string | null | undefined;
  /** Defaults to a random id. Two events with one id are delivered once. */
  readonly id?: string | undefined;
  readonly sent?: string | null | undefined;
}

/**
 * A message of the event hub (wire protocol 7.6).
 *
 * @example
 * await session.eventHub.publish(new Event("studio.render.done", { shot: "010" }));
 */
export class Event<Data = EventData> {
  readonly id: string;
  readonly topic: string;
  data: Data;
  target: string;
  sent: string | null;
  source: EventSource;
  readonly inReplyToEvent: string | null;
  #stopped = false;

  constructor(topic: string, data: Data = {} as Data, options: EventOptions = {}) {
    this.id = options.id ?? createHexId();
    this.topic = topic;
    this.data = data;
    this.target = options.target ?? "";
    this.sent = options.sent ?? null;
    this.source = options.source ?? {};
    this.inReplyToEvent = options.inReplyToEvent ?? null;
  }

  /** Whether a handler stopped it. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Keeps it from the subscribers of this hub that would come later. Safe to call twice. */
  stop(): void {
    this.#stopped = true;
  }

  /** Exactly the keys that other clients accept. */
  toJSON(): Record<string, unknown> {
    const { id, topic, data, target, sent, source, inReplyToEvent } = this;
    return { id, topic, data, target, sent, source, inReplyToEvent };
  }
}
