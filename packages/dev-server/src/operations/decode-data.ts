import { type EntityType, isWireDate, isWireEntity, type WireEntity } from "@ftrack-kit/core";
import { relationOf } from "../schema/relation-of.js";
import { isStored } from "../store/row-factory.js";
import { ApiError } from "./api-error.js";
import type { BatchState } from "./batch-state.js";
import { decodeValue } from "./decode-value.js";

/** `entity_data` of a create or update, taken apart. */
export interface DecodedData {
  /** Every attribute that was given, in order. */
  readonly names: readonly string[];
  /** Values by column: scalars and the keys of references. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** Complete lists of references, by collection. */
  readonly collections: Readonly<Record<string, readonly WireEntity[]>>;
  /** Elements of key-value collections, by collection. */
  readonly mapped: Readonly<Record<string, readonly WireEntity[]>>;
  /** Dates as given, which answers repeat with their precision (wire protocol 2.3). */
  readonly echo: Readonly<Record<string, unknown>>;
}

/** What the type keys of entities and values are for; they are no attributes. */
const marks: ReadonlySet<string> = new Set(["__entity_type__", "__type__"]);

/**
 * @throws {@link ApiError} `ValidationError` for unknown attributes and values they cannot hold.
 */
export function decodeData(
  state: BatchState,
  type: EntityType,
  data: Readonly<Record<string, unknown>>,
): DecodedData {
  const names: string[] = [];
  const columns: Record<string, unknown> = {};
  const collections: Record<string, readonly WireEntity[]> = {};
  const mapped: Record<string, readonly WireEntity[]> = {};
  const echo: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    if (marks.has(name)) continue;
    const attribute = type.attributes.get(name);
    if (!attribute) throw new ApiError("ValidationError", `${type.name} has no attribute "${name}".`);
    if (attribute.kind === "scalar") {
      if (!isStored(attribute)) continue;
      columns[name] = keepGiven(columns[name], decodeValue(type, attribute, value));
      if (attribute.scalar === "datetime" && isWireDate(value)) echo[name] = value;
    } else if (attribute.kind === "reference") {
      Object.assign(columns, decodeReference(state, type, name, value, columns));
    } else {
      (attribute.kind === "mapped" ? mapped : collections)[name] = decodeList(type, name, value);
    }
    names.push(name);
  }
  return { names, columns: withAliases(type, columns), collections, mapped, echo };
}

/** Clients may send a reference, its key, or both; `null` beside a value means nothing. */
const keepGiven = (given: unknown, next: unknown): unknown => next ?? given ?? null;

function decodeReference(
  state: BatchState,
  type: EntityType,
  name: string,
  value: unknown,
  columns: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const relation = relationOf(state.registry, type.name, name);
  if (relation?.kind === "computed") {
    const keys = state.registry.get(relation.target).primaryKey.filter((column) => column !== "id");
    return isWireEntity(value) ? Object.fromEntries(keys.map((column) => [column, value[column]])) : {};
  }
  if (relation?.kind !== "one") return {};
  return { [relation.column]: keepGiven(columns[relation.column], referencedId(type, name, value)) };
}

function referencedId(type: EntityType, name: string, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  const id = isWireEntity(value) ? value.id : value;
  if (typeof id === "string" || typeof id === "number") return id;
  throw new ApiError(
    "ValidationError",
    `${type.name}.${name} must refer to an entity. Got ${JSON.stringify(value)}.`,
  );
}

function decodeList(type: EntityType, name: string, value: unknown): readonly WireEntity[] {
  const items = value ?? [];
  if (Array.isArray(items) && items.every(isWireEntity)) return items;
  throw new ApiError("ValidationError", `${type.name}.${name} must be a list of entities.`);
}

/** Two attributes of one backend column always agree. */
function withAliases(
  type: EntityType,
  columns: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const complete: Record<string, unknown> = { ...columns };
  for (const name of Object.keys(columns)) {
    const alias = type.attributes.get(name)?.alias;
    if (alias === undefined) continue;
    for (const other of type.attributes.values()) {
      const twin = other.alias === alias && other.kind === "scalar" && other.name !== name;
      if (twin && !(other.name in columns)) complete[other.name] = columns[name];
    }
  }
  return complete;
}
