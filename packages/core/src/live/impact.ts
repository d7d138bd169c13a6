import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { Dependencies } from "./dependencies.js";
import type { EntityUpdate, LiveRow } from "./live-host.js";

/** What an update means for a result. */
export type Impact =
  | { readonly kind: "none" }
  /** These rows have to be asked for again; they may be new, or gone. */
  | { readonly kind: "rows"; readonly keys: readonly string[] }
  /** A shown value changed, and the event tells the new one. */
  | { readonly kind: "patch"; readonly key: string; readonly values: LiveRow }
  /** Rows may come, go or move: the query has to run again. */
  | { readonly kind: "all" };

const none: Impact = { kind: "none" };
const all: Impact = { kind: "all" };

/** Where the rows of a result mention which entities. */
export interface Mentions {
  has(rowKey: string): boolean;
  /** Keys of the rows that hold an id at any depth. */
  of(id: string): Iterable<string>;
}

/** Decides what an update means, as narrowly as the event allows, and never too narrowly. */
export function assessUpdate(
  update: EntityUpdate,
  dependencies: Dependencies,
  mentions: Mentions,
  registry: SchemaRegistry,
): Impact {
  const { entityType, root, related, patchable, grouped, opaque, computed } = dependencies;
  if (opaque) return all;
  const changed = Object.keys(update.changes);
  const comesOrGoes = update.action === "add" || update.action === "remove";
  const touched = new Set<string>();
  const touchMentioned = () => {
    for (const key of mentionedIn(update, mentions)) touched.add(key);
  };
  const touches = (names: ReadonlySet<string>) => changesAny(changed, names, update, registry);

  for (const [type, reads] of related) {
    if (!registry.isKindOf(update.entityType, type)) continue;
    if (!comesOrGoes && touches(reads.deciding)) return all;
    if (reads.members !== "none" && (comesOrGoes || changed.some((name) => isKey(name, update, registry)))) {
      if (reads.members === "deciding") return all;
      touchMentioned();
    }
    if (touches(reads.shown)) for (const key of mentions.of(update.key)) touched.add(key);
  }
  const isRoot = registry.isKindOf(update.entityType, entityType);
  const movesInOrOut = comesOrGoes || update.action === "move" || touches(root.deciding);
  if (isRoot && (movesInOrOut || touches(root.shown))) touched.add(update.key);
  if (computed) touchMentioned();

  if (touched.size === 0) return none;
  if (grouped) return all;
  const onlyItself = isRoot && !movesInOrOut && !computed && touched.size === 1 && mentions.has(update.key);
  return (
    (onlyItself ? patchOf(update, changed, patchable) : undefined) ?? { kind: "rows", keys: [...touched] }
  );
}

function changesAny(
  changed: readonly string[],
  names: ReadonlySet<string>,
  { entityType }: EntityUpdate,
  registry: SchemaRegistry,
): boolean {
  if (names.size === 0) return false;
  const type = registry.find(entityType);
  return changed.some((name) => {
    if (names.has(name)) return true;
    const reference = type?.referenceOf.get(name);
    if (reference && names.has(reference.name)) return true;
    // Custom attributes come under their own keys, which no schema lists.
    return !type?.attributes.has(name) && names.has("custom_attributes");
  });
}

/** Whether an attribute says where an entity belongs. */
const isKey = (name: string, { entityType }: EntityUpdate, registry: SchemaRegistry) =>
  name.endsWith("_id") || registry.find(entityType)?.referenceOf.has(name) === true;

/** Rows that mention the entity itself or any id among its old and new values. */
function* mentionedIn({ key, changes }: EntityUpdate, mentions: Mentions): Generator<string> {
  yield* mentions.of(key);
  for (const { old, new: current } of Object.values(changes)) {
    if (typeof old === "string") yield* mentions.of(old);
    if (typeof current === "string" && current !== old) yield* mentions.of(current);
  }
}

function patchOf(
  { key, action, changes }: EntityUpdate,
  changed: readonly string[],
  patchable: ReadonlySet<string>,
): Impact | undefined {
  if (action !== "update" || !changed.every((name) => patchable.has(name))) return undefined;
  const values = Object.fromEntries(changed.map((name) => [name, changes[name]?.new]));
  return { kind: "patch", key, values };
}
