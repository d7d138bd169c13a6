import { isDateObject } from "../codec/dates.js";
import { isWireDate } from "../codec/wire-entity.js";
import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import type { EntityRecord } from "./entity-record.js";

/** The value of a pair as applications see it. */
export const pairValue = (owner: EntityRecord, value: unknown): unknown =>
  isWireDate(value) ? owner.model.host.dates.decode(value) : value;

/**
 * Turns the value of a pair into what is stored.
 *
 * @throws {@link EntityError} `entity_invalid_value` when it has no JSON form.
 */
export function acceptPairValue(
  owner: EntityRecord,
  attribute: Attribute,
  key: string,
  value: unknown,
): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (isDateObject(value)) return owner.model.host.dates.encode(value);
  if (Array.isArray(value)) return value.map((item) => acceptPairValue(owner, attribute, key, item));
  throw new EntityError("entity_invalid_value", {
    message: `${owner.model.type.name}.${attribute.name} takes text, numbers, booleans, dates, lists and null; "${key}" was given something else.`,
    details: { entityType: owner.model.type.name, attribute: attribute.name, key },
  });
}
