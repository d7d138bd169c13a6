/** Key under which the wire names an entity's concrete type. Spelt only here. */
export const typeKey = "__entity_type__";
/** Key under which the wire marks an encoded value, such as a date. */
export const valueTypeKey = "__type__";

/** An entity as it travels: its concrete type and whichever attributes are present. */
export interface WireEntity {
  readonly [typeKey]: string;
  readonly [attribute: string]: unknown;
}

/** A date as it travels. */
export interface WireDate {
  readonly [valueTypeKey]: "datetime" | "date";
  readonly value: string;
}

/** Whether a value is an entity as it travels. */
export function isWireEntity(value: unknown): value is WireEntity {
  return typeof value === "object" && value !== null && typeof (value as WireEntity)[typeKey] === "string";
}

/** Whether a value is a date as it travels. */
export function isWireDate(value: unknown): value is WireDate {
  if (typeof value !== "object" || value === null) return false;
  const { [valueTypeKey]: type, value: text } = value as Partial<WireDate>;
  return (type === "datetime" || type === "date") && typeof text === "string";
}
