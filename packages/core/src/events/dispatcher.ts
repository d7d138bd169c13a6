import { EventHubError } from "../errors/event-hub-error.js";
import type { Clock } from "../platform/clock.js";
import type { Trace } from "../platform/trace.js";
import { createHexId } from "../util/ids.js";
import type { Event } from "./event.js";
import type { EventHandler } from "./event-topics.js";
import { parseExpression } from "./expression.js";
import { compileExpression, type Matcher } from "./expression-matcher.js";
import { HandlerLane } from "./handler-lane.js";
import { RecentIds } from "./recent-ids.js";
import {
  checkSubscription,
  createMatching,
  resolveLaneOptions,
  type SubscribeOptions,
  type SubscriberMetadata,
  type Subscription,
} from "./subscription.js";
import { SubscriptionIndex } from "./subscription-index.js";

export interface DispatcherHost {
  readonly clock: Clock;
  /** Sees what handlers do with events of the server. */
  readonly trace?: Trace | undefined;
  /** Whether an event was caused by this client. */
  isEcho(event: Event<unknown>): boolean;
  onResult(event: Event<unknown>, subscription: Subscription, result: unknown): void;
  onProblem(error: unknown): void;
}

/** Event ids remembered at least, to recognise an event that arrives twice. */
const duplicateWindow = 10_000;
const targetLimit = 256;
const nobody: Matcher = () => false;

/** Finds the subscriptions of an event and has them handle it. Knows nothing of connections. */
export class Dispatcher {
  readonly #host: DispatcherHost;
  readonly #index = new SubscriptionIndex();
  readonly #seen = new RecentIds(duplicateWindow);
  readonly #targets = new Map<string, Matcher>();
  #paused = false;

  constructor(host: DispatcherHost) {
    this.#host = host;
  }

  /** In the order they are called. */
  get subscriptions(): readonly Subscription[] {
    return this.#index.all;
  }

  get(id: string): Subscription | undefined {
    return this.#index.get(id);
  }

  subscribe(expression: string, handler: EventHandler<unknown>, options: SubscribeOptions): Subscription {
    const matching = createMatching(parseExpression(expression));
    checkSubscription(handler, options);
    const laneOptions = resolveLaneOptions(options);
    const metadata = describeSubscriber(options.subscriber ?? {});
    if (this.#index.get(metadata.id)) {
      throw new EventHubError("event_hub_duplicate_subscriber", {
        message: `A subscriber with the id "${metadata.id}" exists already. Unsubscribe it first, or leave the id to the hub.`,
        details: { id: metadata.id },
      });
    }
    const host = this.#host;
    const subscription: Subscription = {
      ...matching,
      id: metadata.id,
      expression,
      priority: options.priority ?? 100,
      metadata,
      noEcho: options.noEcho ?? false,
      handler,
      lane: new HandlerLane(traced(handler, metadata.id, host.trace), laneOptions, {
        clock: host.clock,
        onResult: (event, result) => host.onResult(event, subscription, result),
        onError: (error) => host.onProblem(error),
        onOverflow: (dropped, over) => host.onProblem(overflow(subscription, dropped, over)),
      }),
    };
    this.#index.add(subscription);
    return subscription;
  }

  unsubscribe(id: string): Subscription {
    const subscription = this.#index.get(id);
    if (!subscription) {
      throw new EventHubError("event_hub_unknown_subscriber", {
        message: `No subscriber has the id "${id}". Was it unsubscribed already?`,
        details: { id },
      });
    }
    this.#index.delete(subscription);
    subscription.lane.close();
    return subscription;
  }

  /** From now on nothing new is handed to handlers. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  /** Resolves when no handler runs or has events waiting. */
  async idle(): Promise<void> {
    await Promise.all(this.#index.all.map(({ lane }) => lane.idle()));
  }

  /** Removes every subscription and tells what runs to stop. */
  close(reason: EventHubError): void {
    for (const subscription of this.#index.all) {
      this.#index.delete(subscription);
      subscription.lane.close(reason);
    }
  }

  /** @returns Whether this is the first time the event arrives. */
  isNew(event: Event<unknown>): boolean {
    return this.#seen.add(event.id);
  }

  /**
   * Queues an event for its subscriptions; those free to handle it do so at once.
   *
   * A higher priority can stop an event, so a lower one is called when the higher ones are through with it.
   */
  deliver(event: Event<unknown>): void {
    if (this.#paused) return;
    const target = this.#target(event.target);
    let priority: number | undefined;
    let gate: Promise<unknown> | undefined;
    let pending: Promise<unknown>[] = [];
    for (const subscription of this.#index.candidates(event)) {
      if (!this.#concerns(subscription, event, target)) continue;
      if (subscription.priority !== priority) {
        priority = subscription.priority;
        if (pending.length > 0) gate = Promise.all(pending);
        pending = gate ? [gate] : [];
      }
      const handled = subscription.lane.push(event, gate);
      if (handled) pending.push(handled);
      if (event.stopped) return;
    }
  }

  /** Calls the subscriptions one after the other and gathers what they return. */
  async call(event: Event<unknown>): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const subscription of this.#matching(event)) {
      try {
        results.push(await subscription.handler(event, unhurried()));
      } catch (error) {
        this.#host.onProblem(error);
      }
    }
    return results;
  }

  /** The same without waiting: what an asynchronous handler returns is its promise. */
  callAtOnce(event: Event<unknown>): unknown[] {
    const results: unknown[] = [];
    for (const subscription of this.#matching(event)) {
      try {
        const result = subscription.handler(event, unhurried());
        if (result instanceof Promise) result.catch((error: unknown) => this.#host.onProblem(error));
        results.push(result);
      } catch (error) {
        this.#host.onProblem(error);
      }
    }
    return results;
  }

  /** Looked up one by one, so that a handler may stop the event or end subscriptions that would come later. */
  *#matching(event: Event<unknown>): Iterable<Subscription> {
    const target = this.#target(event.target);
    for (const subscription of this.#index.candidates(event)) {
      if (event.stopped) return;
      if (this.#concerns(subscription, event, target)) yield subscription;
    }
  }

  #concerns(subscription: Subscription, event: Event<unknown>, target: Matcher | undefined): boolean {
    if (target !== undefined && !target(subscription.metadata)) return false;
    if (!subscription.matches(event)) return false;
    if (subscription.noEcho && this.#host.isEcho(event)) return false;
    // A handler called before may have ended this subscription.
    return this.#index.get(subscription.id) === subscription;
  }

  #target(text: string): Matcher | undefined {
    if (text === "") return undefined;
    const known = this.#targets.get(text);
    if (known) return known;
    if (this.#targets.size >= targetLimit) this.#targets.clear();
    const matcher = this.#readTarget(text);
    this.#targets.set(text, matcher);
    return matcher;
  }

  #readTarget(text: string): Matcher {
    try {
      return compileExpression(parseExpression(text));
    } catch (error) {
      this.#host.onProblem(error);
      return nobody;
    }
  }
}

/** A copy: the caller's object is never changed, and changing it later changes nothing here. */
function describeSubscriber(given: Readonly<Record<string, unknown>>): SubscriberMetadata {
  const id = typeof given.id === "string" && given.id !== "" ? given.id : createHexId();
  try {
    return JSON.parse(JSON.stringify({ ...given, id })) as SubscriberMetadata;
  } catch (cause) {
    throw new EventHubError("event_hub_unserialisable", {
      message: `The description of subscriber "${id}" cannot be written as JSON.`,
      details: { id },
      cause,
    });
  }
}

/** The handler as it is where nobody watches: dispatching is fast because it allocates nothing. */
function traced(
  handler: EventHandler<unknown>,
  subscriberId: string,
  trace: Trace | undefined,
): EventHandler<unknown> {
  if (!trace) return handler;
  return (event, context) =>
    trace({ kind: "handle", topic: event.topic, eventId: event.id, subscriberId }, async () =>
      handler(event, context),
    );
}

function unhurried() {
  return {
    get signal() {
      return new AbortController().signal;
    },
  };
}

function overflow({ id, expression }: Subscription, dropped: number, over: boolean): EventHubError {
  return new EventHubError("event_hub_overflow", {
    message: over
      ? `The handler of "${expression}" has caught up; ${dropped} events were dropped.`
      : `The handler of "${expression}" is too slow: events are being dropped. Raise concurrency or queueLimit.`,
    details: { id, expression, dropped, over },
  });
}
