import { joinKey } from "../codec/reference.js";
import { EntityError } from "../errors/entity-error.js";
import type { EntityType } from "../schema/entity-type.js";

/**
 * Reads a primary key: one value, several in the order of the schema, or an object of them.
 *
 * @throws {@link EntityError} `entity_invalid_key` when it does not have the parts the type asks for.
 */
export function parseEntityKey(type: EntityType, key: unknown): string {
  const values = valuesOf(type, key);
  const isComplete =
    values.length === type.primaryKey.length &&
    values.every((value) => isKeyText(value) || Number.isFinite(value));
  if (isComplete) return joinKey(values);
  throw new EntityError("entity_invalid_key", {
    message: `The key of a ${type.name} is ${type.primaryKey.join(" and ")}, as text.`,
    details: { entityType: type.name, primaryKey: type.primaryKey },
  });
}

function valuesOf(type: EntityType, key: unknown): readonly unknown[] {
  if (Array.isArray(key)) return key;
  if (typeof key !== "object" || key === null) return [key];
  const given = Object.keys(key);
  if (given.some((name) => !type.primaryKey.includes(name))) return [];
  return type.primaryKey.map((name) => (key as Record<string, unknown>)[name]);
}

/** No key holds the character that joins the parts of one. */
const isKeyText = (value: unknown): boolean =>
  typeof value === "string" && value !== "" && !value.includes("\u0000");
