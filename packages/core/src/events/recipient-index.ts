import type { Event } from "./event.js";
import { compileExpression, type Matcher } from "./expression-matcher.js";
import type { HandlerLane } from "./handler-lane.js";
import type { Subscription } from "./subscription.js";
import { type TopicFilter, topicsOf } from "./topic-filter.js";
import { type Discriminator, discriminatorOf, TopicPlan } from "./topic-plan.js";

/** A subscription as events arrive at it. */
export interface Recipient {
  readonly subscription: Subscription;
  readonly topics: TopicFilter | undefined;
  readonly discriminator: Discriminator | undefined;
  /** Whether an event of such a topic is wanted. */
  readonly matches: Matcher;
  /** In the order of calls. */
  place: number;
  /** Where its events go through; made for the first of them. */
  lane: HandlerLane | undefined;
}

/** Topics remembered; a stream of ever new topics costs a look-up each, never memory. */
const topicLimit = 1_000;

/** The recipients of events by the topics they can match. */
export class RecipientIndex {
  readonly #recipients = new Map<Subscription, Recipient>();
  readonly #plans = new Map<string, TopicPlan<Recipient>>();
  #subscriptions: readonly Subscription[] = [];

  get all(): readonly Recipient[] {
    return [...this.#recipients.values()];
  }

  /** Forgets a subscription that has ended. */
  delete(subscription: Subscription): Recipient | undefined {
    const recipient = this.#recipients.get(subscription);
    this.#recipients.delete(subscription);
    return recipient;
  }

  /**
   * Those that an event may match, in the order they are to be called.
   *
   * @param subscriptions - Everybody, by that order: the same list for as long as nobody comes or goes.
   */
  candidates(subscriptions: readonly Subscription[], event: Event<unknown>): readonly Recipient[] {
    if (subscriptions !== this.#subscriptions) this.#follow(subscriptions);
    return (this.#plans.get(event.topic) ?? this.#plan(event.topic)).candidates(event);
  }

  #follow(subscriptions: readonly Subscription[]): void {
    this.#subscriptions = subscriptions;
    this.#plans.clear();
    for (const [place, subscription] of subscriptions.entries()) {
      const known = this.#recipients.get(subscription);
      if (known) known.place = place;
      else this.#recipients.set(subscription, recipientOf(subscription, place));
    }
  }

  #plan(topic: string): TopicPlan<Recipient> {
    if (this.#plans.size >= topicLimit) this.#plans.clear();
    const found = this.#subscriptions
      .map((subscription) => this.#recipients.get(subscription))
      .filter((recipient) => recipient !== undefined)
      .filter(({ topics }) => topics === undefined || isAmong(topics, topic));
    const plan = new TopicPlan(found);
    this.#plans.set(topic, plan);
    return plan;
  }
}

export function recipientOf(subscription: Subscription, place: number): Recipient {
  const { condition } = subscription;
  const topics = topicsOf(condition);
  // The index has compared the topic already; most subscriptions ask for nothing else.
  const onlyTopic = condition.kind === "condition" && topics !== undefined;
  const matches = onlyTopic ? () => true : compileExpression(condition);
  return { subscription, topics, discriminator: discriminatorOf(condition), matches, place, lane: undefined };
}

const isAmong = ({ exact, prefixes }: TopicFilter, topic: string): boolean =>
  exact.has(topic) || prefixes.some((prefix) => topic.startsWith(prefix));
