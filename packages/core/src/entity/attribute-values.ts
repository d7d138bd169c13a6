import { isWireDate } from "../codec/wire-entity.js";
import type { Attribute } from "../schema/entity-type.js";
import { EntityCollection } from "./collection.js";
import { CustomAttributeValues } from "./custom-attribute-values.js";
import { EntityRecord } from "./entity-record.js";
import { MappedValues } from "./mapped-collection.js";

/** The value of an attribute as stored, with foreign key and reference standing in for each other. */
export function storedValue(record: EntityRecord, attribute: Attribute): unknown {
  const value = record.stored(attribute.name);
  if (value !== undefined) return value;
  if (attribute.kind === "reference") return referenceFromKey(record, attribute);
  if (attribute.kind !== "scalar") return undefined;
  for (const reference of record.model.referencesOf(attribute.name)) {
    const target = record.stored(reference.name);
    if (target instanceof EntityRecord) return target.key;
    if (target === null) return null;
  }
  return undefined;
}

function referenceFromKey(record: EntityRecord, attribute: Attribute): unknown {
  if (attribute.foreignKey === undefined || attribute.target === undefined) return undefined;
  const key = record.stored(attribute.foreignKey);
  if (key === null) return null;
  return typeof key === "string" ? record.model.host.find(attribute.target, key) : undefined;
}

/** The value of an attribute as applications see it; `undefined` when it is not loaded. Never fetches. */
export function readAttribute(record: EntityRecord, attribute: Attribute): unknown {
  if (attribute.kind === "collection" || attribute.kind === "mapped") return collectionOf(record, attribute);
  return present(record, storedValue(record, attribute));
}

/** A stored value as applications see it. */
export function present(record: EntityRecord, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof EntityRecord) return value.entity;
  return isWireDate(value) ? record.model.host.dates.decode(value) : value;
}

/** The collection of an attribute, one object for the life of the record. */
export function collectionOf(record: EntityRecord, attribute: Attribute): EntityCollection | MappedValues {
  const known = record.collections?.get(attribute.name);
  if (known) return known;
  const made = createCollection(record, attribute);
  record.collections ??= new Map();
  record.collections.set(attribute.name, made);
  return made;
}

function createCollection(record: EntityRecord, attribute: Attribute): EntityCollection | MappedValues {
  if (attribute.kind === "collection") return new EntityCollection(record, attribute);
  return attribute.target?.endsWith("CustomAttributeValue")
    ? new CustomAttributeValues(record, attribute)
    : new MappedValues(record, attribute);
}

/** Whether an attribute has a value, local or from the server. */
export function isLoaded(record: EntityRecord, attribute: Attribute): boolean {
  if (attribute.kind === "collection" || attribute.kind === "mapped") {
    const known = record.collections?.get(attribute.name);
    if (known) return known.isLoaded;
    return (
      record.stage === "created" ||
      (attribute.kind === "mapped"
        ? MappedValues.isComplete(record.remote[attribute.name], attribute)
        : record.remote[attribute.name] !== undefined)
    );
  }
  return storedValue(record, attribute) !== undefined;
}
