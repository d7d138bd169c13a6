import type { Entity } from "./entity.js";
import type { EntityRecord } from "./entity-record.js";

/** Ties an entity to what its session knows about it, out of sight of spreading, printing and cloning. */
export class EntityFace {
  readonly #record: EntityRecord;

  constructor(record: EntityRecord) {
    this.#record = record;
  }

  static record(face: EntityFace): EntityRecord {
    return face.#record;
  }

  static is(value: unknown): value is Entity {
    return typeof value === "object" && value !== null && #record in value;
  }
}

/** Whether a value is an entity of any session. */
export const isEntity = EntityFace.is;

/** What the session knows about an entity. */
export const recordOf = EntityFace.record;
