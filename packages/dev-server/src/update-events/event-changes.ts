import type { EntityType } from "@ftrack-kit/core";
import type { Row } from "../store/row.js";
import { isStored } from "../store/row-factory.js";
import { sameValue } from "../store/transaction-log.js";

/** What changed, by backend column. */
export type EventChanges = Record<string, { readonly old: unknown; readonly new: unknown }>;

/** Columns the backend has besides those of the schema, as captured events show. */
const legacyColumns = (row: Row): Readonly<Record<string, unknown>> =>
  row.context_type === "task" ? { taskid: row.id, isopen: false, isrequirecomment: false } : {};

/**
 * The columns that differ between two states of a row; all of them when there is only one (wire protocol 8.1).
 */
export function changesBetween(
  type: EntityType,
  before: Row | undefined,
  after: Row | undefined,
): EventChanges {
  const changes: EventChanges = {};
  const whole = !before || !after;
  for (const attribute of type.attributes.values()) {
    if (!isStored(attribute)) continue;
    const from = before?.[attribute.name] ?? null;
    const to = after?.[attribute.name] ?? null;
    if (whole || !sameValue(from, to)) changes[attribute.alias ?? attribute.name] = { old: from, new: to };
  }
  const only = before && after ? undefined : (after ?? before);
  if (only) {
    for (const [column, value] of Object.entries(legacyColumns(only))) {
      changes[column] = { old: before ? value : null, new: after ? value : null };
    }
  }
  return changes;
}

/** Custom attribute values are text in events, whatever their kind. */
export function printCustomValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return Array.isArray(value) ? value.join(",") : String(value);
}
