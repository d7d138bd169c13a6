import type { UpdatedEntity } from "../events/update-event.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { evidenceOf } from "./evidence.js";
import type { LiveRow } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import { matchLocally } from "./match-locally.js";

/** What an update means for a result. */
export type Impact =
  | { readonly kind: "none" }
  /** These rows have to be asked for again; where `mayMove`, they may be new, gone or elsewhere. */
  | { readonly kind: "rows"; readonly keys: ReadonlySet<string>; readonly mayMove: boolean }
  /** A shown value changed, and the event tells the new one. */
  | { readonly kind: "patch"; readonly key: string; readonly values: LiveRow }
  /** The row is no longer part of the result, and no other row moves because of it. */
  | { readonly kind: "remove"; readonly key: string }
  /** Rows may come, go or move: the query has to run again. */
  | { readonly kind: "all" };

/** The rows of a result as far as updates concern them. */
export interface KnownRows {
  get(key: string): LiveRow | undefined;
  /** Keys of the rows that hold an id at any depth. */
  mentioning(id: string): Iterable<string>;
}

const none: Impact = { kind: "none" };
const all: Impact = { kind: "all" };

/** Decides what an update means, as narrowly as the event allows, and never too narrowly. */
export function assessUpdate(update: UpdatedEntity, plan: LivePlan, rows: KnownRows): Impact {
  const { registry, dependencies, key } = plan;
  if (dependencies.opaque) return all;
  const touched = touchedRelated(update, plan, rows);
  if (touched === "all") return all;
  const own = registry.isKindOf(update.entityType, dependencies.entityType)
    ? assessOwn(update, plan, rows)
    : none;
  if (own.kind === "all") return all;
  if (touched.size === 0) return own;
  if (key === undefined) return all;
  if (own.kind !== "none") touched.add(update.key);
  return {
    kind: "rows",
    keys: touched,
    mayMove: own.kind === "remove" || (own.kind === "rows" && own.mayMove),
  };
}

/** Rows that show something of the entity, or whose relations it changes. */
function touchedRelated(update: UpdatedEntity, plan: LivePlan, rows: KnownRows): Set<string> | "all" {
  const { registry, dependencies } = plan;
  const { action } = update;
  const changed = Object.keys(update.changes);
  const comesOrGoes = action === "add" || action === "remove";
  const touched = new Set<string>();
  const touch = (ids: Iterable<string>) => {
    for (const id of ids) for (const key of rows.mentioning(id)) touched.add(key);
  };
  for (const [type, reads] of dependencies.related) {
    if (!registry.isKindOf(update.entityType, type)) continue;
    if (!comesOrGoes && changesAny(changed, reads.deciding, update, registry)) return "all";
    const changesMembers = comesOrGoes || changed.some((name) => isKey(name, update, registry));
    if (reads.members !== "none" && changesMembers) {
      if (reads.members === "deciding") return "all";
      touch(idsOf(update));
    }
    if (action === "remove" || changesAny(changed, reads.shown, update, registry)) touch([update.key]);
  }
  if (dependencies.computed) {
    if (action === "move") return "all";
    touch(idsOf(update));
    touch(update.parents.map(({ key }) => key));
  }
  return touched;
}

/** What an update of one of the rows, or of what may become one, means. */
function assessOwn(update: UpdatedEntity, plan: LivePlan, rows: KnownRows): Impact {
  const { registry, dependencies, tree, bounded } = plan;
  const { root, placing, grouped } = dependencies;
  const { key, action } = update;
  const changed = Object.keys(update.changes);
  const touches = (names: ReadonlySet<string>) => changesAny(changed, names, update, registry);
  if (plan.key === undefined && !grouped)
    return action !== "update" || touches(root.deciding) || touches(root.shown) ? all : none;
  const row = rows.get(key);
  const asked: Impact = { kind: "rows", keys: new Set([key]), mayMove: true };
  const decides = action !== "update" || touches(root.deciding);
  if (!decides) {
    if (!row || !touches(root.shown)) return none;
    return patchOf(update, plan, changed) ?? { ...asked, mayMove: false };
  }
  const type = registry.find(update.entityType);
  const matches = (side: "old" | "new") => matchLocally(tree.where, evidenceOf(update, side, type, row));
  const isIn = action === "remove" ? false : matches("new");
  if (isIn === false) {
    if (grouped || bounded) {
      const wasIn = row !== undefined || (action === "add" ? false : matches("old"));
      return wasIn === false ? none : all;
    }
    return row ? { kind: "remove", key } : none;
  }
  if (grouped || bounded) return all;
  if (isIn === true && row && action === "update" && !touches(placing)) {
    if (!touches(root.shown)) return none;
    return patchOf(update, plan, changed) ?? { ...asked, mayMove: false };
  }
  return asked;
}

function changesAny(
  changed: readonly string[],
  names: ReadonlySet<string>,
  { entityType }: UpdatedEntity,
  registry: SchemaRegistry,
): boolean {
  if (names.size === 0 || changed.length === 0) return false;
  // Custom attributes come under their own keys, which no schema lists and which may be those of others.
  if (names.has("custom_attributes")) return true;
  const type = registry.find(entityType);
  return changed.some((name) => {
    const reference = type?.referenceOf.get(name);
    return names.has(name) || (reference !== undefined && names.has(reference.name));
  });
}

/** Whether an attribute says where an entity belongs. */
const isKey = (name: string, { entityType }: UpdatedEntity, registry: SchemaRegistry) =>
  name.endsWith("_id") || registry.find(entityType)?.referenceOf.has(name) === true;

/** The entity's own id and any id among its old and new values. */
function* idsOf({ key, changes }: UpdatedEntity): Generator<string> {
  yield key;
  for (const change of Object.values(changes)) {
    if (typeof change?.old === "string") yield change.old;
    if (typeof change?.new === "string" && change.new !== change.old) yield change.new;
  }
}

/** New values of what is shown, where all of them can be taken from the event. */
function patchOf(
  update: UpdatedEntity,
  { dependencies: { patchable, root, computed }, registry }: LivePlan,
  changed: readonly string[],
): Impact | undefined {
  if (computed || update.action !== "update" || root.shown.has("custom_attributes")) return undefined;
  const shown = changed.filter((name) => changesAny([name], root.shown, update, registry));
  if (!shown.every((name) => patchable.has(name))) return undefined;
  const values = Object.fromEntries(shown.map((name) => [name, update.changes[name]?.new]));
  return { kind: "patch", key: update.key, values };
}
