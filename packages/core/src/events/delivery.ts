import { EventHubError } from "../errors/event-hub-error.js";
import type { Clock } from "../platform/clock.js";
import type { Trace } from "../platform/trace.js";
import { decodeEvent } from "./decode-event.js";
import type { Event } from "./event.js";
import type { EventHandler } from "./event-topics.js";
import { HandlerLane } from "./handler-lane.js";
import { RecentIds } from "./recent-ids.js";
import { RecipientIndex } from "./recipient-index.js";
import type { Subscription } from "./subscription.js";
import type { Subscriptions } from "./subscriptions.js";

export interface DeliveryHost {
  readonly clock: Clock;
  readonly subscriptions: Subscriptions;
  /** Sees what handlers do with events of the server. */
  readonly trace: Trace | undefined;
  /** Whether new events are handed to handlers. */
  readonly takesEvents: () => boolean;
  /** An event that has not arrived before. */
  onEvent(event: Event<unknown>): void;
  onResult(event: Event<unknown>, subscription: Subscription, result: unknown): void;
  /** A failure that no caller waits for. */
  onFailure(error: unknown): void;
  /** What the server sent is no event. */
  onNonsense(): void;
}

/** Event ids remembered at least, to recognise an event that arrives twice. */
const duplicateWindow = 10_000;

/** Brings the events of a server to the handlers that want them. */
export class Delivery {
  readonly #host: DeliveryHost;
  readonly #index = new RecipientIndex();
  readonly #seen = new RecentIds(duplicateWindow);

  constructor(host: DeliveryHost) {
    this.#host = host;
  }

  /** Takes what the server sent, which may be anything, and may be here already. */
  receive(payload: unknown): void {
    const event = decodeEvent(payload);
    if (!event) {
      this.#host.onNonsense();
      return;
    }
    if (!this.#seen.add(event.id)) return;
    this.#host.onEvent(event);
    this.deliver(event);
  }

  /**
   * Queues an event for its subscriptions; those free to handle it do so at once.
   *
   * A higher priority can stop an event, so a lower one is called when the higher ones are through with it.
   */
  deliver(event: Event<unknown>): void {
    const { subscriptions, takesEvents } = this.#host;
    if (!takesEvents()) return;
    const target = subscriptions.target(event);
    let priority: number | undefined;
    let gate: Promise<unknown> | undefined;
    let pending: Promise<unknown>[] = [];
    for (const recipient of this.#index.candidates(subscriptions.all, event)) {
      const { subscription, matches } = recipient;
      if (!matches(event) || !subscriptions.accepts(subscription, event, target)) continue;
      if (subscription.priority !== priority) {
        priority = subscription.priority;
        if (pending.length > 0) gate = Promise.all(pending);
        pending = gate ? [gate] : [];
      }
      recipient.lane ??= this.#createLane(subscription);
      const handled = recipient.lane.push(event, gate);
      if (handled) pending.push(handled);
      if (event.stopped) return;
    }
  }

  /** Forgets the events that wait for a subscription which has ended. */
  end(subscription: Subscription): void {
    this.#index.delete(subscription)?.lane?.close();
  }

  /** Resolves when no handler runs or has events waiting. */
  async idle(): Promise<void> {
    await Promise.all(this.#index.all.map(({ lane }) => lane?.idle()));
  }

  /** Forgets all events that wait and tells what runs to stop. */
  close(reason: unknown): void {
    for (const { subscription, lane } of this.#index.all) {
      this.#index.delete(subscription);
      lane?.close(reason);
    }
  }

  #createLane(subscription: Subscription): HandlerLane {
    const { clock, trace } = this.#host;
    return new HandlerLane(traced(subscription, trace), subscription.lane, {
      clock,
      onResult: (event, result) => this.#host.onResult(event, subscription, result),
      onError: (error) => this.#host.onFailure(error),
      onOverflow: (dropped, over) => this.#host.onFailure(overflow(subscription, dropped, over)),
    });
  }
}

/** The handler as it is where nobody watches: dispatching is fast because it allocates nothing. */
function traced(
  { handler, id: subscriberId }: Subscription,
  trace: Trace | undefined,
): EventHandler<unknown> {
  if (!trace) return handler;
  return (event, context) =>
    trace({ kind: "handle", topic: event.topic, eventId: event.id, subscriberId }, async () =>
      handler(event, context),
    );
}

function overflow({ id, expression }: Subscription, dropped: number, over: boolean): EventHubError {
  return new EventHubError("event_hub_overflow", {
    message: over
      ? `The handler of "${expression}" has caught up; ${dropped} events were dropped.`
      : `The handler of "${expression}" is too slow: events are being dropped. Raise concurrency or queueLimit.`,
    details: { id, expression, dropped, over },
  });
}
