import { EventHubError } from "../errors/event-hub-error.js";
import { OptionsError } from "../errors/options-error.js";
import type { Clock } from "../platform/clock.js";
import { createDeferred } from "../util/deferred.js";
import type { Event } from "./event.js";
import { requireEvent } from "./hub-identity.js";

/** How many replies a request waits for, and how long; milliseconds. */
export interface RequestOptions<Replies extends "first" | "all" | number = "first" | "all" | number> {
  /** The first reply, a number of them, or all that come in time. Defaults to the first. */
  readonly replies?: Replies | undefined;
  /** Longest wait, connecting included. Defaults to 10,000. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Collector {
  take(reply: Event<unknown>): void;
  fail(reason: unknown): void;
}

/** Requests that wait for replies. Each is forgotten when it ends, however it ends. */
export class PendingReplies {
  readonly #collectors = new Map<string, Collector>();

  /** Hands a reply to the request it answers, if there is one. */
  take(reply: Event<unknown>): void {
    if (reply.topic === "ftrack.meta.reply" && reply.inReplyToEvent !== null)
      this.#collectors.get(reply.inReplyToEvent)?.take(reply);
  }

  clear(reason: unknown): void {
    for (const collector of this.#collectors.values()) collector.fail(reason);
  }

  /**
   * Publishes and gathers replies.
   *
   * @param publish - Sends the event; its signal aborts when nobody waits any more.
   */
  async collect(
    event: Event<unknown>,
    publish: (signal: AbortSignal) => Promise<unknown>,
    clock: Clock,
    { replies = "first", timeout = 10_000, signal }: RequestOptions,
  ): Promise<Event<unknown>[]> {
    requireEvent(event);
    signal?.throwIfAborted();
    const wanted = replies === "first" ? 1 : replies === "all" ? Number.POSITIVE_INFINITY : replies;
    if (!(wanted >= 1)) throw impossible(replies);
    const received: Event<unknown>[] = [];
    const enough = createDeferred();
    const sending = new AbortController();
    let accepted = false;
    const abandon = () => enough.reject(signal?.reason);
    const cancelTimer = clock.setTimer(timeout, () => {
      if (replies === "all" && accepted) enough.resolve();
      else enough.reject(late(event.topic, timeout, received.length));
    });
    signal?.addEventListener("abort", abandon);
    this.#collectors.set(event.id, {
      take: (reply) => {
        // Several may come in one turn; the caller hears of it after all of them.
        if (received.length >= wanted) return;
        received.push(reply);
        if (received.length >= wanted) enough.resolve();
      },
      fail: enough.reject,
    });
    publish(sending.signal).then(() => {
      accepted = true;
    }, enough.reject);
    try {
      await enough.promise;
      return received;
    } finally {
      cancelTimer();
      signal?.removeEventListener("abort", abandon);
      this.#collectors.delete(event.id);
      sending.abort();
    }
  }
}

function impossible(replies: unknown): OptionsError {
  return new OptionsError("options_invalid", {
    message: `Option "replies" of a request must be "first", "all" or a number above 0, not ${replies}.`,
    details: { option: "replies" },
  });
}

function late(topic: string, timeout: number, received: number): EventHubError {
  return new EventHubError("event_hub_reply_timeout", {
    message: `An event of topic "${topic}" got ${received === 0 ? "no reply" : `only ${received} replies`} within ${timeout} ms. Is anybody subscribed to it?`,
    details: { topic, timeout, received },
  });
}
