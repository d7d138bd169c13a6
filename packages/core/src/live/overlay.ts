import type { QueryTree } from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { LiveRow, PendingEntity } from "./live-host.js";
import { matchLocally } from "./match-locally.js";

/**
 * Rows with what the session has pending: deleted ones are gone, changed ones show their local values and leave when
 * they no longer match, created ones stand at the end.
 */
export function overlayPending(
  rows: ReadonlyMap<string, LiveRow>,
  pending: readonly PendingEntity[],
  tree: QueryTree,
  registry: SchemaRegistry,
): LiveRow[] {
  if (pending.length === 0) return [...rows.values()];
  const byKey = new Map(pending.map((entity) => [entity.key, entity]));
  const shown: LiveRow[] = [];
  for (const [key, row] of rows) {
    const entity = byKey.get(key);
    byKey.delete(key);
    if (!entity) shown.push(row);
    else if (entity.state !== "deleted") {
      const local = Object.freeze({ ...row, ...selectedOf(entity, tree) });
      if (matchLocally(tree.where, { ...row, ...entity.values }, registry) !== false) shown.push(local);
    }
  }
  for (const entity of byKey.values()) {
    if (entity.state !== "created") continue;
    if (!registry.isKindOf(entity.entityType, tree.entityType.name)) continue;
    if (matchLocally(tree.where, entity.values, registry) !== true) continue;
    shown.push(Object.freeze({ ...selectedOf(entity, tree), id: entity.key }));
  }
  return shown;
}

/** Local values of what a query selects; nothing more, so that rows keep their shape. */
function selectedOf({ values }: PendingEntity, tree: QueryTree): LiveRow {
  const selected: Record<string, unknown> = {};
  for (const projection of tree.projections) {
    if (projection.kind !== "path") continue;
    const name = projection.segments[0]?.name ?? "";
    if (name in values) selected[name] = values[name];
  }
  return selected;
}
