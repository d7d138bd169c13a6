import { EventHubError } from "../errors/event-hub-error.js";
import { OptionsError } from "../errors/options-error.js";
import { createHexId } from "../util/ids.js";
import type { Event } from "./event.js";
import type { EventHandler } from "./event-topics.js";
import { type Expression, parseExpression } from "./expression.js";
import { compileExpression, type Matcher } from "./expression-matcher.js";

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

/** How the events of one subscription are worked through. */
export interface LaneOptions {
  /** Handlers that may run at once. */
  readonly concurrency: number;
  /** Events that may wait. */
  readonly queueLimit: number;
  /** Which event is given up when too many wait. */
  readonly overflow: "drop-oldest" | "drop-newest";
  /** Longest run of a handler in milliseconds. */
  readonly timeout: number | undefined;
  /** Events with one key are handled one after the other, in order. */
  readonly orderBy: ((event: Event<unknown>) => string | undefined) | undefined;
}

/** One subscription of a hub. */
export interface Subscription {
  readonly id: string;
  /** The expression as it was given. */
  readonly expression: string;
  /** The expression as it was understood. */
  readonly condition: Expression;
  readonly matches: Matcher;
  readonly priority: number;
  readonly metadata: SubscriberMetadata;
  readonly noEcho: boolean;
  readonly handler: EventHandler<unknown>;
  readonly lane: LaneOptions;
}

/**
 * Checks what a subscription is made of: found when an event arrives, it would be too late.
 *
 * @throws {@link OptionsError} `options_invalid`, {@link EventHubError} `event_hub_expression` or
 * `event_hub_unserialisable`.
 */
export function createSubscription(
  expression: string,
  handler: EventHandler<unknown>,
  options: SubscribeOptions,
): Subscription {
  const condition = parseExpression(expression);
  const matches = compileExpression(condition);
  if (!isObject(options)) throw invalid("options", "an object", options);
  const { priority = 100, noEcho = false, subscriber = {} } = options;
  if (!isObject(subscriber)) throw invalid("subscriber", "an object", subscriber);
  if (typeof handler !== "function") throw invalid("handler", "a function", handler);
  if (typeof priority !== "number" || Number.isNaN(priority)) throw invalid("priority", "a number", priority);
  const lane = resolveLaneOptions(options);
  const metadata = describeSubscriber(subscriber);
  return { id: metadata.id, expression, condition, matches, priority, metadata, noEcho, handler, lane };
}

function resolveLaneOptions(options: SubscribeOptions): LaneOptions {
  const { concurrency = 1, queueLimit = 10_000, overflow = "drop-oldest", timeout, orderBy } = options;
  for (const [option, value] of Object.entries({ concurrency, queueLimit, timeout: timeout ?? 1 })) {
    if (!(value > 0)) throw invalid(option, "a number above 0", value);
  }
  if (overflow !== "drop-oldest" && overflow !== "drop-newest")
    throw invalid("overflow", `"drop-oldest" or "drop-newest"`, overflow);
  if (orderBy !== undefined && typeof orderBy !== "function") throw invalid("orderBy", "a function", orderBy);
  return { concurrency, queueLimit, overflow, timeout, orderBy };
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

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function invalid(option: string, wanted: string, value: unknown): OptionsError {
  const given = value === null || typeof value === "number" ? value : typeof value;
  return new OptionsError("options_invalid", {
    message: `The ${option} of a subscription must be ${wanted}, not ${given}.`,
    details: { option },
  });
}
