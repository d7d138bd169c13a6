import type { SchemaRegistry } from "@ftrack-kit/core";
import { hiddenColumns } from "../schema/families.js";
import { relationOf } from "../schema/relation-of.js";

/** A column that holds the key of another family's row. */
export interface ReferenceColumn {
  /** Family of the rows that have the column. */
  readonly family: string;
  readonly column: string;
  /** Entity type the reference leads to, and its family. */
  readonly target: string;
  readonly targetFamily: string;
  /** Never null at rest. */
  readonly required: boolean;
}

/** The reference columns of one entity type. */
export function referencesOf(registry: SchemaRegistry, typeName: string): readonly ReferenceColumn[] {
  const type = registry.get(typeName);
  const family = registry.familyOf(typeName);
  const found = new Map<string, ReferenceColumn>();
  for (const attribute of type.attributes.values()) {
    if (attribute.kind !== "reference") continue;
    const relation = relationOf(registry, typeName, attribute.name);
    if (relation?.kind !== "one" || found.has(relation.column)) continue;
    const { column, target } = relation;
    const required = type.attributes.get(column)?.required === true || type.primaryKey.includes(column);
    found.set(column, { family, column, target, targetFamily: registry.familyOf(target), required });
  }
  for (const [column, target] of Object.entries({ ...plainKeys[typeName], ...hiddenColumns[typeName] })) {
    if (found.has(column)) continue;
    const required = type.primaryKey.includes(column);
    found.set(column, { family, column, target, targetFamily: registry.familyOf(target), required });
  }
  return [...found.values()];
}

/** Keys without a reference beside them. */
const plainKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Schema: { project_schema_id: "ProjectSchema", object_type_id: "ObjectType" },
  SchemaStatus: { schema_id: "Schema" },
  SchemaType: { schema_id: "Schema" },
  ProjectSchemaOverride: { project_schema_id: "ProjectSchema", type_id: "Type" },
  WorkflowSchemaStatus: { workflow_schema_id: "WorkflowSchema", status_id: "Status" },
  TaskTypeSchemaType: { task_type_schema_id: "TaskTypeSchema", type_id: "Type" },
  UserApplicationState: { user_id: "User" },
};

/** Every column of the workspace that leads to a family. */
export function referencesTo(registry: SchemaRegistry, family: string): readonly ReferenceColumn[] {
  const found = new Map<string, ReferenceColumn>();
  for (const typeName of registry.names) {
    for (const reference of referencesOf(registry, typeName)) {
      const name = `${reference.family}.${reference.column}`;
      if (reference.targetFamily === family && !found.has(name)) found.set(name, reference);
    }
  }
  return [...found.values()];
}
