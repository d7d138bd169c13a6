import { compileExpression, encodePacket, type Matcher, parseExpression } from "@ftrack-kit/core";
import type { EventUser, JsonObject, WireEvent } from "./wire-event.js";

/** Frames a client lets pile up before it is taken for dead, in bytes. */
const largestBacklog = 64 * 1024 * 1024;

/** The socket under a connection, whether it is a real one or a page's own. */
export interface EventTransport {
  send(frame: string): void;
  close(): void;
  /** Bytes accepted and not yet sent. */
  readonly bufferedAmount: number;
}

interface Subscription {
  readonly expression: string;
  readonly matches: Matcher;
  readonly metadata: JsonObject;
}

/** What the status page and tests see of a connection. */
export interface ConnectionInfo {
  readonly id: string;
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly subscriptions: readonly { readonly id: string; readonly expression: string }[];
  /** Events delivered to it and published by it. */
  readonly delivered: number;
  readonly published: number;
}

/** One client of the event server: its user, its subscriptions and its socket. */
export class EventConnection {
  readonly id: string;
  readonly user: EventUser;
  readonly since: number;
  /** When it last sent anything, in milliseconds of `performance.now()`. */
  lastSeen = performance.now();
  published = 0;
  readonly #transport: EventTransport;
  readonly #subscriptions = new Map<string, Subscription>();
  #delivered = 0;
  #open = true;

  constructor(id: string, user: EventUser, since: number, transport: EventTransport) {
    this.id = id;
    this.user = user;
    this.since = since;
    this.#transport = transport;
  }

  get open(): boolean {
    return this.#open;
  }

  get info(): ConnectionInfo {
    return {
      id: this.id,
      username: this.user.username,
      since: this.since,
      subscriptions: [...this.#subscriptions].map(([id, { expression }]) => ({ id, expression })),
      delivered: this.#delivered,
      published: this.published,
    };
  }

  /**
   * Registers a subscriber. An id that is registered keeps what it has.
   *
   * @returns Why it was refused, if it was.
   */
  subscribe(metadata: JsonObject, expression: string): string | undefined {
    const { id } = metadata;
    if (typeof id !== "string" || id === "") return "A subscriber needs an id.";
    if (this.#subscriptions.has(id)) return `duplicate subscriber ${id}`;
    try {
      const matches = compileExpression(parseExpression(expression));
      this.#subscriptions.set(id, { expression, matches, metadata });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  unsubscribe(id: string): void {
    this.#subscriptions.delete(id);
  }

  /** Whether one of its subscribers is meant by the target and asked for the event. */
  wants(event: WireEvent, isTarget: Matcher | undefined): boolean {
    for (const { matches, metadata } of this.#subscriptions.values()) {
      if (matches(event) && (!isTarget || isTarget({ user: this.user, ...metadata }))) return true;
    }
    return false;
  }

  deliver(frame: string): void {
    this.#delivered += 1;
    this.send(frame);
  }

  /** Sends a frame; to a closed connection nothing is sent. */
  send(frame: string): void {
    if (!this.#open) return;
    this.#transport.send(frame);
    if (this.#transport.bufferedAmount > largestBacklog) this.close();
  }

  acknowledge(id: number | undefined, problem: string | undefined): void {
    if (id === undefined) return;
    const answer = problem === undefined ? { success: true } : { success: false, message: problem };
    this.send(encodePacket({ type: "acknowledge", id, args: [answer] }));
  }

  /** Closes the socket and forgets the subscriptions; safe to call twice. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#subscriptions.clear();
    this.#transport.close();
  }
}
