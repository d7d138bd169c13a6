import { createReference, type WireReference } from "../codec/reference.js";
import { isWireEntity } from "../codec/wire-entity.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { RecordedOperation } from "./operations.js";

/**
 * Who joins and leaves collections from the other side.
 *
 * Collections travel as whole lists. A task created with `parent: shot` is a child of the shot although nobody added
 * it to `shot.children`: a list without it would take it away again. And a list read before a task was moved
 * elsewhere would bring it back.
 */
export class BackReferences {
  /** Operations in order that were not looked into yet: most commits change no collection, and need nothing of it. */
  #noted: RecordedOperation[] = [];
  /** Entities by slot and id referred to; `""` stands for none. */
  readonly #bySlot = new Map<string, Map<string, Map<string, RecordedOperation>>>();
  /** Id an entity refers to now, by slot and entity. */
  readonly #current = new Map<string, Map<string, string>>();

  /** Remembers what an operation says of references. */
  note(operation: RecordedOperation): void {
    this.#noted.push(operation);
  }

  #lookInto(operation: RecordedOperation, registry: SchemaRegistry): void {
    if (operation.kind === "update") this.#keep(operation, operation.slot, operation.after);
    if (operation.kind !== "create") return;
    for (const [attribute, value] of Object.entries(operation.data))
      this.#keep(operation, slotOf(registry, operation.entityType, attribute), value);
  }

  /** Remembers the last value of an attribute that may be a reference. */
  #keep(operation: RecordedOperation, slot: string, value: unknown): void {
    const key = isWireEntity(value) ? value.id : value;
    if (typeof key !== "string" && key !== null) return;
    const { identity } = operation;
    const current = entry(this.#current, slot, () => new Map<string, string>());
    const byKey = entry(this.#bySlot, slot, () => new Map<string, Map<string, RecordedOperation>>());
    byKey.get(current.get(identity) ?? "")?.delete(identity);
    entry(byKey, key ?? "", () => new Map<string, RecordedOperation>()).set(identity, operation);
    current.set(identity, key ?? "");
  }

  /** Entities that refer to the owner of a collection, and so are members. */
  joining(owner: RecordedOperation, collection: string, registry: SchemaRegistry): WireReference[] {
    return this.#find(owner, collection, registry, (byKey) => [byKey.get(owner.entityKey[0] ?? "")]);
  }

  /** Entities that refer to something else since, and so are members no more. */
  leaving(owner: RecordedOperation, collection: string, registry: SchemaRegistry): WireReference[] {
    const elsewhere = (byKey: ReadonlyMap<string, Map<string, RecordedOperation>>) =>
      [...byKey].filter(([key]) => key !== owner.entityKey[0]).map(([, operations]) => operations);
    return this.#find(owner, collection, registry, elsewhere);
  }

  /** Searches the one reference that can be the other side of a collection. */
  #find(
    owner: RecordedOperation,
    collection: string,
    registry: SchemaRegistry,
    choose: (
      byKey: ReadonlyMap<string, Map<string, RecordedOperation>>,
    ) => readonly (Map<string, RecordedOperation> | undefined)[],
  ): WireReference[] {
    const noted = this.#noted;
    this.#noted = [];
    for (const operation of noted) this.#lookInto(operation, registry);
    const target = registry.find(owner.entityType)?.attributes.get(collection)?.target;
    const slot = target === undefined ? undefined : inverseOf(target, owner.entityType, registry);
    const byKey = slot === undefined ? undefined : this.#bySlot.get(slot);
    if (target === undefined || byKey === undefined) return [];
    return choose(byKey)
      .flatMap((operations) => [...(operations?.values() ?? [])])
      .filter(({ entityType }) => registry.isKindOf(entityType, target))
      .map(({ entityType, entityKey }) =>
        createReference(entityType, registry.get(entityType).primaryKey, entityKey),
      );
  }
}

/** The name under which values of an attribute are kept: a reference shares that of its foreign key. */
export function slotOf(registry: SchemaRegistry, entityType: string, attribute: string): string {
  const type = registry.find(entityType);
  const key = type?.attributes.get(attribute)?.foreignKey;
  return key !== undefined && type?.attributes.has(key) ? key : attribute;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = create();
  map.set(key, made);
  return made;
}

/** Slot of the only reference that leads from a type to the family of another; none when several do. */
function inverseOf(target: string, owner: string, registry: SchemaRegistry): string | undefined {
  const family = registry.familyOf(owner);
  const slots = new Set<string>();
  for (const attribute of registry.find(target)?.attributes.values() ?? []) {
    if (attribute.kind !== "reference" || attribute.target === undefined) continue;
    if (registry.familyOf(attribute.target) === family) slots.add(attribute.foreignKey ?? attribute.name);
  }
  return slots.size === 1 ? [...slots][0] : undefined;
}
