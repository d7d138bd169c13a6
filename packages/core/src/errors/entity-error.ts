import { FtrackError } from "./ftrack-error.js";

export type EntityErrorCode =
  | "entity_unknown_type"
  | "entity_unknown_attribute"
  | "entity_immutable"
  | "entity_invalid_value"
  | "entity_invalid_key"
  | "entity_foreign"
  | "entity_not_loaded"
  | "entity_deleted"
  | "entity_duplicate"
  | "entity_not_in_collection";

/** An entity, attribute, key or collection was used in a way its type does not allow. */
export class EntityError extends FtrackError<EntityErrorCode> {
  override readonly name: string = "EntityError";
}
