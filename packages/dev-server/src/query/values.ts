import type { Attribute } from "@ftrack-kit/core";
import type { Row } from "../store/row.js";
import type { QuerySource } from "./query-source.js";

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

/** What kind of value a configuration of custom attributes asks for, such as `number` (wire protocol 4.7). */
export function customKind({ store }: QuerySource, configuration: Row | undefined): string {
  const id = configuration?.type_id;
  const type = typeof id === "string" ? store.get("CustomAttributeType", id) : undefined;
  return typeof type?.name === "string" ? type.name : "text";
}

/** Whether a custom attribute value, or the default of a configuration, is a date. */
export function holdsDate(source: QuerySource, row: Row): boolean {
  const { configuration_id: id } = row;
  const family = source.registry.familyOf("CustomAttributeConfiguration");
  const configuration = typeof id === "string" ? source.store.get(family, id) : row;
  return customKind(source, configuration) === "date";
}
