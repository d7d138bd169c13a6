import type { CollectionChange } from "./entity-host.js";
import type { EntityRecord } from "./entity-record.js";

/** What happened to a collection: who was added and removed, or who is in it from now on. */
export class MemberChange {
  #members: Set<EntityRecord> | undefined;
  readonly #added = new Set<EntityRecord>();
  readonly #removed = new Set<EntityRecord>();

  /** Starts from nothing, or from a whole list that was assigned. */
  constructor(members?: Iterable<EntityRecord>) {
    this.#members = members === undefined ? undefined : new Set(members);
  }

  get isNone(): boolean {
    return this.#members === undefined && this.#added.size === 0 && this.#removed.size === 0;
  }

  hasAdded(record: EntityRecord): boolean {
    return this.#added.has(record);
  }

  /** @param before - Whether it was a member on the server; `undefined` when that is not known. */
  add(record: EntityRecord, before: boolean | undefined): void {
    if (this.#members) {
      this.#members.add(record);
      return;
    }
    this.#removed.delete(record);
    if (before !== true) this.#added.add(record);
  }

  /** @param before - Whether it was a member on the server; `undefined` when that is not known. */
  remove(record: EntityRecord, before: boolean | undefined): void {
    if (this.#members) {
      this.#members.delete(record);
      return;
    }
    this.#added.delete(record);
    if (before !== false) this.#removed.add(record);
  }

  /** This change and another one after it, as one. */
  followedBy(later: MemberChange): MemberChange {
    if (later.#members) return later;
    const both = new MemberChange(this.#members);
    for (const change of [this, later]) {
      for (const record of change.#removed) both.remove(record, undefined);
      for (const record of change.#added) both.add(record, undefined);
    }
    return both;
  }

  /** The members after the change; `undefined` when those before are needed and not known. */
  apply(before: ReadonlySet<EntityRecord> | undefined): ReadonlySet<EntityRecord> | undefined {
    if (this.#members || this.isNone) return this.#members ?? before;
    if (!before) return undefined;
    const after = new Set(before);
    for (const record of this.#removed) after.delete(record);
    for (const record of this.#added) after.add(record);
    return after;
  }

  toWire(): CollectionChange {
    return {
      members: this.#members && references(this.#members),
      added: references(this.#added),
      removed: references(this.#removed),
    };
  }
}

const references = (records: ReadonlySet<EntityRecord>) => Array.from(records, (record) => record.reference);
