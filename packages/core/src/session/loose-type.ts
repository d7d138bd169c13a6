import { isWireDate, isWireEntity, typeKey } from "../codec/wire-entity.js";
import { EntityType } from "../schema/entity-type.js";
import type { SchemaProperty } from "../schema/wire.js";

/**
 * A type made from one of its rows, for types the server got after the session read its schemas.
 *
 * One row of an unknown type must not make a whole answer unreadable.
 */
export function looseType(name: string, row: Readonly<Record<string, unknown>>): EntityType {
  const properties = Object.entries(row)
    .filter(([attribute]) => attribute !== typeKey)
    .map(([attribute, value]) => [attribute, propertyOf(value)] as const);
  return new EntityType(
    {
      id: name,
      type: "object",
      properties: { id: { type: "string" }, ...Object.fromEntries(properties) },
      primary_key: ["id"],
      immutable: ["id"],
    },
    undefined,
  );
}

function propertyOf(value: unknown): SchemaProperty {
  if (isWireEntity(value)) return { $ref: value[typeKey] };
  if (isWireDate(value)) return { type: "string", format: "date-time" };
  if (Array.isArray(value) && isWireEntity(value[0]))
    return { type: "array", items: { $ref: value[0][typeKey] } };
  return { type: "variable" };
}
