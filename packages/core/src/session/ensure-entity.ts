import { isDateObject } from "../codec/dates.js";
import { assign } from "../entity/assign.js";
import { readAttribute, storedValue } from "../entity/attribute-values.js";
import { EntityCollection } from "../entity/collection.js";
import { isEntity, recordOf } from "../entity/entity-face.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { MappedValues } from "../entity/mapped-collection.js";
import { acceptValue, sameValue } from "../entity/stored-value.js";
import { EntityError } from "../errors/entity-error.js";
import { MultipleResultsFoundError } from "../errors/query-error.js";
import { printLiteral } from "../query/literal.js";
import type { Attribute } from "../schema/entity-type.js";
import { createRecord, undoCreation } from "./create-entity.js";
import type { EntityStore } from "./entity-store.js";

/** What ensuring found, or did. */
export interface Ensured {
  readonly record: EntityRecord;
  readonly created: boolean;
  /** Attributes that were changed. */
  readonly changed: readonly string[];
}

/**
 * Finds an entity by some of its values, or creates it, and brings the other values up to date.
 *
 * Only this entity, and what it refers to, is committed; whatever else is pending stays so. When the commit fails,
 * what ensuring recorded is taken back.
 *
 * @throws {@link EntityError} `entity_invalid_key` when there is nothing to identify it by;
 * {@link MultipleResultsFoundError} when several match.
 */
export async function ensureEntity(
  store: EntityStore,
  entityType: string,
  data: Readonly<Record<string, unknown>>,
  identifyingKeys: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<Ensured> {
  const { type } = store.model(entityType);
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  for (const [name] of given) type.attribute(name);
  const keys =
    identifyingKeys ?? given.filter(([name]) => canIdentify(type.attribute(name))).map(([name]) => name);
  const criteria = keys.map((name) => criterion(type.name, type.attribute(name), data[name]));
  if (criteria.length === 0) {
    throw new EntityError("entity_invalid_key", {
      message: `Nothing was given that could identify the ${type.name}. Give data, and the names of the attributes that identify it.`,
      details: { entityType: type.name },
    });
  }
  const paths = given
    .filter(([name]) => !type.attribute(name).restricted)
    .map(([name]) => selection(type.attribute(name)));
  const select = [...new Set([...type.primaryKey, ...type.defaultProjections, ...paths.flat()])];
  const text = `select ${select.join(", ")} from ${type.name} where ${criteria.join(" and ")} limit 2`;
  const [found, second] = await store.fetchRecords([text], undefined, signal);
  if (second) {
    throw new MultipleResultsFoundError("query_multiple_results", {
      message: `Several ${type.name} entities match ${keys.join(", ")}; name attributes that identify one.`,
      details: { entityType: type.name, identifyingKeys: keys },
    });
  }
  return found ? update(store, found, given, signal) : create(store, type.name, given, signal);
}

async function create(
  store: EntityStore,
  entityType: string,
  given: readonly [string, unknown][],
  signal: AbortSignal | undefined,
): Promise<Ensured> {
  const record = store.withRecording(true, () => createRecord(store, entityType, Object.fromEntries(given)));
  try {
    await store.committer.commit({ only: [record], signal });
  } catch (error) {
    if (record.stage === "created" && !store.committer.isDoubtful(record)) undoCreation(store, record);
    throw error;
  }
  return { record, created: true, changed: [] };
}

async function update(
  store: EntityStore,
  record: EntityRecord,
  given: readonly [string, unknown][],
  signal: AbortSignal | undefined,
): Promise<Ensured> {
  const { type } = record.model;
  const different = given.filter(([name, value]) => differs(record, type.attribute(name), value));
  if (different.length === 0) return { record, created: false, changed: [] };
  const { entity } = record;
  const isPending = new Set(Array.from(store.unit.edits(record), ({ attribute }) => attribute.name));
  store.withRecording(true, () => {
    for (const [name, value] of different) assign(record, type.attribute(name), value);
  });
  const changed = different.map(([name]) => name);
  try {
    await store.committer.commit({ only: [record], signal });
  } catch (error) {
    if (!store.committer.isDoubtful(record)) {
      entity.$revert(...changed.filter((name) => !isPending.has(name)));
    }
    throw error;
  }
  return { record, created: false, changed };
}

const canIdentify = ({ kind }: Attribute): boolean => kind === "scalar" || kind === "reference";

function selection(attribute: Attribute): readonly string[] {
  if (attribute.kind !== "mapped") return [attribute.name];
  const { key, value } = attribute.keyValue ?? { key: "key", value: "value" };
  return [`${attribute.name}.${key}`, `${attribute.name}.${value}`];
}

/** One condition, with its value escaped. */
function criterion(entityType: string, attribute: Attribute, value: unknown): string {
  if (value === undefined || !canIdentify(attribute)) {
    throw new EntityError("entity_invalid_key", {
      message:
        value === undefined
          ? `"${attribute.name}" should identify the ${entityType}, but the data have no value for it.`
          : `A ${entityType} cannot be identified by ${attribute.name}, which is no single value.`,
      details: { entityType, attribute: attribute.name },
    });
  }
  if (attribute.kind === "reference" && isEntity(value)) {
    return `${attribute.foreignKey ?? `${attribute.name}.id`} is ${printLiteral(recordOf(value).key)}`;
  }
  if (attribute.scalar === "datetime" && value !== null)
    return `${attribute.name} is ${printLiteral(wholeSeconds(value))}`;
  return `${attribute.name} is ${printLiteral(value)}`;
}

/** Servers keep whole seconds of UTC, so a value is looked for as it would be stored. */
function wholeSeconds(value: unknown): unknown {
  const text = isDateObject(value) ? (value as { toISOString?: () => string }).toISOString?.() : value;
  if (typeof text !== "string" || !/(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return value;
  return new Date(Date.parse(text)).toISOString().replace(/\.\d+Z$/, "");
}

/** Whether the server's value, or a local one, is another than the value given. */
function differs(record: EntityRecord, attribute: Attribute, value: unknown): boolean {
  if (attribute.kind === "mapped") {
    const pairs = readAttribute(record, attribute);
    if (!(pairs instanceof MappedValues) || !pairs.isLoaded) return true;
    return JSON.stringify(sorted(pairs.toObject())) !== JSON.stringify(sorted(value as object));
  }
  const members = readAttribute(record, attribute);
  if (members instanceof EntityCollection) return !hasExactly(members, value);
  return !sameValue(record, storedValue(record, attribute), acceptValue(record, attribute, value));
}

/** Whether a collection has just these members; what is no list of entities is refused when it is assigned. */
function hasExactly(members: EntityCollection, value: unknown): boolean {
  if (!members.isLoaded || typeof value !== "object") return false;
  const wanted = new Set(value === null ? [] : (value as Iterable<object>));
  return wanted.size === members.length && [...wanted].every((member) => members.has(member));
}

const sorted = (value: object): [string, unknown][] =>
  Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
