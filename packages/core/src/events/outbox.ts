import { EventHubError } from "../errors/event-hub-error.js";
import { createDeferred, type Deferred } from "../util/deferred.js";
import type { HubConnection } from "./hub-connection.js";

interface Entry {
  readonly topic: string;
  readonly json: string;
  readonly accepted: Deferred<void>;
  /** How often a live server left it unanswered. */
  unanswered: number;
}

/** An event that a live server leaves unanswered this often is not sent again. */
const unansweredLimit = 3;

/**
 * What was published and is not acknowledged yet, in the order of publishing.
 *
 * Entries stay until the server answers, so a lost connection loses nothing: they are sent again on the next one,
 * under the same event id, by which receivers recognise a second copy.
 */
export class Outbox {
  readonly #entries = new Set<Entry>();
  readonly #limit: number;
  #connection: HubConnection | undefined;
  #empty: Deferred<void> | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Takes an event; sends it at once when there is a connection. Settles with the server's answer. */
  async add(topic: string, json: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#entries.size >= this.#limit) {
      throw new EventHubError("event_hub_overflow", {
        message: `${this.#limit} published events wait for the event server already. Publish less, or raise queueLimit.`,
        details: { topic, limit: this.#limit },
      });
    }
    const entry: Entry = { topic, json, accepted: createDeferred(), unanswered: 0 };
    const abandon = () => entry.accepted.reject(signal?.reason);
    signal?.addEventListener("abort", abandon);
    this.#entries.add(entry);
    if (this.#connection) this.#send(entry, this.#connection);
    try {
      await entry.accepted.promise;
    } finally {
      signal?.removeEventListener("abort", abandon);
      this.#entries.delete(entry);
      if (this.#entries.size === 0) this.#empty?.resolve();
    }
  }

  /** Sends everything, oldest first, and from now on as it comes. */
  open(connection: HubConnection): void {
    this.#connection = connection;
    for (const entry of [...this.#entries]) {
      if (entry.unanswered < unansweredLimit) this.#send(entry, connection);
      else entry.accepted.reject(unacknowledged(entry));
    }
  }

  /** Keeps everything for the next connection. */
  pause(): void {
    this.#connection = undefined;
  }

  /** Gives up everything; publishers are told. */
  clear(error: EventHubError): void {
    this.#connection = undefined;
    for (const entry of this.#entries) entry.accepted.reject(error);
    this.#entries.clear();
    this.#empty?.resolve();
  }

  /** Resolves when the server has answered everything. */
  async drained(): Promise<void> {
    if (this.#entries.size === 0) return;
    this.#empty ??= createDeferred();
    await this.#empty.promise;
    this.#empty = undefined;
  }

  #send(entry: Entry, connection: HubConnection): void {
    const onAnswer = (answer: unknown) => {
      const refused = refusalOf(answer);
      if (refused === undefined) entry.accepted.resolve();
      else entry.accepted.reject(rejected(entry.topic, refused));
    };
    const onOverdue = () => {
      entry.unanswered += 1;
    };
    connection.send(entry.json, onAnswer, onOverdue);
  }
}

/** Why the server refused, or `undefined` when it did not (wire protocol 7.4). */
export function refusalOf(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const { success, message } = answer as { success?: unknown; message?: unknown };
  if (success !== false) return undefined;
  return typeof message === "string" ? message : "no reason given";
}

function rejected(topic: string, reason: string): EventHubError {
  return new EventHubError("event_hub_rejected", {
    message: `The event server refused an event of topic "${topic}": ${reason}`,
    details: { topic, reason },
  });
}

function unacknowledged({ topic, unanswered }: Entry): EventHubError {
  return new EventHubError("event_hub_unacknowledged", {
    message: `The event server left an event of topic "${topic}" unanswered ${unanswered} times. It may or may not have been delivered.`,
    details: { topic, unanswered },
  });
}
