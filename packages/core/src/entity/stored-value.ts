import { isDateObject } from "../codec/dates.js";
import { isWireDate } from "../codec/wire-entity.js";
import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
import { isOpaque } from "../util/is-opaque.js";
import { isEntity, recordOf } from "./entity-face.js";
import { EntityRecord } from "./entity-record.js";

/** A stored scalar or reference as operations carry it. */
export const toWire = (value: unknown): unknown => (value instanceof EntityRecord ? value.reference : value);

/** Whether two stored values are the same to a server. */
export function sameValue(record: EntityRecord, left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (left instanceof EntityRecord || right instanceof EntityRecord) return false;
  if (isWireDate(left) && isWireDate(right)) return record.model.host.dates.same(left, right);
  return JSON.stringify(left) === JSON.stringify(right);
}

/**
 * Turns what an application assigns into what is stored.
 *
 * @throws {@link EntityError} `entity_invalid_value` or `entity_foreign`.
 */
export function acceptValue(record: EntityRecord, attribute: Attribute, value: unknown): unknown {
  if (value === null) return null;
  if (value === undefined)
    throw invalid(record, attribute, "undefined", "Give null to unset it, or $revert it.");
  if (attribute.kind === "reference") return acceptReference(record, attribute, value);
  if (isEntity(value))
    throw invalid(record, attribute, String(value), "Assign to the reference, or give its id.");
  if (attribute.scalar === "datetime") return record.model.host.dates.encode(value);
  if (isDateObject(value)) {
    if (attribute.scalar === "variable" || attribute.scalar === "unknown") {
      return record.model.host.dates.encode(value);
    }
    throw invalid(record, attribute, "a date", `It holds a ${attribute.scalar}.`);
  }
  return acceptPlain(record, attribute, value);
}

function acceptPlain(record: EntityRecord, attribute: Attribute, value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw invalid(record, attribute, String(value), "Give a finite number.");
    case "object":
      return acceptObject(record, attribute, value as object);
    default:
      throw invalid(record, attribute, `a ${typeof value}`, "It has no JSON form.");
  }
}

/** A copy, so that changing the object afterwards cannot change what is recorded. */
function acceptObject(record: EntityRecord, attribute: Attribute, value: object): unknown {
  const copies = Array.isArray(value) || "toJSON" in value || !isOpaque(value);
  const text = copies ? jsonOf(value) : undefined;
  // An invalid date becomes `null`, which would unset the attribute.
  if (text !== undefined && text !== "null") return JSON.parse(text) as unknown;
  const given = `an object of type ${value.constructor?.name ?? "unknown"}`;
  throw invalid(record, attribute, given, "It has no JSON form; what is still to come must be awaited.");
}

/** `undefined` also for what refers to itself, and for what fails when it is looked at. */
function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function acceptReference(record: EntityRecord, attribute: Attribute, value: unknown): EntityRecord {
  if (!isEntity(value)) {
    const hint =
      attribute.foreignKey === undefined ? "" : ` To set it by id, assign to ${attribute.foreignKey}.`;
    throw invalid(
      record,
      attribute,
      typeof value === "string" ? `"${value}"` : typeof value,
      `Give an entity.${hint}`,
    );
  }
  return acceptMember(record, attribute, value);
}

/**
 * The record of an entity that is about to be referred to.
 *
 * @throws {@link EntityError} `entity_foreign`, `entity_deleted` or `entity_invalid_value`.
 */
export function acceptMember(record: EntityRecord, attribute: Attribute, value: unknown): EntityRecord {
  if (!isEntity(value)) throw invalid(record, attribute, typeof value, "Give entities.");
  const target = recordOf(value);
  const { host } = record.model;
  if (target.model.host !== host) {
    throw new EntityError("entity_foreign", {
      message: `${value} belongs to another session. Get it from the session of ${record.entity} first.`,
      details: { entityType: target.model.type.name, key: target.keyValues },
    });
  }
  if (target.stage === "gone") {
    throw new EntityError("entity_deleted", {
      message: `${value} was deleted, so ${attribute.name} cannot refer to it.`,
      details: { entityType: target.model.type.name, key: target.keyValues, attribute: attribute.name },
    });
  }
  const expected = attribute.target;
  if (expected !== undefined && host.registry.has(expected)) {
    const { registry } = host;
    if (registry.familyOf(target.model.type.name) !== registry.familyOf(expected)) {
      throw invalid(record, attribute, String(value), `It refers to ${expected}.`);
    }
  }
  return target;
}

function invalid(record: EntityRecord, attribute: Attribute, given: string, advice: string): EntityError {
  const { name } = record.model.type;
  return new EntityError("entity_invalid_value", {
    message: `${name}.${attribute.name} cannot be ${given}. ${advice}`,
    details: { entityType: name, attribute: attribute.name },
  });
}
