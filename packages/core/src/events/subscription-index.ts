import type { Event } from "./event.js";
import type { Subscription } from "./subscription.js";
import { TopicPlan } from "./topic-plan.js";

/** Topics remembered; a stream of ever new topics costs a look-up each, never memory. */
const topicLimit = 1_000;

/** The subscriptions of a hub by id, and by the topics they can match. */
export class SubscriptionIndex {
  readonly #byId = new Map<string, Subscription>();
  readonly #byTopic = new Map<string, TopicPlan>();
  /** By priority, then in order of subscribing. Replaced, not changed, so that a running dispatch is left alone. */
  #ordered: readonly Subscription[] = [];

  get(id: string): Subscription | undefined {
    return this.#byId.get(id);
  }

  get all(): readonly Subscription[] {
    return this.#ordered;
  }

  add(subscription: Subscription): void {
    this.#byId.set(subscription.id, subscription);
    const later = this.#ordered.findIndex(({ priority }) => priority > subscription.priority);
    const place = later < 0 ? this.#ordered.length : later;
    this.#replace([...this.#ordered.slice(0, place), subscription, ...this.#ordered.slice(place)]);
  }

  delete(subscription: Subscription): void {
    this.#byId.delete(subscription.id);
    this.#replace(this.#ordered.filter((other) => other !== subscription));
  }

  /** Subscriptions that an event may match, in the order they are to be called. */
  candidates(event: Event<unknown>): readonly Subscription[] {
    return (this.#byTopic.get(event.topic) ?? this.#plan(event.topic)).candidates(event);
  }

  #plan(topic: string): TopicPlan {
    if (this.#byTopic.size >= topicLimit) this.#byTopic.clear();
    const found = this.#ordered.filter(
      ({ topics }) =>
        topics === undefined ||
        topics.exact.has(topic) ||
        topics.prefixes.some((prefix) => topic.startsWith(prefix)),
    );
    const plan = new TopicPlan(found);
    this.#byTopic.set(topic, plan);
    return plan;
  }

  #replace(ordered: readonly Subscription[]): void {
    this.#ordered = ordered;
    this.#byTopic.clear();
  }
}
