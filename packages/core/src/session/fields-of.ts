import { EntityError } from "../errors/entity-error.js";
import { isOpaque } from "../util/is-opaque.js";

/** Attribute names and values, as applications give them. */
export type Fields = Readonly<Record<string, unknown>> | null | undefined;

/**
 * A copy of the values given.
 *
 * @throws {@link EntityError} `entity_invalid_value` for what would copy to nothing, such as an entity.
 */
export function fieldsOf(data: Fields): Readonly<Record<string, unknown>> {
  if (typeof data !== "object" || data === null || !isOpaque(data)) return { ...data };
  throw new EntityError("entity_invalid_value", {
    message: "Data are an object of attribute names and values; an entity, a promise or a list is none.",
  });
}
