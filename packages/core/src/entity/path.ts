import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import { collectionOf, isLoaded, readAttribute, storedValue } from "./attribute-values.js";
import { EntityCollection } from "./collection.js";
import { EntityRecord } from "./entity-record.js";
import { MappedValues } from "./mapped-collection.js";

/** Where a path stops because something is not loaded: the record that lacks it, and the rest of the path. */
export interface Gap {
  readonly record: EntityRecord;
  readonly path: string;
}

/** What a path leads to, and what is missing on the way. */
export interface Walk {
  readonly value: unknown;
  readonly gaps: readonly Gap[];
}

/**
 * Follows a path through what is loaded. Never fetches.
 *
 * A collection on the way yields a list of what its members yield; after a mapped attribute comes a key.
 *
 * @throws {@link EntityError} `entity_unknown_attribute` when no type on the way has such an attribute.
 */
export function walkPath(record: EntityRecord, path: string): Walk {
  const gaps: Gap[] = [];
  // Plain JavaScript passes anything as a path.
  const value = follow(record, String(path).split("."), 0, gaps);
  return { value, gaps };
}

/** Whether every step of a path has a value. */
export const isPathLoaded = (record: EntityRecord, path: string): boolean =>
  walkPath(record, path).gaps.length === 0;

function follow(record: EntityRecord, steps: readonly string[], index: number, gaps: Gap[]): unknown {
  const name = steps[index] as string;
  const attribute = findAttribute(record, name);
  if (!attribute) return undefined;
  if (!isLoaded(record, attribute)) {
    if (record.stage === "persisted" && !record.unavailable?.has(name)) {
      gaps.push({ record, path: steps.slice(index).join(".") });
    }
    return undefined;
  }
  if (index === steps.length - 1) return readAttribute(record, attribute);
  return followInto(record, attribute, steps, index + 1, gaps);
}

function followInto(
  record: EntityRecord,
  attribute: Attribute,
  steps: readonly string[],
  next: number,
  gaps: Gap[],
): unknown {
  if (attribute.kind === "scalar") throw noPath(record, attribute, steps[next] as string);
  if (attribute.kind === "reference") {
    const target = storedValue(record, attribute);
    return target instanceof EntityRecord ? follow(target, steps, next, gaps) : null;
  }
  const collection = collectionOf(record, attribute);
  if (collection instanceof MappedValues) return collection.get(steps.slice(next).join("."));
  const members = collection instanceof EntityCollection ? collection.records : undefined;
  return Array.from(members ?? [], (member) => follow(member, steps, next, gaps)).flat();
}

/** The attribute, or `undefined` where only a sibling type has it, as with `resource.username` of a group. */
function findAttribute(record: EntityRecord, name: string): Attribute | undefined {
  const { type, host } = record.model;
  const own = type.attributes.get(name);
  if (own && !own.restricted) return own;
  if (own) {
    throw new EntityError("entity_unknown_attribute", {
      message: `${type.name}.${name} can be filtered on, not read.`,
      details: { entityType: type.name, attribute: name },
    });
  }
  const { registry } = host;
  if (registry.findAttribute(registry.familyOf(type.name), name)) return undefined;
  return type.attribute(name);
}

function noPath(record: EntityRecord, attribute: Attribute, step: string): EntityError {
  const { name } = record.model.type;
  return new EntityError("entity_unknown_attribute", {
    message: `${name}.${attribute.name} is no relation, so "${step}" cannot follow it.`,
    details: { entityType: name, attribute: attribute.name },
  });
}
