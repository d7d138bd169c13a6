import { OptionsError } from "../errors/options-error.js";
import type { Event } from "./event.js";
import type { EventHandler } from "./event-topics.js";
import type { Expression } from "./expression.js";
import { compileExpression, type Matcher, type TopicFilter, topicsOf } from "./expression-matcher.js";
import type { HandlerLane, LaneOptions } from "./handler-lane.js";
import { type Discriminator, discriminatorOf } from "./topic-plan.js";

/** How a subscription is listed and how its events are worked through. Durations in milliseconds. */
export interface SubscribeOptions {
  /** Lower numbers are called first; equal ones in the order of subscribing. Defaults to 100. */
  readonly priority?: number | undefined;
  /** What other clients' targets are matched against. An `id` is made when there is none; never changed by us. */
  readonly subscriber?: Readonly<Record<string, unknown>> | undefined;
  /** Ignores events that this session or hub caused, by their client token. Defaults to `false`. */
  readonly noEcho?: boolean | undefined;
  /** Handlers that may run at once. Defaults to 1, which keeps events in order. */
  readonly concurrency?: number | undefined;
  /** With a higher concurrency: events with the same key stay in order. */
  readonly orderBy?: ((event: Event<unknown>) => string | undefined) | undefined;
  /** Events that may wait for the handler. Defaults to 10,000. */
  readonly queueLimit?: number | undefined;
  /** Which event is given up, with an `error` event of the hub, when more would wait. Defaults to the oldest. */
  readonly overflow?: "drop-oldest" | "drop-newest" | undefined;
  /** Longest run of the handler; then its signal aborts and the next event has its turn. No limit by default. */
  readonly timeout?: number | undefined;
}

/** What is told to servers and targets about a subscriber. */
export type SubscriberMetadata = Readonly<Record<string, unknown>> & { readonly id: string };

/** One subscription of a hub. */
export interface Subscription {
  readonly id: string;
  /** The expression as it was given. */
  readonly expression: string;
  readonly priority: number;
  readonly metadata: SubscriberMetadata;
  readonly noEcho: boolean;
  readonly handler: EventHandler<unknown>;
  readonly matches: Matcher;
  readonly topics: TopicFilter | undefined;
  readonly discriminator: Discriminator | undefined;
  readonly lane: HandlerLane;
}

export function createMatching(
  expression: Expression,
): Pick<Subscription, "discriminator" | "matches" | "topics"> {
  const topics = topicsOf(expression);
  // The index has compared the topic already; most subscriptions ask for nothing else.
  const onlyTopic = expression.kind === "condition" && topics !== undefined;
  const matches = onlyTopic ? () => true : compileExpression(expression);
  return { topics, matches, discriminator: discriminatorOf(expression) };
}

/** @throws {@link OptionsError} `options_invalid`: found when an event arrives, it would be too late. */
export function checkSubscription(handler: unknown, { priority }: SubscribeOptions): void {
  if (typeof handler !== "function") {
    throw new OptionsError("options_invalid", {
      message: `The handler of a subscription must be a function, not ${handler === null ? "null" : typeof handler}.`,
      details: { option: "handler" },
    });
  }
  if (priority === undefined || (typeof priority === "number" && !Number.isNaN(priority))) return;
  throw new OptionsError("options_invalid", {
    message: `Option "priority" of a subscription must be a number, not ${priority}.`,
    details: { option: "priority" },
  });
}

export function resolveLaneOptions(options: SubscribeOptions): LaneOptions {
  const { concurrency = 1, queueLimit = 10_000, overflow = "drop-oldest", timeout, orderBy } = options;
  requirePositive("concurrency", concurrency);
  requirePositive("queueLimit", queueLimit);
  if (timeout !== undefined) requirePositive("timeout", timeout);
  return { concurrency, queueLimit, overflow, timeout, orderBy };
}

function requirePositive(option: string, value: number): void {
  if (value > 0) return;
  throw new OptionsError("options_invalid", {
    message: `Option "${option}" of a subscription must be a number above 0, not ${value}.`,
    details: { option },
  });
}
