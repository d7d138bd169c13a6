import type { Event } from "./event.js";
import type { Expression } from "./expression.js";
import { type FieldReader, readerOf } from "./expression-matcher.js";
import type { Subscription } from "./subscription.js";

/** Up to so many subscriptions of a topic, trying each is quicker than choosing. */
const fewSubscriptions = 8;

/** A field of events, and the text it must have for a subscription to match. */
export interface Discriminator {
  readonly field: string;
  readonly text: string;
}

/** What tells a subscription apart from others of its topic, where its expression demands one text of one field. */
export function discriminatorOf(expression: Expression): Discriminator | undefined {
  if (expression.kind === "all") {
    for (const term of expression.terms) {
      const found = term.kind === "condition" ? discriminatorOf(term) : undefined;
      if (found) return found;
    }
    return undefined;
  }
  if (expression.kind !== "condition" || expression.operator !== "=" || expression.field === "topic")
    return undefined;
  const text = String(expression.value);
  return typeof expression.value === "string" && text.endsWith("*")
    ? undefined
    : { field: expression.field, text };
}

/** A subscription and its place in the order of calls. */
interface Placed {
  readonly place: number;
  readonly subscription: Subscription;
}

interface Field {
  readonly read: FieldReader;
  readonly all: Placed[];
  readonly byText: Map<string, Placed[]>;
}

/**
 * The subscriptions of one topic, so arranged that an event is tried on few of them.
 *
 * A thousand listeners of `ftrack.update`, each for another user, cost an event one look-up instead of a thousand
 * comparisons.
 */
export class TopicPlan {
  readonly #ordered: readonly Subscription[];
  readonly #fields = new Map<string, Field>();
  readonly #others: Placed[] = [];

  constructor(ordered: readonly Subscription[]) {
    this.#ordered = ordered;
    if (ordered.length > fewSubscriptions)
      for (const [place, one] of ordered.entries()) this.#arrange(place, one);
  }

  /** Those that an event may match, in the order they are to be called. */
  candidates(event: Event<unknown>): readonly Subscription[] {
    if (this.#fields.size === 0) return this.#ordered;
    const lists = this.#others.length > 0 ? [this.#others] : [];
    for (const field of this.#fields.values()) {
      const found = matchesOf(field, event);
      if (found) lists.push(found);
    }
    const placed =
      lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((one, other) => one.place - other.place);
    return placed.map(({ subscription }) => subscription);
  }

  #arrange(place: number, subscription: Subscription): void {
    const placed = { place, subscription };
    const { discriminator } = subscription;
    if (!discriminator) {
      this.#others.push(placed);
      return;
    }
    const { field: name, text } = discriminator;
    const field: Field = this.#fields.get(name) ?? { read: readerOf(name), all: [], byText: new Map() };
    this.#fields.set(name, field);
    field.all.push(placed);
    const same = field.byText.get(text);
    if (same) same.push(placed);
    else field.byText.set(text, [placed]);
  }
}

function matchesOf({ read, all, byText }: Field, event: Event<unknown>): Placed[] | undefined {
  try {
    const value = read(event);
    if (typeof value === "string") return byText.get(value);
    // Texts can spell a number or a boolean in more than one way.
    return typeof value === "number" || typeof value === "boolean" ? all : undefined;
  } catch {
    // What cannot be read does not match.
    return undefined;
  }
}
