import { EventHubError } from "../errors/event-hub-error.js";
import type { Event } from "./event.js";
import type { EventHandler } from "./event-topics.js";
import { parseExpression } from "./expression.js";
import { compileExpression, type Matcher } from "./expression-matcher.js";
import { createSubscription, type SubscribeOptions, type Subscription } from "./subscription.js";

export interface SubscriptionsHost {
  /** Whether an event was caused by this client. */
  isEcho(event: Event<unknown>): boolean;
  onProblem(error: unknown): void;
}

const targetLimit = 256;
const nobody: Matcher = () => false;

/** The subscriptions of a hub, and what they say to the events of this process. Knows nothing of connections. */
export class Subscriptions {
  readonly #host: SubscriptionsHost;
  readonly #byId = new Map<string, Subscription>();
  readonly #targets = new Map<string, Matcher>();
  #all: readonly Subscription[] = [];

  constructor(host: SubscriptionsHost) {
    this.#host = host;
  }

  /**
   * By priority, then in order of subscribing. Replaced, not changed: who goes through it is left alone, and who keeps
   * something made of it sees that it has to be made again.
   */
  get all(): readonly Subscription[] {
    return this.#all;
  }

  get(id: string): Subscription | undefined {
    return this.#byId.get(id);
  }

  add(expression: string, handler: EventHandler<unknown>, options: SubscribeOptions): Subscription {
    const subscription = createSubscription(expression, handler, options);
    const { id, priority } = subscription;
    if (this.#byId.has(id)) {
      throw new EventHubError("event_hub_duplicate_subscriber", {
        message: `A subscriber with the id "${id}" exists already. Unsubscribe it first, or leave the id to the hub.`,
        details: { id },
      });
    }
    this.#byId.set(id, subscription);
    const later = this.#all.findIndex((other) => other.priority > priority);
    const place = later < 0 ? this.#all.length : later;
    this.#all = [...this.#all.slice(0, place), subscription, ...this.#all.slice(place)];
    return subscription;
  }

  remove(id: string): Subscription {
    const subscription = this.#byId.get(id);
    if (!subscription) {
      throw new EventHubError("event_hub_unknown_subscriber", {
        message: `No subscriber has the id "${id}". Was it unsubscribed already?`,
        details: { id },
      });
    }
    this.#byId.delete(id);
    this.#all = this.#all.filter((other) => other !== subscription);
    return subscription;
  }

  clear(): void {
    this.#byId.clear();
    this.#all = [];
  }

  /** Calls one handler after the other and gathers what they return. */
  async call(event: Event<unknown>): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const { handler } of this.#wanting(event)) {
      try {
        results.push(await handler(event, unhurried()));
      } catch (error) {
        this.#host.onProblem(error);
      }
    }
    return results;
  }

  /** The same without waiting: what an asynchronous handler returns is its promise. */
  callAtOnce(event: Event<unknown>): unknown[] {
    const results: unknown[] = [];
    for (const { handler } of this.#wanting(event)) {
      try {
        const result = handler(event, unhurried());
        if (result instanceof Promise) result.catch((error: unknown) => this.#host.onProblem(error));
        results.push(result);
      } catch (error) {
        this.#host.onProblem(error);
      }
    }
    return results;
  }

  /** Whom the target of an event describes; `undefined` is everybody. */
  target({ target }: Event<unknown>): Matcher | undefined {
    if (target === "") return undefined;
    const known = this.#targets.get(target);
    if (known) return known;
    if (this.#targets.size >= targetLimit) this.#targets.clear();
    const matcher = this.#readTarget(target);
    this.#targets.set(target, matcher);
    return matcher;
  }

  /** Whether a subscription wants an event whose topic and attributes it matches. */
  accepts(subscription: Subscription, event: Event<unknown>, target: Matcher | undefined): boolean {
    if (target !== undefined && !target(subscription.metadata)) return false;
    if (subscription.noEcho && this.#host.isEcho(event)) return false;
    // A handler called before may have ended this subscription.
    return this.#byId.get(subscription.id) === subscription;
  }

  /** Looked up one by one, so that a handler may stop the event or end subscriptions that would come later. */
  *#wanting(event: Event<unknown>): Iterable<Subscription> {
    const target = this.target(event);
    for (const subscription of this.#all) {
      if (event.stopped) return;
      if (subscription.matches(event) && this.accepts(subscription, event, target)) yield subscription;
    }
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

function unhurried() {
  return {
    get signal() {
      return new AbortController().signal;
    },
  };
}
