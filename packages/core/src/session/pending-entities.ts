import { isWireDate, typeKey } from "../codec/wire-entity.js";
import { collectionOf, isLoaded, storedValue } from "../entity/attribute-values.js";
import { EntityRecord } from "../entity/entity-record.js";
import { MappedValues } from "../entity/mapped-collection.js";
import type { PendingEntity } from "../live/live-host.js";
import type { Attribute, EntityType } from "../schema/entity-type.js";
import type { LogEntry } from "./unit-of-work.js";

/** The entities that entries of the log are about, each once. */
export function pendingEntities(entries: readonly LogEntry[]): PendingEntity[] {
  const byRecord = new Map<EntityRecord, LogEntry[]>();
  for (const entry of entries) {
    const known = byRecord.get(entry.record);
    if (known) known.push(entry);
    else byRecord.set(entry.record, [entry]);
  }
  return [...byRecord].map(([record, own]) => {
    const state = stateOf(own);
    return {
      entityType: record.model.type.name,
      key: record.key,
      state,
      changed: changedBy(record, own),
      before: (attribute) => valueBefore(record, own, attribute),
      read: (path) => readPlain(record, path, state === "created"),
    };
  });
}

function stateOf(entries: readonly LogEntry[]): PendingEntity["state"] {
  if (entries.some(({ kind }) => kind === "delete")) return "deleted";
  return entries.some(({ kind }) => kind === "create") ? "created" : "modified";
}

function changedBy({ model }: EntityRecord, entries: readonly LogEntry[]): Set<string> {
  const changed = new Set<string>();
  for (const { edit, data } of entries) {
    const names = edit ? [edit.attribute.name] : Object.keys(data ?? {});
    for (const name of names) {
      const attribute = model.type.attributes.get(name);
      if (!attribute) continue;
      const slot = model.slotOf(attribute);
      changed.add(name).add(slot);
      for (const reference of model.referencesOf(slot)) changed.add(reference.name);
    }
  }
  return changed;
}

/** The scalar there was before the first of the changes of an attribute. */
function valueBefore({ model }: EntityRecord, entries: readonly LogEntry[], name: string): unknown {
  const attribute = model.type.attributes.get(name);
  if (!attribute) return undefined;
  const edit = entries.find((entry) => entry.edit?.slot === model.slotOf(attribute))?.edit;
  const { before } = edit ?? {};
  if (isWireDate(before)) return model.host.dates.iso(before);
  if (typeof before !== "object" || before === null) return before;
  const { [typeKey]: type, ...key } = before as Readonly<Record<string, unknown>>;
  const values = Object.values(key);
  return type !== undefined && values.length === 1 ? values[0] : undefined;
}

/**
 * The value at the end of a path as plain data; `undefined` when it is not loaded. Never fetches.
 *
 * @param isNew - Whether what was never set is nothing rather than unknown.
 */
function readPlain(record: EntityRecord, [name, ...rest]: readonly string[], isNew: boolean): unknown {
  const attribute = record.model.type.attributes.get(name ?? "");
  if (!attribute || attribute.kind === "collection") return undefined;
  if (attribute.kind === "mapped") {
    const values = rest.length === 0 && isLoaded(record, attribute) && collectionOf(record, attribute);
    return values instanceof MappedValues ? values.toJSON() : undefined;
  }
  const stored = storedValue(record, attribute);
  if (stored === undefined) return readUnknown(record, attribute, rest, isNew);
  if (stored === null) return null;
  if (stored instanceof EntityRecord) {
    return rest.length > 0
      ? readPlain(stored, rest, stored.stage === "created")
      : plainReference(stored.model.type, stored.keyValues);
  }
  if (rest.length > 0) return undefined;
  return isWireDate(stored) ? record.model.host.dates.iso(stored) : stored;
}

/** Of an entity the session does not know, at least the id may be told by the foreign key. */
function readUnknown(
  record: EntityRecord,
  { foreignKey, target }: Attribute,
  rest: readonly string[],
  isNew: boolean,
): unknown {
  const key = foreignKey === undefined ? undefined : record.stored(foreignKey);
  if (key === undefined) return isNew ? null : undefined;
  const type = target === undefined ? undefined : record.model.host.registry.find(target);
  if (!type || typeof key !== "string" || type.primaryKey.length !== 1) return undefined;
  if (rest.length === 0) return plainReference(type, [key]);
  return rest.length === 1 && rest[0] === type.primaryKey[0] ? key : undefined;
}

const plainReference = (
  { name, primaryKey }: EntityType,
  key: readonly string[],
): Readonly<Record<string, unknown>> => ({
  [typeKey]: name,
  ...Object.fromEntries(primaryKey.map((attribute, index) => [attribute, key[index]])),
});
