import { EntityError } from "../errors/entity-error.js";
import { didYouMean } from "../util/suggest.js";
import type { Entity } from "./entity.js";
import type { EntityRecord } from "./entity-record.js";
import { createGuarded } from "./guarded.js";

/** Ties an entity to what its session knows about it, out of sight of spreading, printing and cloning. */
export class EntityFace extends /* @__PURE__ */ createGuarded({ isInstance: isFace, refuse: noMember }) {
  readonly #record: EntityRecord;

  constructor(record: EntityRecord) {
    super();
    this.#record = record;
  }

  /** What the session knows about an entity; for the SDK itself. */
  static record(face: EntityFace): EntityRecord {
    return face.#record;
  }

  /** Whether a value is an entity of any session. */
  static is(value: unknown): value is Entity {
    return typeof value === "object" && value !== null && #record in value;
  }
}

/** Hoisted, as the base class is made before the class that knows. */
function isFace(value: unknown): value is Entity {
  return EntityFace.is(value);
}

/** Whether a value is an entity of any session. */
export const isEntity = EntityFace.is;

/** What the session knows about an entity. */
export const recordOf = EntityFace.record;

function noMember(entity: Entity, name: string): EntityError {
  const { type } = recordOf(entity).model;
  return new EntityError("entity_unknown_attribute", {
    message: `${type.name} has no attribute "${name}" that can be set.${didYouMean(name, type.attributes.keys())}`,
    details: { entityType: type.name, attribute: name },
  });
}
