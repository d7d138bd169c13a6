import type { Attribute } from "@ftrack-kit/core";
import type { Row } from "../store/row.js";
import type { QuerySource } from "./query-source.js";

/** The custom attribute type "date" (wire protocol 4.7). */
const dateType = "79968e9e-381c-11e0-acff-0019bb49847a";
const storedDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** Writes a stored value the way it travels (wire protocol 3.1, 3.2 and 3.8). */
export function encodeValue(
  attribute: Pick<Attribute, "scalar">,
  stored: unknown,
  isDateValue = false,
): unknown {
  if (stored === null || stored === undefined) return null;
  const isDate = attribute.scalar === "datetime" || (attribute.scalar === "variable" && isDateValue);
  if (isDate && typeof stored === "string" && storedDate.test(stored)) {
    return { __type__: "datetime", value: stored };
  }
  return stored;
}

/** Whether a custom attribute value, or the default of a configuration, is a date. */
export function holdsDate({ registry, store }: QuerySource, row: Row): boolean {
  const { configuration_id: id } = row;
  const family = registry.familyOf("CustomAttributeConfiguration");
  const configuration = typeof id === "string" ? store.get(family, id) : row;
  return configuration?.type_id === dateType;
}
