import type { EntityType } from "@ftrack-kit/core";
import { type Row, rowKey } from "../store/row.js";
import { ApiError } from "./api-error.js";
import { BatchState } from "./batch-state.js";
import { checkRows } from "./checks.js";
import { mergeMapped, replaceCollections } from "./collections.js";
import { concreteType } from "./concrete-type.js";
import { isCustomValueType, putCustomValue } from "./custom-values.js";
import { decodeData } from "./decode-data.js";
import { applyDefaults } from "./defaults.js";
import { completeCreateAnswer, LiveAnswer } from "./entity-answers.js";
import type { MutationAnswer, MutationContext, MutationOperation } from "./mutation-context.js";
import { react, reactToRemoval } from "./reactions.js";
import { type ReadOperation, readOperation } from "./read-operation.js";
import { removeRow } from "./remove-row.js";

/** Types that have actions of their own, or are shown and never written. */
const closedTypes: ReadonlySet<string> = new Set(["UserSecurityRole", "CustomAttributeLinkFrom"]);

/** The changes of one request, to be made inside one transaction; see {@link MutationContext}. */
export class MutationBatch {
  readonly #state: BatchState;
  readonly #created: LiveAnswer[] = [];

  constructor(context: MutationContext) {
    this.#state = new BatchState(context);
  }

  /**
   * Applies one operation. What it needs of later ones is checked by {@link MutationBatch.finish}.
   *
   * @throws {@link ApiError} when it cannot be applied; the transaction is to be given up.
   */
  apply(operation: MutationOperation): MutationAnswer {
    const read = readOperation(operation);
    const { registry } = this.#state;
    if (!registry.has(read.typeName)) {
      throw new ApiError("ServerError", `There is no entity type "${read.typeName}".`);
    }
    if (closedTypes.has(registry.familyOf(read.typeName))) {
      throw new ApiError("PermissionError", `${read.typeName} cannot be changed by a ${operation.action}.`);
    }
    if (operation.action === "delete") return this.#delete(read);
    const answer = operation.action === "create" ? this.#create(read) : this.#update(read);
    return { kind: "entity", entity: answer };
  }

  /**
   * Completes the request: late references, defaults that depend on other rows, reactions, then every check.
   *
   * @throws {@link ApiError} when the rows cannot stay as they are.
   */
  finish(): void {
    const state = this.#state;
    for (const work of state.late) work();
    for (const { family, key } of state.created) {
      const row = state.store.get(family, key);
      if (row) applyDefaults(state, row);
    }
    for (const { row, before } of state.written()) react(state, row, before);
    checkRows(state, state.written());
    for (const check of state.finalChecks) check();
    const created = new Set(state.created.flatMap(({ family, key }) => state.store.get(family, key) ?? []));
    for (const answer of this.#created) completeCreateAnswer(state, answer, created);
  }

  #create(read: ReadOperation): LiveAnswer {
    const state = this.#state;
    const { typeName, data } = read;
    if (isCustomValueType(typeName)) return this.#putCustomValue(read);
    const type = state.registry.get(concreteType(state, typeName, data));
    const { names, columns, collections, mapped, echo } = decodeData(state, type, data);
    const key = this.#identityOf(type, columns, read.key);
    const known = state.store.get(state.registry.familyOf(type.name), rowKey(Object.values(key)));
    if (known && type.name !== "Metadata") {
      throw new ApiError(
        "IntegrityError",
        `Duplicate entry: ${type.name} "${Object.values(key).join(", ")}" exists.`,
      );
    }
    const template = state.make(type.name, {});
    const given = Object.entries(columns).filter(
      ([column, value]) => value !== null || template[column] === null,
    );
    const values = { ...Object.fromEntries(given), ...key };
    const row = known
      ? state.change(known, values)
      : applyDefaults(state, state.add({ ...template, ...values }));
    replaceCollections(state, row, collections);
    mergeMapped(state, row, mapped);
    const answer = new LiveAnswer(state, row, { entityType: typeName, names, echo });
    this.#created.push(answer);
    return answer;
  }

  #update(read: ReadOperation): LiveAnswer {
    const state = this.#state;
    const { typeName, key, data } = read;
    if (isCustomValueType(typeName)) return this.#putCustomValue(read);
    const row = this.#find(typeName, key);
    const type = state.typeOf(row);
    const { names, columns, collections, mapped, echo } = decodeData(state, type, data);
    const rules = state.registry.isKindOf(type.name, typeName) ? state.registry.get(typeName) : type;
    for (const [column, value] of Object.entries(columns)) {
      if (value !== row[column] && rules.attributes.get(column)?.mutable === false) {
        throw new ApiError("ValidationError", `${type.name}.${column} cannot be changed.`);
      }
    }
    let current = state.change(row, columns);
    if (columns.object_type_id !== undefined && columns.object_type_id !== row.object_type_id) {
      const next = concreteType(state, "TypedContext", columns);
      current = state.change(current, { __entity_type__: next });
    }
    replaceCollections(state, current, collections);
    mergeMapped(state, current, mapped);
    return new LiveAnswer(state, current, { entityType: current.__entity_type__, names, echo });
  }

  #delete({ typeName, key }: ReadOperation): MutationAnswer {
    const state = this.#state;
    const row = this.#find(typeName, key);
    removeRow(state, state.familyOf(row), row);
    reactToRemoval(state, row);
    return { kind: "deleted" };
  }

  /** Values exist for every entity a configuration applies to, so storing one is always an update (3.8). */
  #putCustomValue({ typeName, key, data }: ReadOperation): LiveAnswer {
    const state = this.#state;
    const row = putCustomValue(state, {
      configurationId: data.configuration_id ?? key[0],
      entityId: data.entity_id ?? key[1],
      value: data.value,
    });
    const names = ["configuration_id", "entity_id", "value"];
    const attributes = state.registry.get(typeName).attributes.has("key") ? [...names, "key"] : names;
    return new LiveAnswer(state, row, { entityType: typeName, names: attributes });
  }

  #find(typeName: string, key: readonly string[]): Row {
    const { registry, store } = this.#state;
    const row = store.get(registry.familyOf(typeName), rowKey(key));
    if (row) return row;
    throw new ApiError("ServerError", `There is no ${typeName} "${key.join(", ")}".`);
  }

  /** Primary key of a new entity: what the client gave, or a fresh id. */
  #identityOf(
    type: EntityType,
    columns: Readonly<Record<string, unknown>>,
    key: readonly string[],
  ): Readonly<Record<string, unknown>> {
    const values = type.primaryKey.map((column, index): [string, unknown] => {
      const given = columns[column] ?? key[index] ?? null;
      const isNumber = type.attributes.get(column)?.scalar === "integer";
      if (given !== null) return [column, isNumber ? Number(given) : String(given)];
      const fallback = type.attributes.get(column)?.default;
      if (isNumber) return [column, this.#nextNumber(type.name, column)];
      if (column === "id") return [column, this.#state.context.createId()];
      if (typeof fallback === "string") return [column, fallback];
      throw new ApiError("ValidationError", `${type.name}.${column} is required.`);
    });
    return Object.fromEntries(values);
  }

  #nextNumber(family: string, column: string): number {
    return this.#state.store.all(family).reduce((top, row) => Math.max(top, Number(row[column])), 0) + 1;
  }
}
