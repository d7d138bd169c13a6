import type { Attribute, EntityType } from "@ftrack-kit/core";
import type { Members, RelationMember } from "./members.js";
import { type ProjectionNode, permissionsName } from "./projections.js";
import { systemProjections } from "./system-projections.js";

/** A relation to write and what to write of the rows behind it. */
export interface PlannedRelation {
  readonly name: string;
  readonly relation: RelationMember;
  readonly node: ProjectionNode;
  readonly attribute: Attribute;
}

/** A plain value to write, and the attribute it is read from. */
interface PlannedValue {
  readonly name: string;
  readonly attribute: Attribute;
}

/** What is written of rows of one concrete type. */
export interface RowPlan {
  readonly primaryKey: readonly string[];
  readonly values: readonly PlannedValue[];
  readonly relations: readonly PlannedRelation[];
  /** Attributes whose permissions are asked for. */
  readonly permissions: readonly string[];
}

/**
 * Works out what a projection means for a concrete type.
 *
 * Attributes the type lacks are left out, as rows of another subtype are among those asked for (wire protocol 3.6).
 */
export function planRow(
  type: EntityType,
  node: ProjectionNode,
  members: Members,
  onlyRequested: boolean,
): RowPlan {
  const values = new Map<string, PlannedValue>();
  const relations: PlannedRelation[] = [];
  if (!onlyRequested) {
    for (const name of systemProjections(type)) values.set(name, { name, attribute: type.attribute(name) });
  }
  for (const [name, child] of node.children) {
    const member = name === permissionsName ? undefined : members.find([type.name], name);
    if (!member) continue;
    const { attribute, relation } = member;
    if (relation) relations.push({ name, relation, attribute, node: child });
    else if (!type.primaryKey.includes(name)) values.set(name, { name, attribute });
  }
  return {
    primaryKey: type.primaryKey,
    values: [...values.values()],
    relations,
    permissions: [...(node.children.get(permissionsName)?.children.keys() ?? [])],
  };
}
