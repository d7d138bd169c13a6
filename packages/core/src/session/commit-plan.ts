import { createReference, joinKey, type WireReference } from "../codec/reference.js";
import { isWireEntity, typeKey } from "../codec/wire-entity.js";
import type { CollectionChange, PairChange } from "../entity/entity-host.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { BackReferences, slotOf } from "./back-references.js";
import type { RecordedCreate, RecordedDelete, RecordedOperation, RecordedUpdate } from "./operations.js";
import { Releases } from "./releases.js";

/** One operation to send, with what has to be read before it is complete. */
export interface PlannedOperation {
  readonly identity: string;
  readonly action: "create" | "update" | "delete";
  readonly entityType: string;
  readonly entityKey: readonly string[];
  /** Values by attribute, as they travel. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Collections whose members must be read first: what is sent is the whole list. */
  readonly deltas: Readonly<Record<string, CollectionChange>>;
}

/** A pair of a mapped collection to write; which row holds it is found out before sending. */
export interface PlannedPair {
  readonly identity: string;
  readonly action: "pair";
  readonly entityType: string;
  readonly entityKey: readonly string[];
  readonly attribute: string;
  readonly pair: PairChange;
  /** Whether the owner is created by the same commit, so that it has no pairs yet. */
  readonly isNew: boolean;
}

export type CommitPlan = readonly (PlannedOperation | PlannedPair)[];

interface Draft {
  readonly action: "create" | "update" | "delete" | "pair";
  readonly operation: RecordedOperation;
  readonly index: number;
  /** Place in the log of the operation that started it. */
  readonly order: number;
  readonly values: Map<
    string,
    { readonly attribute: string; readonly update: RecordedUpdate | undefined; readonly value: unknown }
  >;
  isDropped: boolean;
}

interface Fate {
  create: Draft | undefined;
  /** Deletion of what the server has. */
  deletion: Draft | undefined;
  isDeleted: boolean;
  /** Drafts of the entity since it was last created or deleted. */
  drafts: Draft[];
  /** First and last of them that changes can join. */
  first: Draft | undefined;
  last: Draft | undefined;
  /** Drafts by the slots that updates put into them. */
  slots: Map<string, Draft>;
}

/**
 * Works out what to send for a log of operations. Pure, and linear in the length of the log.
 *
 * - Created and deleted again means nothing; created anew after that counts.
 * - The last value of an attribute wins, a reference and its foreign key being one attribute.
 * - Changes join the creation, or an earlier change, of their entity, unless they refer to something created in
 *   between or something in between may have made room for them.
 * - Mentions of entities that were never sent disappear, and so do operations left without content.
 */
export function planCommit(operations: Iterable<RecordedOperation>, registry: SchemaRegistry): CommitPlan {
  const planner = new Planner(registry);
  let order = 0;
  for (const operation of operations) planner.take(operation, order++);
  return planner.finish();
}

class Planner {
  readonly #registry: SchemaRegistry;
  readonly #drafts: Draft[] = [];
  readonly #fates = new Map<string, Fate>();
  /** Places of creations by key, which is what a foreign key holds. */
  readonly #createdKeys = new Map<string, number>();
  readonly #releases = new Releases();
  readonly #families = new Map<string, string>();
  readonly #backReferences = new BackReferences();
  readonly #deleted: WireReference[] = [];

  constructor(registry: SchemaRegistry) {
    this.#registry = registry;
  }

  take(operation: RecordedOperation, order: number): void {
    if (operation.kind === "create") this.#create(operation, order);
    else if (operation.kind === "update") this.#update(operation, order);
    else this.#delete(operation, order);
  }

  finish(): CommitPlan {
    for (const { deletion } of this.#fates.values())
      if (deletion) this.#deleted.push(this.#referenceTo(deletion));
    const vanished = new Set<string>();
    const vanishedKeys = new Set<string>();
    for (const [identity, fate] of this.#fates) {
      if (fate.create || fate.deletion || !fate.isDeleted) continue;
      vanished.add(identity);
      vanishedKeys.add(identity.slice(identity.indexOf(":") + 1));
    }
    const isVanished = (reference: WireReference) => vanished.has(this.#identityOf(reference));
    return this.#drafts.flatMap((draft): (PlannedOperation | PlannedPair)[] => {
      if (draft.isDropped) return [];
      const { entityKey } = draft.operation;
      if (entityKey.length > 1 && entityKey.some((part) => vanishedKeys.has(part))) return [];
      return draft.action === "pair"
        ? [this.#finishPair(draft)]
        : this.#finishDraft(draft, draft.action, isVanished, vanishedKeys);
    });
  }

  #create(operation: RecordedCreate, order: number): void {
    const fate = this.#fateOf(operation.identity);
    const draft = this.#draft("create", operation, order);
    this.#createdKeys.set(joinKey(operation.entityKey), draft.index);
    restart(fate, draft);
    for (const attribute of Object.keys(operation.data)) {
      const slot = slotOf(this.#registry, operation.entityType, attribute);
      draft.values.set(slot, { attribute, update: undefined, value: operation.data[attribute] });
    }
    this.#backReferences.note(operation);
  }

  #update(operation: RecordedUpdate, order: number): void {
    const fate = this.#fateOf(operation.identity);
    if (fate.isDeleted && !fate.create) return;
    const { slot, attribute, after: value } = operation;
    const earlier = fate.slots.get(slot) ?? fate.create;
    earlier?.values.delete(slot);
    if (earlier?.action === "pair") earlier.isDropped = true;
    const draft = this.#home(fate, operation) ?? this.#start(fate, operation, order);
    draft.values.set(slot, { attribute, update: operation, value });
    fate.slots.set(slot, draft);
    this.#backReferences.note(operation);
    if (!fate.create) this.#releases.release(this.#placeOf(operation), operation.identity, order);
  }

  #delete(operation: RecordedDelete, order: number): void {
    const fate = this.#fateOf(operation.identity);
    if (fate.isDeleted && !fate.create) return;
    for (const draft of fate.drafts) draft.isDropped = true;
    const wasCreated = fate.create !== undefined;
    restart(fate, undefined);
    fate.isDeleted = true;
    if (wasCreated) return;
    fate.deletion = this.#draft("delete", operation, order);
    this.#releases.release(this.#familyOf(operation.entityType), operation.identity, order);
  }

  #start(fate: Fate, operation: RecordedUpdate, order: number): Draft {
    const draft = this.#draft(operation.change === "pair" ? "pair" : "update", operation, order);
    fate.drafts.push(draft);
    if (draft.action === "pair") return draft;
    fate.first ??= draft;
    fate.last = draft;
    return draft;
  }

  /** The draft of the same entity that a change can join. */
  #home(fate: Fate, operation: RecordedUpdate): Draft | undefined {
    if (operation.change === "pair") return undefined;
    if (fate.last !== undefined && fate.last === this.#drafts.at(-1)) return fate.last;
    const newest = this.#newestMention(operation.after);
    const { identity } = operation;
    const released = Math.max(
      this.#releases.lastByOthers(this.#placeOf(operation), identity),
      this.#releases.lastByOthers(this.#familyOf(operation.entityType), identity),
    );
    return [fate.first, fate.last].find(
      (draft) => draft !== undefined && newest < draft.index && released < draft.order,
    );
  }

  /** Place of the latest creation that a value refers to. */
  #newestMention(value: unknown): number {
    let newest = typeof value === "string" ? (this.#createdKeys.get(value) ?? -1) : -1;
    for (const reference of mentions(value)) {
      newest = Math.max(newest, this.#fates.get(this.#identityOf(reference))?.create?.index ?? -1);
    }
    return newest;
  }

  #finishDraft(
    draft: Draft,
    action: "create" | "update" | "delete",
    isVanished: (reference: WireReference) => boolean,
    vanishedKeys: ReadonlySet<string>,
  ): PlannedOperation[] {
    const { identity, entityType, entityKey } = draft.operation;
    const data: Record<string, unknown> = {};
    const deltas: Record<string, CollectionChange> = {};
    for (const { attribute, update, value } of draft.values.values()) {
      if (update?.change === "members") {
        const change = withoutVanished(
          this.#withMovements(draft, attribute, value as CollectionChange),
          isVanished,
        );
        if (change.members) data[attribute] = change.members;
        else if (action === "create" || this.#fates.get(identity)?.create) data[attribute] = change.added;
        else if (hasContent(value as CollectionChange, isVanished)) deltas[attribute] = change;
      } else if (isWireEntity(value) ? !isVanished(value) : !vanishedKeys.has(value as string)) {
        data[attribute] = value;
      }
    }
    const isEmpty = Object.keys(data).length + Object.keys(deltas).length === 0;
    if (action === "update" && isEmpty) return [];
    return [{ identity, action, entityType, entityKey, data, deltas }];
  }

  /** A list that is not given whole also loses and gains those who leave and join by their own reference. */
  #withMovements(draft: Draft, attribute: string, change: CollectionChange): CollectionChange {
    if (change.members) return change;
    const { operation } = draft;
    const added = [...change.added, ...this.#backReferences.joining(operation, attribute, this.#registry)];
    if (this.#fates.get(operation.identity)?.create) return { added, removed: [] };
    const leaving = this.#backReferences.leaving(operation, attribute, this.#registry);
    // Removals come first, so that who was added stays even if an own reference says otherwise.
    return { added, removed: [...change.removed, ...leaving, ...this.#deleted] };
  }

  #referenceTo({ operation: { entityType, entityKey } }: Draft): WireReference {
    return createReference(entityType, this.#registry.get(entityType).primaryKey, entityKey);
  }

  #finishPair(draft: Draft): PlannedPair {
    const { identity, entityType, entityKey, attribute, after } = draft.operation as RecordedUpdate;
    const isNew = this.#fates.get(identity)?.create !== undefined;
    return { identity, action: "pair", entityType, entityKey, attribute, pair: after as PairChange, isNew };
  }

  #draft(action: Draft["action"], operation: RecordedOperation, order: number): Draft {
    const index = this.#drafts.length;
    const draft: Draft = { action, operation, index, order, values: new Map(), isDropped: false };
    this.#drafts.push(draft);
    return draft;
  }

  #fateOf(identity: string): Fate {
    const known = this.#fates.get(identity);
    if (known) return known;
    const fate: Fate = {
      create: undefined,
      deletion: undefined,
      isDeleted: false,
      drafts: [],
      first: undefined,
      last: undefined,
      slots: new Map(),
    };
    this.#fates.set(identity, fate);
    return fate;
  }

  #placeOf({ entityType, slot }: RecordedUpdate): string {
    return `${this.#familyOf(entityType)}.${slot}`;
  }

  #identityOf(reference: WireReference): string {
    const type = reference[typeKey];
    const names = this.#registry.find(type)?.primaryKey ?? ["id"];
    return `${this.#familyOf(type)}:${joinKey(names.map((name) => reference[name]))}`;
  }

  #familyOf(type: string): string {
    const known = this.#families.get(type);
    if (known !== undefined) return known;
    const family = this.#registry.familyOf(type);
    this.#families.set(type, family);
    return family;
  }
}

/** Begins a life of an entity, or ends it. */
function restart(fate: Fate, create: Draft | undefined): void {
  fate.create = create;
  fate.drafts = create ? [create] : [];
  fate.first = create;
  fate.last = create;
  fate.slots.clear();
}

function mentions(value: unknown): readonly WireReference[] {
  if (isWireEntity(value)) return [value];
  const change = value as Partial<CollectionChange> | null;
  if (typeof change !== "object" || change === null || !Array.isArray(change.added)) return [];
  return change.members ?? (change.added as readonly WireReference[]);
}

/** Whether anything is left of what was changed here, and not from the other side. */
function hasContent(change: CollectionChange, isVanished: (reference: WireReference) => boolean): boolean {
  return [...change.added, ...change.removed].some((reference) => !isVanished(reference));
}

function withoutVanished(
  change: CollectionChange,
  isVanished: (reference: WireReference) => boolean,
): CollectionChange {
  const sent = (references: readonly WireReference[]) => references.filter((one) => !isVanished(one));
  return {
    members: change.members && sent(change.members),
    added: sent(change.added),
    removed: sent(change.removed),
  };
}
