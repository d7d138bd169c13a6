import { EntityError } from "../errors/entity-error.js";
import type { Collection } from "../schema/entity-members.js";
import type { Attribute } from "../schema/entity-type.js";
import type { Entity } from "./entity.js";
import { isEntity, recordOf } from "./entity-face.js";
import type { EntityRecord } from "./entity-record.js";
import { createGuarded } from "./guarded.js";
import { inspect, type Print, printInner } from "./inspection.js";
import { MemberChange } from "./member-change.js";
import { acceptMember } from "./stored-value.js";

/**
 * A to-many relation of one entity.
 *
 * The members are the server's, with the local additions and removals applied. Where the server's are not loaded,
 * additions and removals are still recorded, and the commit reads the members before it writes them.
 */
export class EntityCollection
  extends /* @__PURE__ */ createGuarded({ isInstance: isCollection, refuse: noPlace, read: memberAt })
  implements Collection<Entity>
{
  readonly [index: number]: Entity;
  readonly #record: EntityRecord;
  readonly #attribute: Attribute;
  #local = new MemberChange();
  #inFlight = new MemberChange();
  /** Who counts now. */
  #members: Set<EntityRecord> | undefined;
  /** The entities of those, in order, once somebody has looked. */
  #list: readonly Entity[] | undefined;
  /** Who would count without the local change. */
  #server: ReadonlySet<EntityRecord> | undefined;

  constructor(record: EntityRecord, attribute: Attribute) {
    super();
    this.#record = record;
    this.#attribute = attribute;
    this.sync();
  }

  static is(value: unknown): value is EntityCollection {
    return typeof value === "object" && value !== null && #members in value;
  }

  get isLoaded(): boolean {
    return this.#members !== undefined;
  }

  get length(): number {
    return this.#loaded().size;
  }

  set length(_length: number) {
    throw noPlace(this, "length");
  }

  at(index: number): Entity | undefined {
    return this.#entities.at(index);
  }

  has(item: object): boolean {
    if (!isEntity(item)) return false;
    const record = recordOf(item);
    return this.#local.hasAdded(record) || this.#loaded().has(record);
  }

  add(...items: object[]): this {
    this.#checkMutable();
    const records = items.map((item) => acceptMember(this.#record, this.#attribute, item));
    let changed = false;
    for (const record of records) {
      if (this.#members?.has(record)) continue;
      changed = true;
      this.#local.add(record, this.#server?.has(record));
      this.#members?.add(record);
    }
    this.#list = undefined;
    if (changed) this.#journal();
    return this;
  }

  delete(item: object): boolean {
    this.#checkMutable();
    const record = acceptMember(this.#record, this.#attribute, item);
    if (this.#members !== undefined && !this.#members.has(record)) return false;
    this.#local.remove(record, this.#server?.has(record));
    this.sync();
    this.#journal();
    return true;
  }

  clear(): void {
    this.replace([]);
  }

  replace(items: Iterable<object>): this {
    this.#checkMutable();
    const records = Array.from(items, (item) => acceptMember(this.#record, this.#attribute, item));
    const wanted = new Set(records);
    if (this.#members?.size === wanted.size && records.every((record) => this.#members?.has(record))) {
      return this;
    }
    this.#local = new MemberChange(wanted);
    this.sync();
    this.#journal();
    return this;
  }

  /** Takes what an application assigns to the attribute. */
  assign(value: unknown): void {
    if (value === this) return;
    if (value === null) {
      this.clear();
      return;
    }
    if (typeof value !== "object" || value === undefined || !(Symbol.iterator in value)) {
      throw new EntityError("entity_invalid_value", {
        message: `${this.label} takes a list of entities.`,
        details: this.#details,
      });
    }
    this.replace(value as Iterable<object>);
  }

  toArray(): Entity[] {
    return [...this.#entities];
  }

  [Symbol.iterator](): IterableIterator<Entity> {
    return this.toArray()[Symbol.iterator]();
  }

  map<Result>(callback: (item: Entity, index: number) => Result): Result[] {
    return this.toArray().map((item, index) => callback(item, index));
  }

  filter<Kept extends Entity>(callback: (item: Entity, index: number) => item is Kept): Kept[];
  filter(callback: (item: Entity, index: number) => boolean): Entity[];
  filter(callback: (item: Entity, index: number) => boolean): Entity[] {
    return this.toArray().filter((item, index) => callback(item, index));
  }

  find(callback: (item: Entity, index: number) => boolean): Entity | undefined {
    return this.toArray().find((item, index) => callback(item, index));
  }

  some(callback: (item: Entity, index: number) => boolean): boolean {
    return this.toArray().some((item, index) => callback(item, index));
  }

  every(callback: (item: Entity, index: number) => boolean): boolean {
    return this.toArray().every((item, index) => callback(item, index));
  }

  forEach(callback: (item: Entity, index: number) => void): void {
    for (const [index, item] of this.toArray().entries()) callback(item, index);
  }

  flatMap<Result>(callback: (item: Entity, index: number) => Result | readonly Result[]): Result[] {
    return this.toArray().flatMap((item, index) => callback(item, index));
  }

  reduce<Result>(callback: (result: Result, item: Entity, index: number) => Result, initial: Result): Result {
    return this.toArray().reduce((result, item, index) => callback(result, item, index), initial);
  }

  toJSON(): unknown {
    return this.isLoaded ? this.toArray() : undefined;
  }

  [inspect](depth: number | null, options: object, print?: Print): string {
    if (!this.isLoaded) return `${this.label} (not loaded)`;
    if ((depth ?? 0) < 0 || !print) return `[${this.label}]`;
    return printInner(this.toArray(), depth, options, print);
  }

  /** Records of the members that count now; `undefined` when they are not known. */
  get records(): ReadonlySet<EntityRecord> | undefined {
    return this.#members;
  }

  /** Computes the members anew after the server's or the local ones have changed. */
  sync(): void {
    this.#server = this.#inFlight.apply(this.#base);
    const members = this.#local.apply(this.#server);
    this.#members = members && new Set(members);
    this.#list = undefined;
  }

  revert(): void {
    this.#local = new MemberChange();
    this.sync();
  }

  /** The local change becomes part of a commit. */
  depart(): void {
    this.#inFlight = this.#inFlight.followedBy(this.#local);
    this.#local = new MemberChange();
    this.#server = this.#members && new Set(this.#members);
  }

  /** The commit has succeeded or was given up. */
  arrive(): void {
    this.#inFlight = new MemberChange();
    this.sync();
  }

  /** The commit has failed: its change is local again. */
  comeBack(): void {
    if (this.#inFlight.isNone) return;
    const isChanged = !this.#local.isNone;
    this.#local = this.#inFlight.followedBy(this.#local);
    this.#inFlight = new MemberChange();
    this.sync();
    // What was recorded is in the log again as it was, unless there is more to it now.
    if (isChanged) this.#journal(true);
  }

  get #base(): ReadonlySet<EntityRecord> | undefined {
    const remote = this.#record.remote[this.#attribute.name];
    if (Array.isArray(remote)) return new Set(remote as EntityRecord[]);
    return this.#record.stage === "created" ? new Set() : undefined;
  }

  /** Records the local change as one operation, which takes the place of the one before. */
  #journal(recording = this.#record.model.host.recording): void {
    const { host } = this.#record.model;
    const local = this.#local;
    host.forget(this.#record, this.#attribute.name);
    if (local.isNone || !recording) return;
    host.record({
      record: this.#record,
      attribute: this.#attribute,
      slot: this.#attribute.name,
      before: undefined,
      after: () => local.toWire(),
    });
  }

  get #entities(): readonly Entity[] {
    this.#list ??= Array.from(this.#loaded(), (record) => record.entity);
    return this.#list;
  }

  #loaded(): Set<EntityRecord> {
    if (this.#members) return this.#members;
    throw new EntityError("entity_not_loaded", {
      message: `${this.label} is not loaded. Select it, or await $load("${this.#attribute.name}") first.`,
      details: this.#details,
    });
  }

  #checkMutable(): void {
    const { stage } = this.#record;
    const isDeleted = stage === "deleted" || stage === "gone";
    if (!isDeleted && (this.#attribute.mutable || stage === "created")) return;
    throw new EntityError(isDeleted ? "entity_deleted" : "entity_immutable", {
      message: `${this.label} cannot be changed: ${isDeleted ? "the entity is deleted" : "it is immutable"}.`,
      details: this.#details,
    });
  }

  /** For messages. */
  get label(): string {
    return `${this.#record.model.type.name}.${this.#attribute.name}`;
  }

  get #details(): Readonly<Record<string, unknown>> {
    return { entityType: this.#record.model.type.name, attribute: this.#attribute.name };
  }
}

/** Hoisted, as the base class is made before the class that knows. */
function isCollection(value: unknown): value is EntityCollection {
  return EntityCollection.is(value);
}

function memberAt(collection: EntityCollection, name: string): Entity | undefined {
  return /^\d+$/.test(name) ? collection.at(Number(name)) : undefined;
}

function noPlace(collection: EntityCollection, name: string): EntityError {
  return new EntityError("entity_immutable", {
    message: `${collection.label}[${name}] cannot be set: use add, delete or replace, or assign a list.`,
  });
}
