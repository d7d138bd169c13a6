import type { WireEntity } from "@ftrack-kit/core";
import { isHiddenFamily } from "../schema/families.js";
import type { Relation } from "../schema/relation.js";
import { relationOf } from "../schema/relation-of.js";
import { type Row, rowKey } from "../store/row.js";
import { ApiError } from "./api-error.js";
import type { BatchState } from "./batch-state.js";
import { putCustomValue } from "./custom-values.js";
import { removeRow } from "./remove-row.js";

type Collections = Readonly<Record<string, readonly WireEntity[]>>;

/**
 * Makes collections hold exactly the entities given (wire protocol 2.4).
 *
 * Entities that are not there yet join when the request is complete.
 */
export function replaceCollections(state: BatchState, owner: Row, collections: Collections): void {
  for (const [name, items] of Object.entries(collections)) {
    const relation = relationOf(state.registry, owner.__entity_type__, name);
    if (relation?.kind === "many") replaceMany(state, owner, name, relation, items);
    else if (relation?.kind === "through") replaceThrough(state, owner, relation, items);
  }
}

/** Key-value collections only ever gain: what is left out of the list stays (wire protocol 3.7). */
export function mergeMapped(state: BatchState, owner: Row, mapped: Collections): void {
  for (const [name, items] of Object.entries(mapped)) {
    for (const item of items) {
      if (!("value" in item)) continue;
      if (name === "custom_attributes") {
        const { configuration_id: configurationId, value } = item;
        putCustomValue(state, { configurationId, entityId: owner.id, value });
      } else if (name === "metadata") putMetadata(state, owner, item);
    }
  }
}

function putMetadata(state: BatchState, owner: Row, { key, value }: WireEntity): void {
  if (typeof key !== "string" || (typeof value === "object" && value !== null)) {
    throw new ApiError("ValidationError", "Metadata needs a key and a value that are texts.");
  }
  const known = state.store.get("Metadata", rowKey([owner.id, key]));
  const values = { value: value === null ? "" : String(value) };
  if (known) state.change(known, values);
  else {
    const identity = { parent_id: owner.id, key, parent_type: owner.__entity_type__ };
    state.add(state.make("Metadata", { ...identity, ...values }));
  }
}

function replaceMany(
  state: BatchState,
  owner: Row,
  name: string,
  relation: Extract<Relation, { kind: "many" }>,
  items: readonly WireEntity[],
): void {
  const { store, registry } = state;
  const family = registry.familyOf(relation.target);
  const { column, where = {} } = relation;
  const keys = items.map((item) => keyOfReference(state, family, item));
  const wanted = new Set(keys);
  const matches = (row: Row) =>
    Object.entries(where).every(([condition, value]) => (row[condition] ?? null) === value);
  for (const row of [...store.by(family, column, owner.id)]) {
    if (matches(row) && !wanted.has(store.keyOf(family, row))) release(state, row, column);
  }
  for (const key of wanted) {
    const join = (row: Row) => {
      const type = registry.get(row.__entity_type__);
      const polymorphic = column === "parent_id" && type.attributes.has("parent_type");
      state.change(row, {
        ...where,
        [column]: owner.id,
        ...(polymorphic ? { parent_type: owner.__entity_type__ } : {}),
      });
    };
    whenThere(state, family, key, `${owner.__entity_type__}.${name}`, join);
  }
}

/** What leaves a collection is deleted when it cannot be without an owner. */
function release(state: BatchState, row: Row, column: string): void {
  const type = state.typeOf(row);
  const bound = type.primaryKey.includes(column) || type.attributes.get(column)?.required === true;
  const ownedOnly = type.name === "ComponentLocation";
  if (bound || ownedOnly) removeRow(state, state.familyOf(row), row);
  else state.change(row, { [column]: null });
}

function replaceThrough(
  state: BatchState,
  owner: Row,
  relation: Extract<Relation, { kind: "through" }>,
  items: readonly WireEntity[],
): void {
  const { store, registry } = state;
  const { link, from, to } = relation;
  const family = isHiddenFamily(link) ? link : registry.familyOf(link);
  const target = registry.familyOf(relation.target);
  const wanted = new Set(items.map((item) => keyOfReference(state, target, item)));
  for (const row of [...store.by(family, from, owner.id)]) {
    if (!wanted.delete(String(row[to]))) removeRow(state, family, row);
  }
  for (const key of wanted) {
    whenThere(state, target, key, relation.target, () => {
      const columns = { [from]: owner.id, [to]: key };
      if (isHiddenFamily(link)) {
        state.addHidden(link, columns);
        return;
      }
      const hasId = registry.get(link).primaryKey.includes("id");
      state.add(state.make(link, { ...columns, ...(hasId ? { id: state.context.createId() } : {}) }));
    });
  }
}

function keyOfReference(state: BatchState, family: string, item: WireEntity): string {
  const values = state.registry.get(family).primaryKey.map((column) => item[column]);
  if (values.every((value) => typeof value === "string" || typeof value === "number")) return rowKey(values);
  throw new ApiError("ValidationError", `A reference to ${item.__entity_type__} needs its primary key.`);
}

/** Does something with a row now, or when the request is complete if a later operation makes the row. */
function whenThere(
  state: BatchState,
  family: string,
  key: string,
  place: string,
  then: (row: Row) => void,
): void {
  const row = state.store.get(family, key);
  if (row) {
    then(row);
    return;
  }
  state.late.push(() => {
    const made = state.store.get(family, key);
    if (!made) throw new ApiError("IntegrityError", `${place} refers to "${key}", which does not exist.`);
    then(made);
  });
}
