import type { Path } from "../query/tree.js";
import type { LiveRow, PendingEntity } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import { matchLocally } from "./match-locally.js";
import { readRow } from "./read-row.js";

/**
 * Rows with the session's own changes: deleted ones are gone, changed ones show their local values and leave when
 * they no longer match, new and newly matching ones stand at the end until the server has said where they belong, or
 * that they are beyond the limit.
 */
export function overlayPending(
  rows: Iterable<readonly [key: string, row: LiveRow]>,
  pending: readonly PendingEntity[],
  plan: LivePlan,
): LiveRow[] {
  const { registry, dependencies, tree, key: keyName } = plan;
  const own =
    keyName === undefined
      ? []
      : pending.filter(({ entityType }) => registry.isKindOf(entityType, dependencies.entityType));
  const byKey = new Map(own.map((entity) => [entity.key, entity]));
  const shown: LiveRow[] = [];
  for (const [key, row] of rows) {
    const entity = byKey.get(key);
    byKey.delete(key);
    if (!entity) shown.push(row);
    else if (entity.state !== "deleted" && matches(entity, plan, row) !== false)
      shown.push(withLocal(row, entity, plan));
  }
  if ((tree.offset ?? 0) > 0 || keyName === undefined) return shown;
  for (const entity of byKey.values()) {
    if (entity.state === "deleted" || !mayArrive(entity, plan) || matches(entity, plan) !== true) continue;
    const values = shape(entity, [], projectionsOf(plan));
    if (values) shown.push(Object.freeze({ __entity_type__: entity.entityType, ...(values as LiveRow) }));
  }
  return shown;
}

/** Whether it can have become part of the result by what was done to it here. */
const mayArrive = ({ state, changed }: PendingEntity, { dependencies }: LivePlan): boolean =>
  state === "created" || [...changed].some((name) => dependencies.root.deciding.has(name));

/** Whether an entity is part of the result as the session sees it; values it has not loaded come from its row. */
function matches(entity: PendingEntity, { tree }: LivePlan, row?: LiveRow): boolean | undefined {
  return matchLocally(tree.where, ({ segments }) => {
    if (segments.some(({ cast }) => cast !== undefined)) return undefined;
    const names = segments.map(({ name }) => name);
    // The row is newer than what the session remembers of the rest of the entity.
    const known = entity.changed.has(names[0] ?? "") ? undefined : readRow(row, names);
    return known === undefined ? entity.read(names) : known;
  });
}

/** A row with the local values of what is selected; what is not loaded stays as it was. */
function withLocal(row: LiveRow, entity: PendingEntity, plan: LivePlan): LiveRow {
  const changed: Record<string, unknown> = {};
  for (const [name, tails] of byHead(projectionsOf(plan))) {
    if (!entity.changed.has(name)) continue;
    const value = shape(entity, [name], tails);
    if (value !== undefined) changed[name] = value;
  }
  return Object.freeze({ ...row, ...changed });
}

const projectionsOf = ({ tree }: LivePlan): readonly (readonly string[])[] =>
  tree.projections
    .filter((projection): projection is Path => projection.kind === "path")
    .map(({ segments }) => segments.map(({ name }) => name));

/** The value at a place with what is selected below it; `undefined` when some of it is not loaded. */
function shape(
  entity: PendingEntity,
  prefix: readonly string[],
  tails: readonly (readonly string[])[],
): unknown {
  const below = tails.filter((tail) => tail.length > 0);
  const value = prefix.length === 0 ? {} : entity.read(prefix);
  if (below.length === 0 || typeof value !== "object" || value === null) return value;
  const shaped: Record<string, unknown> = { ...value };
  for (const [name, rest] of byHead(below)) {
    const inner = shape(entity, [...prefix, name], rest);
    if (inner === undefined) return undefined;
    shaped[name] = inner;
  }
  return Object.freeze(shaped);
}

function byHead(paths: readonly (readonly string[])[]): Map<string, (readonly string[])[]> {
  const heads = new Map<string, (readonly string[])[]>();
  for (const [head, ...tail] of paths) {
    if (head === undefined) continue;
    const tails = heads.get(head);
    if (tails) tails.push(tail);
    else heads.set(head, [tail]);
  }
  return heads;
}
