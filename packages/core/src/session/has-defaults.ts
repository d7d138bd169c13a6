import { isLoaded } from "../entity/attribute-values.js";
import type { EntityRecord } from "../entity/entity-record.js";

/** Whether what a type loads by default is there. */
export function hasDefaults(record: EntityRecord): boolean {
  const { attributes, defaultProjections } = record.model.type;
  return defaultProjections.every((name) => {
    const attribute = attributes.get(name);
    return !attribute || isLoaded(record, attribute) || record.unavailable?.has(name);
  });
}
