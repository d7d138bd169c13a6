import type { Path } from "../query/tree.js";
import type { LiveRow, PendingEntity } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import type { LiveRows } from "./live-rows.js";
import { matchLocally } from "./match-locally.js";
import { readRow } from "./read-row.js";

/**
 * Rows with the session's own changes: deleted ones are gone, changed ones show their local values and leave when
 * they no longer match, new and newly matching ones stand at the end until the server has said where they belong, or
 * that they are beyond the limit.
 */
export function overlayPending(rows: LiveRows, pending: readonly PendingEntity[], plan: LivePlan): LiveRow[] {
  const { registry, dependencies, tree, key: keyName } = plan;
  const isOwn = ({ entityType }: PendingEntity) => registry.isKindOf(entityType, dependencies.entityType);
  const byKey = new Map(
    (keyName === undefined ? [] : pending.filter(isOwn)).map((entity) => [entity.key, entity]),
  );
  const within = mentioned(rows, pending, plan);
  const shown: LiveRow[] = [];
  for (const [key, given] of rows.entries()) {
    const row = within.get(key)?.reduce(withRelated, given) ?? given;
    const entity = byKey.get(key);
    byKey.delete(key);
    if (!entity) shown.push(row);
    else if (entity.state !== "deleted" && matches(entity, plan, row) !== false)
      shown.push(withLocal(row, entity, plan, rows));
  }
  if ((tree.offset ?? 0) > 0 || keyName === undefined) return shown;
  for (const entity of byKey.values()) {
    if (entity.state === "deleted" || !mayArrive(entity, plan) || matches(entity, plan) !== true) continue;
    const values = shape(entity, [], projectionsOf(plan));
    if (values) shown.push(Object.freeze({ __entity_type__: entity.entityType, ...(values as LiveRow) }));
  }
  return shown;
}

/** Changed entities by the rows that show them as related ones. */
function mentioned(
  rows: LiveRows,
  pending: readonly PendingEntity[],
  plan: LivePlan,
): Map<string, PendingEntity[]> {
  const byRow = new Map<string, PendingEntity[]>();
  for (const entity of pending) {
    if (entity.state !== "modified" || !isRelated(entity, plan)) continue;
    for (const key of rows.mentioning(entity.key)) {
      if (key !== entity.key) byRow.set(key, [...(byRow.get(key) ?? []), entity]);
    }
  }
  return byRow;
}

/** Whether the query reads something of the entity along a relation. */
export const isRelated = ({ entityType }: PendingEntity, { registry, dependencies }: LivePlan): boolean =>
  [...dependencies.related.keys()].some((type) => registry.isKindOf(entityType, type));

/** A part of a row with the local values of an entity in it. */
function withRelated<Value>(value: Value, entity: PendingEntity): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => withRelated(item, entity))) as Value;
  const isSame = (value as LiveRow).id === entity.key;
  const entries = Object.entries(value).map(([name, inner]) => {
    const isLocal = isSame && entity.changed.has(name) && (typeof inner !== "object" || inner === null);
    const local = isLocal ? entity.read([name]) : undefined;
    return [name, local === undefined ? withRelated(inner, entity) : local];
  });
  return Object.freeze(Object.fromEntries(entries)) as Value;
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

/** A row with the local values of what is selected; what is not known stays as it was. */
function withLocal(row: LiveRow, entity: PendingEntity, plan: LivePlan, rows: LiveRows): LiveRow {
  const changed: Record<string, unknown> = {};
  for (const [name, tails] of byHead(projectionsOf(plan))) {
    if (!entity.changed.has(name)) continue;
    const value = shape(entity, [name], tails) ?? shownBeside(rows, name, entity.read([name]));
    if (value !== undefined) changed[name] = value;
  }
  return Object.freeze({ ...row, ...changed });
}

/** A related entity as another row shows it, with everything that is selected of it. */
function shownBeside(rows: LiveRows, name: string, reference: unknown): unknown {
  const { id } = (reference ?? {}) as { readonly id?: unknown };
  if (typeof id !== "string") return undefined;
  for (const key of rows.mentioning(id)) {
    const value = rows.get(key)?.[name];
    if ((value as LiveRow | null | undefined)?.id === id) return value;
  }
  return undefined;
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
