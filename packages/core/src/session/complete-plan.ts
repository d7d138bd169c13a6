import type { Operation, QueryAnswer } from "../codec/operations.js";
import { createReference, joinKey, type WireReference } from "../codec/reference.js";
import { isWireEntity, typeKey, type WireEntity } from "../codec/wire-entity.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { CommitPlan, PlannedOperation, PlannedPair } from "./commit-plan.js";
import { keyCriteria } from "./key-queries.js";

/** What completing a plan needs of its session. */
export interface CompletionHost {
  readonly registry: SchemaRegistry;
  /** Answers of several queries, sent together. */
  readAll(texts: readonly string[]): Promise<readonly QueryAnswer[]>;
  /** The operation that writes a pair of custom attributes. */
  customAttributeUpdate(pair: PlannedPair): Promise<PlannedOperation>;
}

/**
 * Reads what a plan leaves open, and fills it in.
 *
 * A collection travels as the whole list of its members, so a list that was only added to or removed from is read
 * just before it is written: what others added meanwhile stays. Metadata are created or updated depending on what
 * there is. Everything is read in one request; a plan without such changes needs none.
 */
export async function completePlan(plan: CommitPlan, host: CompletionHost): Promise<PlannedOperation[]> {
  const reads = new Reads(host);
  for (const planned of plan) {
    if (planned.action === "pair") {
      if (planned.isNew || isCustom(planned, host)) continue;
      const { target, key } = rowOf(planned, host);
      reads.want(target, host.registry.get(target).primaryKey, key);
    } else {
      for (const attribute of Object.keys(planned.deltas)) {
        reads.want(planned.entityType, [attribute], joinKey(planned.entityKey));
      }
    }
  }
  await reads.run();
  return Promise.all(
    plan.flatMap((planned): (PlannedOperation | Promise<PlannedOperation>)[] => {
      if (planned.action !== "pair") return [completeMembers(planned, reads)];
      return isCustom(planned, host)
        ? [host.customAttributeUpdate(planned)]
        : metadataOperation(planned, host, reads);
    }),
  );
}

function completeMembers(planned: PlannedOperation, reads: Reads): PlannedOperation {
  const deltas = Object.entries(planned.deltas);
  if (deltas.length === 0) return planned;
  const data: Record<string, unknown> = { ...planned.data };
  for (const [attribute, { added, removed }] of deltas) {
    const row = reads.row(planned.entityType, [attribute], joinKey(planned.entityKey));
    const members = Array.isArray(row?.[attribute]) ? (row[attribute] as unknown[]).filter(isWireEntity) : [];
    const list = new Map(members.map((member) => [reads.keyOf(member), reads.referenceTo(member)]));
    for (const member of removed) list.delete(reads.keyOf(member));
    for (const member of added) list.set(reads.keyOf(member), member);
    data[attribute] = [...list.values()];
  }
  return { ...planned, data, deltas: {} };
}

/** Metadata rows are entities of their own, keyed by owner and key. */
function metadataOperation(planned: PlannedPair, host: CompletionHost, reads: Reads): PlannedOperation[] {
  const { target, key, valueName } = rowOf(planned, host);
  const type = host.registry.get(target);
  const exists = !planned.isNew && reads.row(target, type.primaryKey, key) !== undefined;
  const base = {
    identity: `${host.registry.familyOf(target)}:${key}`,
    entityType: target,
    entityKey: key.split("\u0000"),
    deltas: {},
  };
  if (!("value" in planned.pair)) return exists ? [{ ...base, action: "delete", data: {} }] : [];
  const { value } = planned.pair;
  if (exists) return [{ ...base, action: "update", data: { [valueName]: value } }];
  const parent = type.attributes.has("parent_type") ? { parent_type: planned.entityType } : {};
  return [{ ...base, action: "create", data: { [valueName]: value, ...parent } }];
}

function rowOf(
  { entityType, entityKey, attribute: name, pair }: PlannedPair,
  { registry }: CompletionHost,
): { target: string; key: string; valueName: string } {
  const attribute = registry.get(entityType).attribute(name);
  const target = attribute.target ?? "Metadata";
  const names = attribute.keyValue ?? { key: "key", value: "value" };
  const key = joinKey(
    registry.get(target).primaryKey.map((part) => (part === names.key ? pair.key : entityKey[0])),
  );
  return { target, key, valueName: names.value };
}

const isCustom = ({ entityType, attribute }: PlannedPair, { registry }: CompletionHost): boolean =>
  registry.get(entityType).attribute(attribute).target?.endsWith("CustomAttributeValue") === true;

/** Reads collected by type and attributes, sent in one request. */
class Reads {
  readonly #host: CompletionHost;
  readonly #wanted = new Map<string, { type: string; select: readonly string[]; keys: Set<string> }>();
  readonly #rows = new Map<string, WireEntity>();

  constructor(host: CompletionHost) {
    this.#host = host;
  }

  want(type: string, select: readonly string[], key: string): void {
    const group = `${type}.${select.join()}`;
    const known = this.#wanted.get(group);
    if (known) known.keys.add(key);
    else this.#wanted.set(group, { type, select, keys: new Set([key]) });
  }

  async run(): Promise<void> {
    const queries = [...this.#wanted].flatMap(([group, { type, select, keys }]) =>
      keyCriteria(this.#host.registry.get(type), [...keys]).map((criteria) => ({
        group,
        text: `select ${select.join(", ")} from ${type} where ${criteria}`,
      })),
    );
    if (queries.length === 0) return;
    const answers = await this.#host.readAll(queries.map(({ text }) => text));
    const full = fillStubs(answers, (row) => `${row[typeKey]}:${this.keyOf(row)}`);
    for (const [index, { group }] of queries.entries()) {
      for (const row of answers[index]?.data ?? []) {
        if (isWireEntity(row))
          this.#rows.set(
            `${group}:${this.keyOf(row)}`,
            full.get(`${row[typeKey]}:${this.keyOf(row)}`) ?? row,
          );
      }
    }
  }

  row(type: string, select: readonly string[], key: string): WireEntity | undefined {
    return this.#rows.get(`${type}.${select.join()}:${key}`);
  }

  keyOf(entity: WireReference): string {
    return joinKey(this.#keyNames(entity).map((name) => entity[name]));
  }

  referenceTo(entity: WireEntity): WireReference {
    const names = this.#keyNames(entity);
    return createReference(
      entity[typeKey],
      names,
      names.map((name) => entity[name]),
    );
  }

  #keyNames(entity: WireReference): readonly string[] {
    return this.#host.registry.find(entity[typeKey])?.primaryKey ?? ["id"];
  }
}

/**
 * Everything an answer says of each entity it mentions: an entity is written out once, wherever it comes first, which
 * may be inside another row.
 */
export function fillStubs(
  answers: readonly QueryAnswer[],
  identify: (row: WireEntity) => string,
): Map<string, WireEntity> {
  const known = new Map<string, Record<string, unknown>>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
    } else if (isWireEntity(value)) {
      const identity = identify(value);
      const merged = known.get(identity);
      if (merged) Object.assign(merged, value);
      else known.set(identity, { ...value });
      for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) visit(inner);
    }
  };
  for (const { data } of answers) visit(data);
  return known as unknown as Map<string, WireEntity>;
}

/** The operation that travels for a plan. */
export function toWireOperation(planned: PlannedOperation, registry: SchemaRegistry): Operation {
  const { action, entityType, entityKey, data } = planned;
  if (action === "delete") return { action, entity_type: entityType, entity_key: entityKey };
  const marker =
    action === "create"
      ? createReference(entityType, registry.get(entityType).primaryKey, entityKey)
      : { [typeKey]: entityType };
  // Spreading two objects into one costs some thirty times as much.
  const entityData = Object.assign(marker, data);
  return { action, entity_type: entityType, entity_key: entityKey, entity_data: entityData };
}
