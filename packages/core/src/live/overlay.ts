import type { Path } from "../query/tree.js";
import type { LiveRow, PendingEntity } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import type { LiveRows } from "./live-rows.js";
import { matchLocally } from "./match-locally.js";
import { readRow } from "./read-row.js";
import { readNow } from "./read-shown.js";

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
    const row = arriving(entity, plan, rows);
    if (row) shown.push(row);
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

/** A row made of what the session and other live results know; `undefined` when that is not all that is selected. */
function arriving(entity: PendingEntity, plan: LivePlan, rows: LiveRows): LiveRow | undefined {
  const row: Record<string, unknown> = { __entity_type__: entity.entityType };
  for (const [name, tails] of byHead(projectionsOf(plan))) {
    const shown = entity.changed.has(name) ? undefined : shownElsewhere(entity, name, tails);
    const value = shown === undefined ? localValue(entity, name, tails, rows) : shown;
    if (value === undefined) return undefined;
    row[name] = value;
  }
  return Object.freeze(row);
}

/** What another live result shows of an attribute, where it shows all that is selected of it here. */
function shownElsewhere({ shown = [] }: PendingEntity, name: string, tails: readonly Tail[]): unknown {
  return shown.map((row) => row[name]).find((value) => tails.every((tail) => reaches(value, tail)));
}

function reaches(value: unknown, [name, ...rest]: Tail): boolean {
  if (name === undefined || value === null) return value !== undefined;
  if (Array.isArray(value)) return value.every((item) => reaches(item, [name, ...rest]));
  return typeof value === "object" && reaches((value as LiveRow)[name], rest);
}

/** Whether an entity is part of the result as the session sees it; values it has not loaded come from its row. */
function matches(entity: PendingEntity, { tree }: LivePlan, row?: LiveRow): boolean | undefined {
  return matchLocally(tree.where, ({ segments }) => {
    if (segments.some(({ cast }) => cast !== undefined)) return undefined;
    const names = segments.map(({ name }) => name);
    // The row is newer than what the session remembers of the rest of the entity.
    const known = entity.changed.has(names[0] ?? "") ? undefined : readRow(row, names);
    return known === undefined ? readNow(entity, names) : known;
  });
}

/** A row with the local values of what is selected; what is not known stays as it was. */
function withLocal(row: LiveRow, entity: PendingEntity, plan: LivePlan, rows: LiveRows): LiveRow {
  const changed: Record<string, unknown> = {};
  for (const [name, tails] of byHead(projectionsOf(plan))) {
    if (!entity.changed.has(name)) continue;
    const value = localValue(entity, name, tails, rows);
    if (value !== undefined) changed[name] = value;
  }
  return Object.freeze({ ...row, ...changed });
}

/** A changed value with what is selected below it. */
function localValue(entity: PendingEntity, name: string, tails: readonly Tail[], rows: LiveRows): unknown {
  const value = shape(entity, [name], tails);
  return value === undefined ? shownBeside(rows, name, entity.read([name])) : value;
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

/** The rest of a path. */
type Tail = readonly string[];

const projectionsOf = ({ tree }: LivePlan): readonly Tail[] =>
  tree.projections
    .filter((projection): projection is Path => projection.kind === "path")
    .map(({ segments }) => segments.map(({ name }) => name));

/** The value at a place with what is selected below it; `undefined` when some of it is not loaded. */
function shape(entity: PendingEntity, prefix: readonly string[], tails: readonly Tail[]): unknown {
  const below = tails.filter((tail) => tail.length > 0);
  const value = entity.read(prefix);
  if (below.length === 0 || typeof value !== "object" || value === null) return value;
  const shaped: Record<string, unknown> = { ...value };
  for (const [name, rest] of byHead(below)) {
    const inner = shape(entity, [...prefix, name], rest);
    if (inner === undefined) return undefined;
    shaped[name] = inner;
  }
  return Object.freeze(shaped);
}

function byHead(paths: readonly Tail[]): Map<string, Tail[]> {
  const heads = new Map<string, Tail[]>();
  for (const [head, ...tail] of paths) {
    if (head === undefined) continue;
    const tails = heads.get(head);
    if (tails) tails.push(tail);
    else heads.set(head, [tail]);
  }
  return heads;
}
