import { isDateObject } from "../codec/dates.js";
import { isWireDate } from "../codec/wire-entity.js";
import { EntityError } from "../errors/entity-error.js";
import type { Attribute } from "../schema/entity-type.js";
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
      // A copy, so that changing the object afterwards cannot change what is recorded.
      return JSON.parse(JSON.stringify(value)) as unknown;
    default:
      throw invalid(record, attribute, `a ${typeof value}`, "It has no JSON form.");
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
