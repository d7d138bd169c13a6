import type { Event } from "./event.js";
import type { Expression } from "./expression.js";
import { type FieldReader, readerOf } from "./expression-matcher.js";

/** Up to so many recipients of a topic, trying each is quicker than choosing. */
const fewRecipients = 8;

/** A field of events, and the text it must have for a recipient to want them. */
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

/** Who may want an event. */
export interface Candidate {
  readonly discriminator: Discriminator | undefined;
  /** In the order of calls. */
  readonly place: number;
}

interface Field<Recipient> {
  readonly read: FieldReader;
  readonly all: Recipient[];
  readonly byText: Map<string, Recipient[]>;
}

/**
 * The recipients of one topic, so arranged that an event is tried on few of them.
 *
 * A thousand listeners of `ftrack.update`, each for another user, cost an event one look-up instead of a thousand
 * comparisons.
 */
export class TopicPlan<Recipient extends Candidate> {
  readonly #ordered: readonly Recipient[];
  readonly #fields = new Map<string, Field<Recipient>>();
  readonly #others: Recipient[] = [];

  /** @param ordered - By place. */
  constructor(ordered: readonly Recipient[]) {
    this.#ordered = ordered;
    if (ordered.length > fewRecipients) for (const recipient of ordered) this.#arrange(recipient);
  }

  /** Those that may want an event, in the order they are to be called. */
  candidates(event: Event<unknown>): readonly Recipient[] {
    if (this.#fields.size === 0) return this.#ordered;
    const lists = this.#others.length > 0 ? [this.#others] : [];
    for (const field of this.#fields.values()) {
      const found = matchesOf(field, event);
      if (found) lists.push(found);
    }
    const [only] = lists;
    if (!only || lists.length === 1) return only ?? [];
    return lists.flat().sort((one, other) => one.place - other.place);
  }

  #arrange(recipient: Recipient): void {
    const { discriminator } = recipient;
    if (!discriminator) {
      this.#others.push(recipient);
      return;
    }
    const { field: name, text } = discriminator;
    const field: Field<Recipient> = this.#fields.get(name) ?? {
      read: readerOf(name),
      all: [],
      byText: new Map(),
    };
    this.#fields.set(name, field);
    field.all.push(recipient);
    const same = field.byText.get(text);
    if (same) same.push(recipient);
    else field.byText.set(text, [recipient]);
  }
}

function matchesOf<Recipient>(
  { read, all, byText }: Field<Recipient>,
  event: Event<unknown>,
): Recipient[] | undefined {
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
