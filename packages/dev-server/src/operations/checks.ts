import type { Row } from "../store/row.js";
import { ApiError } from "./api-error.js";
import type { BatchState, WrittenRow } from "./batch-state.js";
import { hasOwner } from "./custom-values.js";
import { type ReferenceColumn, referencesOf } from "./references.js";
import { staysWithout } from "./remove-row.js";

/**
 * Checks rows of a complete request: required values, references and what must be unique (wire protocol 2.6).
 *
 * @throws {@link ApiError} at the first row that cannot stay.
 */
export function checkRows(state: BatchState, rows: Iterable<WrittenRow>): void {
  const references = new Map<string, readonly ReferenceColumn[]>();
  const groups: Groups = new Map();
  for (const { row, before } of rows) {
    const typeName = row.__entity_type__;
    let columns = references.get(typeName);
    if (!columns) {
      columns = referencesOf(state.registry, typeName);
      references.set(typeName, columns);
    }
    checkRequired(state, row, before);
    for (const reference of columns) checkReference(state, row, before, reference);
    checkOwner(state, row, before);
    checkUnique(state, row, before, groups);
  }
}

function checkRequired(state: BatchState, row: Row, before: Row | undefined): void {
  const { schema, attributes } = state.typeOf(row);
  for (const name of schema.required ?? []) {
    if (!attributes.has(name) || (row[name] ?? null) !== null) continue;
    // What was empty before is not this request's doing, nor that a user is gone.
    if (before && ((before[name] ?? null) === null || staysWithout.has(name))) continue;
    throw new ApiError("ValidationError", `${row.__entity_type__}.${name} is required.`);
  }
}

/** Schemas name one subtype where the backend accepts them all. */
const wider: Readonly<Record<string, string>> = { Task: "TypedContext", NoteCategory: "NoteLabel" };

function checkReference(
  state: BatchState,
  row: Row,
  before: Row | undefined,
  reference: ReferenceColumn,
): void {
  const { column, target, targetFamily } = reference;
  const id = row[column] ?? null;
  if (id === null || before?.[column] === id) return;
  const found = state.store.get(targetFamily, String(id));
  if (found && state.registry.isKindOf(found.__entity_type__, wider[target] ?? target)) return;
  throw new ApiError(
    "IntegrityError",
    `${row.__entity_type__}.${column} refers to ${target} "${String(id)}", which does not exist.`,
  );
}

function checkOwner(state: BatchState, row: Row, before: Row | undefined): void {
  if (before || state.familyOf(row) !== "CustomAttributeValue" || hasOwner(state, row.entity_id)) return;
  throw new ApiError(
    "IntegrityError",
    `There is no entity "${String(row.entity_id)}" for a custom attribute value.`,
  );
}

interface UniqueRule {
  readonly exception: "DuplicateEntryError" | "IntegrityError";
  /** An indexed column that equal rows share. */
  readonly by: string;
  /** Further columns that make rows equal. */
  readonly and: readonly string[];
}

const context: UniqueRule = { exception: "IntegrityError", by: "parent_id", and: ["name"] };

/** By family. */
const uniqueRules: Readonly<Record<string, UniqueRule>> = {
  Context: context,
  Timer: { exception: "DuplicateEntryError", by: "user_id", and: [] },
  Resource: { exception: "IntegrityError", by: "username", and: [] },
  CustomConfigurationBase: {
    exception: "IntegrityError",
    by: "key",
    and: ["__entity_type__", "entity_type", "object_type_id", "project_id"],
  },
};

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === "";
/** Text is compared as the backend does, which ignores case. */
const folded = (value: unknown): unknown =>
  typeof value === "string" ? value.toLowerCase() : (value ?? null);

/** Rows that share a column's value, by the other columns that may not agree as well. */
type Groups = Map<string, ReadonlyMap<string, readonly Row[]>>;

function checkUnique(state: BatchState, row: Row, before: Row | undefined, groups: Groups): void {
  const family = state.familyOf(row);
  const rule = uniqueRules[family];
  if (!rule) return;
  const columns = [rule.by, ...rule.and];
  const key = rule.and[0] ?? rule.by;
  if (isBlank(row[key]) || (before && columns.every((column) => before[column] === row[column]))) return;
  const name = `${family}\u0000${String(row[rule.by])}`;
  let group = groups.get(name);
  if (!group) {
    group = groupRows(state.store.by(family, rule.by, row[rule.by]), rule);
    groups.set(name, group);
  }
  const twin = group.get(foldedKey(row, rule))?.find((other) => other !== row);
  if (!twin) return;
  throw new ApiError(
    rule.exception,
    `${rule.exception}: there is a ${twin.__entity_type__} already with ${key} "${String(row[key])}".`,
  );
}

const foldedKey = (row: Row, { and }: UniqueRule): string =>
  JSON.stringify(and.map((column) => folded(row[column])));

function groupRows(rows: readonly Row[], rule: UniqueRule): ReadonlyMap<string, readonly Row[]> {
  const group = new Map<string, Row[]>();
  for (const row of rows) {
    const key = foldedKey(row, rule);
    const known = group.get(key);
    if (known) known.push(row);
    else group.set(key, [row]);
  }
  return group;
}
