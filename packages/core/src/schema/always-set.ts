import type { SchemaRegistry } from "./schema-registry.js";

/**
 * Attributes a server fills in by itself and never leaves empty, by type or base type.
 *
 * A schema's `required` does not name them (wire protocol 4.1), and types without them would make every caller
 * handle a null that does not come.
 */
const alwaysSet: Readonly<Record<string, readonly string[]>> = {
  Context: ["link", "_link"],
  TypedContext: ["bid_time_logged_difference", "parent", "parent_id", "project", "project_id", "time_logged"],
  Project: ["full_name"],
  Asset: ["context_id", "name", "parent", "type", "type_id"],
  AssetVersion: ["_link", "asset", "asset_id", "date", "is_latest_version", "link", "version"],
  ComponentLocation: ["component", "component_id", "location", "location_id"],
  List: ["name"],
  ListCategory: ["name"],
  Note: ["content", "date"],
  NoteLabel: ["name"],
  Priority: ["color", "name", "sort", "value"],
  ProjectSchema: ["name"],
  SecurityRole: ["name"],
  State: ["name", "short"],
  Status: ["color", "name", "sort", "state"],
  StatusChange: ["date", "status", "status_id"],
  Type: ["name"],
  UserType: ["name"],
  WorkflowSchema: ["name"],
};

/** Whether an attribute of a type, or of a type it derives from, is never empty. */
export function isAlwaysSet(registry: SchemaRegistry, typeName: string, attribute: string): boolean {
  for (let name: string | undefined = typeName; name !== undefined; name = registry.find(name)?.base) {
    if (Object.hasOwn(alwaysSet, name) && alwaysSet[name]?.includes(attribute)) return true;
  }
  return false;
}
