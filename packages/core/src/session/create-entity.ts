import { typeKey } from "../codec/wire-entity.js";
import { inStep } from "../entity/assign.js";
import { collectionOf, storedValue } from "../entity/attribute-values.js";
import type { EntityModel } from "../entity/entity-model.js";
import { EntityRecord } from "../entity/entity-record.js";
import { acceptValue, toWire } from "../entity/stored-value.js";
import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import { createId } from "../util/ids.js";
import { checkNew } from "./check-new.js";
import { keyOf } from "./decoder.js";
import type { EntityStore } from "./entity-store.js";

/**
 * Makes the record of a new entity and records its creation; nothing is recorded when anything is wrong.
 *
 * Values given and literal defaults travel with the creation itself, collections and pairs as changes after it.
 *
 * @throws {@link EntityError} `entity_unknown_attribute`, `entity_invalid_value`, `entity_invalid_key` or
 * `entity_duplicate`.
 */
export function createRecord(
  store: EntityStore,
  entityType: string,
  data: Readonly<Record<string, unknown>>,
): EntityRecord {
  const model = store.model(entityType);
  checkNew(model.type, data);
  const record = new EntityRecord(model, "", { [typeKey]: model.type.name });
  const given = Object.entries(data).filter(([name, value]) => value !== undefined && name !== typeKey);
  const attributes = given.map(([name, value]) => [givenAttribute(model, name), value] as const);
  const isPlain = ({ kind }: Attribute) => kind === "scalar" || kind === "reference";
  const sent: Record<string, unknown> = {};
  for (const [attribute, value] of attributes) {
    if (!isPlain(attribute)) continue;
    const accepted = acceptValue(record, attribute, value);
    for (const [name, stored] of inStep(record, attribute, accepted)) record.setLocal(name, stored);
    sent[attribute.name] = toWire(accepted);
  }
  for (const [name, value] of defaultsOf(record)) {
    record.setLocal(name, value);
    sent[name] = value;
  }
  record.key = newKey(record);
  takeIdentity(store, record);
  try {
    if (store.recording) {
      record.stage = "created";
      store.unit.create(record, sent);
    }
    for (const [attribute, value] of attributes) {
      if (!isPlain(attribute)) collectionOf(record, attribute).assign(value);
    }
  } catch (error) {
    undoCreation(store, record);
    throw error;
  }
  return record;
}

/** Takes a creation back, with everything recorded of it. */
export function undoCreation(store: EntityStore, record: EntityRecord): void {
  store.unit.take(store.unit.entries().filter((entry) => entry.record === record));
  record.stage = "gone";
  store.evict(record);
}

function givenAttribute(model: EntityModel, name: string): Attribute {
  const attribute = model.type.attribute(name);
  if (!attribute.computed && !attribute.restricted) return attribute;
  throw new EntityError("entity_immutable", {
    message: `${model.type.name}.${name} is ${attribute.computed ? "computed by the server" : "only there to filter on"} and cannot be given.`,
    details: { entityType: model.type.name, attribute: name },
  });
}

/** Literal defaults of what was not given, be it by reference or by foreign key. */
function* defaultsOf(record: EntityRecord): IterableIterator<[string, unknown]> {
  for (const attribute of record.model.defaults) {
    const { name, default: value } = attribute;
    if (storedValue(record, attribute) !== undefined) continue;
    yield [name, value === "{uid}" ? createId() : value];
  }
  const { singleKey, type } = record.model;
  const key = singleKey === undefined ? undefined : type.attributes.get(singleKey);
  if (!key || key.default !== undefined || storedValue(record, key) !== undefined) return;
  if (key.name === "id") yield [key.name, createId()];
}

function newKey(record: EntityRecord): string {
  const { type } = record.model;
  const values = type.primaryKey.map((name) => {
    const attribute = type.attributes.get(name);
    return [name, attribute && storedValue(record, attribute)] as const;
  });
  const key = keyOf(record.model, Object.fromEntries(values));
  if (key !== undefined && key !== null && key !== "") return String(key);
  const missing = values.filter(([, value]) => value === undefined || value === null || value === "");
  throw new EntityError("entity_invalid_key", {
    message: `A new ${type.name} needs ${missing.map(([name]) => name).join(" and ")}.`,
    details: { entityType: type.name, missing: missing.map(([name]) => name) },
  });
}

function takeIdentity(store: EntityStore, record: EntityRecord): void {
  const { identities, type } = record.model;
  const known = store.find(type.name, record.key);
  if (known && (known.stage === "persisted" || known.stage === "created")) {
    throw new EntityError("entity_duplicate", {
      message: `There is a ${known.model.type.name} with the key ${known.keyValues.join(", ")} already. Get it instead, or leave the key out.`,
      details: { entityType: type.name, key: known.keyValues },
    });
  }
  identities.add(record);
}
