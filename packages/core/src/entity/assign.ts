import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import { collectionOf, storedValue } from "./attribute-values.js";
import { EntityRecord } from "./entity-record.js";
import { acceptValue, sameValue, toWire } from "./stored-value.js";

/**
 * Sets an attribute locally and records it.
 *
 * @throws {@link EntityError} `entity_immutable`, `entity_deleted`, `entity_invalid_value` or `entity_foreign`.
 */
export function assign(record: EntityRecord, attribute: Attribute, value: unknown): void {
  checkWritable(record, attribute);
  if (attribute.kind === "collection" || attribute.kind === "mapped") {
    collectionOf(record, attribute).assign(value);
    return;
  }
  const accepted = acceptValue(record, attribute, value);
  const current = storedValue(record, attribute);
  if (current !== undefined && sameValue(record, current, accepted)) return;
  const slot = record.model.slotOf(attribute);
  const { host } = record.model;
  host.forget(record, slot);
  dropLocal(record, attribute);
  // Several changes of an attribute are one: from what the server has to what was set last.
  const before = storedValue(record, attribute);
  if (isCommitted(record, attribute, accepted)) return;
  storeLocal(record, attribute, accepted);
  if (!host.recording) return;
  const after = toWire(accepted);
  host.record({ record, attribute, slot, before: toWire(before), after: () => after });
}

/** Gives up the local value of an attribute; of pairs, that of one slot alone where it is given. */
export function revert(record: EntityRecord, attribute: Attribute, slot?: string): void {
  record.model.host.forget(record, record.model.slotOf(attribute));
  if (attribute.kind === "collection" || attribute.kind === "mapped") {
    record.collections?.get(attribute.name)?.revert(slot);
    return;
  }
  dropLocal(record, attribute);
}

/** Drops the local values of a foreign key and its references together, as they were set. */
function dropLocal(record: EntityRecord, attribute: Attribute): void {
  const slot = record.model.slotOf(attribute);
  record.dropLocal(attribute.name);
  record.dropLocal(slot);
  for (const reference of record.model.referencesOf(slot)) record.dropLocal(reference.name);
}

/** Stores a value and keeps the foreign key and every reference that shares it in step. */
function storeLocal(record: EntityRecord, attribute: Attribute, value: unknown): void {
  for (const [name, stored] of inStep(record, attribute, value)) record.setLocal(name, stored);
}

/** The stored values of an attribute and of those that say the same; `undefined` is "not known". */
export function inStep(record: EntityRecord, attribute: Attribute, value: unknown): [string, unknown][] {
  const { model } = record;
  const slot = model.slotOf(attribute);
  const references = model.referencesOf(slot);
  if (references.length === 0) return [[attribute.name, value]];
  const isReference = attribute.kind === "reference";
  const key = isReference ? (value instanceof EntityRecord ? value.key : null) : value;
  const target = (reference: Attribute): unknown => {
    if (isReference) return value;
    if (typeof key !== "string") return null;
    return reference.target === undefined ? undefined : model.host.find(reference.target, key);
  };
  const pairs: [string, unknown][] = model.type.attributes.has(slot) ? [[slot, key]] : [];
  return pairs.concat(references.map((reference) => [reference.name, target(reference)]));
}

/** Whether the server already has a value, so that setting it is going back rather than a change. */
function isCommitted(record: EntityRecord, attribute: Attribute, value: unknown): boolean {
  if (record.stage === "created") return false;
  const committed = storedValue(record, attribute);
  return committed !== undefined && sameValue(record, committed, value);
}

function checkWritable(record: EntityRecord, attribute: Attribute): void {
  const { type } = record.model;
  const details = { entityType: type.name, attribute: attribute.name };
  if (record.stage === "deleted" || record.stage === "gone") {
    throw new EntityError("entity_deleted", {
      message: `${record.entity} is deleted, so ${attribute.name} cannot be set.`,
      details,
    });
  }
  const isSet = () => storedValue(record, attribute) !== undefined;
  if (attribute.mutable && !attribute.computed) return;
  if (!attribute.computed && record.stage === "created" && !isSet()) return;
  throw new EntityError("entity_immutable", {
    message: `${type.name}.${attribute.name} is ${attribute.computed ? "computed by the server" : "immutable"} and cannot be set.`,
    details,
  });
}
