import type { Row } from "../store/row.js";
import type { BatchState, Place } from "./batch-state.js";
import type { EntityAnswer } from "./mutation-context.js";

interface AnswerOptions {
  readonly entityType: string;
  readonly names: readonly string[];
  readonly echo?: Readonly<Record<string, unknown>>;
}

/** An answer that follows its row until it is read. */
export class LiveAnswer implements EntityAnswer {
  readonly entityType: string;
  readonly echo: Readonly<Record<string, unknown>>;
  attributes: readonly string[];
  related: Readonly<Record<string, readonly EntityAnswer[]>> = {};
  readonly #state: BatchState;
  readonly #place: Place;
  #row: Row;

  constructor(state: BatchState, row: Row, { entityType, names, echo = {} }: AnswerOptions) {
    this.#state = state;
    this.#row = row;
    const family = state.familyOf(row);
    this.#place = { family, key: state.store.keyOf(family, row) };
    this.entityType = entityType;
    this.attributes = names;
    this.echo = echo;
  }

  /** The row as it is; as it was last when a later operation deleted it. */
  get row(): Row {
    this.#row = this.#state.store.get(this.#place.family, this.#place.key) ?? this.#row;
    return this.#row;
  }
}

/** Adds what the server filled in to the answer of a create, and the places of a component made with it. */
export function completeCreateAnswer(state: BatchState, answer: LiveAnswer, created: ReadonlySet<Row>): void {
  const { row } = answer;
  const type = state.typeOf(row);
  const supplied = new Set(answer.attributes);
  const filled = Object.keys(row).filter(
    (column) => !supplied.has(column) && type.attributes.has(column) && (row[column] ?? null) !== null,
  );
  answer.attributes = [...answer.attributes, ...filled];
  if (state.familyOf(row) !== "Component") return;
  const places = state.store
    .by("ComponentLocation", "component_id", row.id)
    .filter((place) => created.has(place));
  if (places.length === 0) return;
  const names = ["component", "location_id", "resource_identifier"];
  answer.attributes = [...new Set([...answer.attributes, "component_locations"])];
  answer.related = {
    component_locations: places.map(
      (place) => new LiveAnswer(state, place, { entityType: "ComponentLocation", names }),
    ),
  };
}
