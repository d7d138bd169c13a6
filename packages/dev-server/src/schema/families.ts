import { SchemaRegistry } from "@ftrack-kit/core";
import { createSchemas } from "./create-schemas.js";

/** Families whose rows can own notes, metadata, settings and custom values, the likeliest first. */
export const wellKnownFamilies = [
  "Context",
  "AssetVersion",
  "Asset",
  "Component",
  "Resource",
  "List",
  "ListObject",
  "Note",
  "ReviewSessionObject",
  "ReviewSession",
  "TypedContextLink",
  "AssetVersionLink",
  "CalendarEvent",
] as const;

/** Tables behind many-to-many relations that no entity type shows, with their primary keys. */
const hiddenFamilies: Readonly<Record<string, readonly string[]>> = {
  ContextScope: ["context_id", "scope_id"],
  ConfigurationReadRole: ["configuration_id", "security_role_id"],
  ConfigurationWriteRole: ["configuration_id", "security_role_id"],
};

/** Columns that are stored though no schema names them, with the entity type they lead to. */
export const hiddenColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Status: { state_id: "State" },
};

/**
 * Primary key columns of every family, hidden ones included.
 *
 * They do not depend on the workspace: new object types join the contexts.
 */
export function familyKeys(): ReadonlyMap<string, readonly string[]> {
  const registry = new SchemaRegistry(createSchemas());
  const keys = new Map(Object.entries(hiddenFamilies));
  for (const name of registry.names) {
    const family = registry.familyOf(name);
    if (!keys.has(family)) keys.set(family, registry.get(family).primaryKey);
  }
  return keys;
}

/** Whether a link table is one that no entity type shows. */
export const isHiddenFamily = (family: string): boolean => family in hiddenFamilies;
