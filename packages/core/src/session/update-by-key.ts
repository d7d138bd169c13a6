import { createReference, splitKey } from "../codec/reference.js";
import { assign } from "../entity/assign.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { parseEntityKey } from "./entity-key.js";
import type { EntityStore } from "./entity-store.js";

/**
 * Changes the entity with a key, which need not be loaded; nothing is changed when anything is wrong with the names.
 *
 * @throws {@link EntityError} `entity_unknown_type`, `entity_unknown_attribute`, `entity_invalid_key`,
 * `entity_invalid_value`, `entity_immutable`.
 */
export function updateByKey(
  store: EntityStore,
  entityType: string,
  key: unknown,
  data: Readonly<Record<string, unknown>>,
): EntityRecord {
  const { type } = store.model(entityType);
  const joined = parseEntityKey(type, key);
  const changes = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [type.attribute(name), value] as const);
  const record = store.find(entityType, joined) ?? unloaded(store, type.name, type.primaryKey, joined);
  for (const [attribute, value] of changes) assign(record, attribute, value);
  return record;
}

function unloaded(store: EntityStore, type: string, names: readonly string[], key: string): EntityRecord {
  const [record] = store.decode([createReference(type, names, splitKey(key))]);
  return record as EntityRecord;
}
