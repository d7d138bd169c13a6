import { createReference, type WireReference } from "../codec/reference.js";
import { isWireEntity } from "../codec/wire-entity.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { RecordedOperation } from "./operations.js";

interface Mention {
  readonly operation: RecordedOperation;
  readonly slot: string;
}

/**
 * Who joins a collection from the other side.
 *
 * Collections travel as whole lists. A task created with `parent: shot` is a child of the shot although nobody added
 * it to `shot.children`; a list without it would take it away again.
 */
export class BackReferences {
  readonly #mentions = new Map<string, Map<string, Mention>>();
  /** Key a reference holds now, by entity and slot. */
  readonly #last = new Map<string, string>();

  /** Remembers the last value of a reference or foreign key. */
  note(operation: RecordedOperation, slot: string, value: unknown): void {
    const key = isWireEntity(value) ? value.id : value;
    const place = `${operation.identity}.${slot}`;
    this.#mentions.get(this.#last.get(place) ?? "")?.delete(place);
    this.#last.delete(place);
    if (typeof key !== "string") return;
    const known = this.#mentions.get(key);
    if (known) known.set(place, { operation, slot });
    else this.#mentions.set(key, new Map([[place, { operation, slot }]]));
    this.#last.set(place, key);
  }

  /** Entities that refer to the owner of a collection by the one reference that can be its other side. */
  to(owner: RecordedOperation, collection: string, registry: SchemaRegistry): WireReference[] {
    const target = registry.find(owner.entityType)?.attributes.get(collection)?.target;
    const inverse = target === undefined ? undefined : inverseOf(target, owner.entityType, registry);
    if (target === undefined || inverse === undefined) return [];
    const mentions = this.#mentions.get(owner.entityKey[0] ?? "")?.values() ?? [];
    return [...mentions]
      .filter(({ operation, slot }) => slot === inverse && registry.isKindOf(operation.entityType, target))
      .map(({ operation: { entityType, entityKey } }) =>
        createReference(entityType, registry.get(entityType).primaryKey, entityKey),
      );
  }
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
