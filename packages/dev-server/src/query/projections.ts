import type { QueryPath, QueryTree } from "@ftrack-kit/core";
import { ApiError } from "../operations/api-error.js";
import type { Member, Members } from "./members.js";
import type { QuerySource } from "./query-source.js";

/** What is asked of a row: attributes by name, with what is asked of the rows behind them. */
export class ProjectionNode {
  readonly children = new Map<string, ProjectionNode>();

  /** The node below a name, made when it is not there yet. */
  child(name: string): ProjectionNode {
    let node = this.children.get(name);
    if (!node) {
      node = new ProjectionNode();
      this.children.set(name, node);
    }
    return node;
  }
}

/** Clients ask for what a user may do under this name; no schema declares it (wire protocol 2.18). */
export const permissionsName = "__permissions";

/**
 * Merges the projections of a query into a tree; a query without `select` loads the type's defaults.
 *
 * Names outside the schema are left out unless `strict`, as the newest clients ask older servers for newer
 * attributes (wire protocol 5.11). Defaults that name absent attributes never fail (4.1).
 *
 * @throws {@link ApiError} `ParseError` when `strict` and an attribute does not exist or cannot be selected.
 */
export function buildProjections(
  source: QuerySource,
  members: Members,
  { entityType, projections }: QueryTree,
  strict: boolean,
): ProjectionNode {
  const root = new ProjectionNode();
  if (projections.length === 0) {
    for (const name of source.registry.find(entityType.name)?.defaultProjections ?? []) root.child(name);
  }
  for (const projection of projections) {
    if (projection.kind === "aggregate") {
      throw new ApiError("ParseError", `"${projection.function}" needs "group by".`);
    }
    addPath(root, source, members, [entityType.name], projection, strict);
  }
  return root;
}

function addPath(
  root: ProjectionNode,
  source: QuerySource,
  members: Members,
  types: readonly string[],
  path: QueryPath,
  strict: boolean,
): void {
  let node = root;
  let current = types;
  let last: Member | undefined;
  for (const { name, cast } of path.segments) {
    if (name === permissionsName) {
      const [, attribute] = path.segments;
      if (attribute) node.child(permissionsName).child(attribute.name);
      return;
    }
    const member = members.find(current, name);
    if (!member || member.attribute.restricted) {
      if (!strict) return;
      const problem = member
        ? "can be filtered on, not selected"
        : `is no attribute of ${current.join(" or ")}`;
      throw new ApiError("ParseError", `"${name}" ${problem}.`);
    }
    node = node.child(name);
    last = member;
    if (!member.relation) break;
    current = cast ? [cast.name] : member.relation.targets;
  }
  if (last?.attribute.keyValue) addElements(node, source, current, last.attribute.keyValue);
}

/** Elements of a key to value collection are written whole when the collection itself is asked for (3.6). */
function addElements(
  node: ProjectionNode,
  { registry }: QuerySource,
  types: readonly string[],
  { key, value }: NonNullable<Member["attribute"]["keyValue"]>,
): void {
  const defaults = types.flatMap((type) => registry.find(type)?.defaultProjections ?? []);
  for (const name of [...defaults, key, value]) node.child(name);
}
