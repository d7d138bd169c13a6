import type { AttributeEdit } from "../entity/entity-host.js";
import type { EntityRecord } from "../entity/entity-record.js";
import type { RecordedOperation } from "./operations.js";

/** One entry of the log, tied to the record it is about. */
export interface LogEntry {
  readonly kind: "create" | "update" | "delete";
  readonly record: EntityRecord;
  /** Of an update. */
  readonly edit: AttributeEdit | undefined;
  /** Of a creation: the values it was made with. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

/** Same for every operation on one entity. */
export function identityOf(record: EntityRecord): string {
  const { registry } = record.model.host;
  return `${registry.familyOf(record.model.type.name)}:${record.key}`;
}

/**
 * The log of local changes, in the order they were made.
 *
 * A change of an attribute takes the place of the one before, so the log grows with what there is to send and not
 * with how often it changed. What is in the log is held strongly; everything else in a session is not.
 */
export class UnitOfWork {
  #entries = new Set<LogEntry>();
  /** Updates by record and slot. */
  #slots = new Map<EntityRecord, Map<string, LogEntry>>();
  readonly #changed: () => void;

  /** @param changed - Called whenever something is recorded, taken out or put back. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  entries(): readonly LogEntry[] {
    return [...this.#entries];
  }

  create(record: EntityRecord, data: Readonly<Record<string, unknown>>): void {
    this.#add({ kind: "create", record, edit: undefined, data });
  }

  delete(record: EntityRecord): void {
    this.#add({ kind: "delete", record, edit: undefined, data: undefined });
  }

  update(edit: AttributeEdit): void {
    this.#add({ kind: "update", record: edit.record, edit, data: undefined });
  }

  /** Takes the update of a slot out of the log. */
  forget(record: EntityRecord, slot: string): void {
    const slots = this.#slots.get(record);
    const entry = slots?.get(slot);
    if (entry) this.#remove(entry);
  }

  /** Updates of a record, in order. */
  *edits(record: EntityRecord): IterableIterator<AttributeEdit> {
    for (const { edit } of this.#slots.get(record)?.values() ?? []) if (edit) yield edit;
  }

  /** Takes entries out of the log to send them. */
  take(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#remove(entry);
  }

  /** Puts entries that could not be sent back, before what was recorded since. */
  restore(entries: readonly LogEntry[]): void {
    const since = this.entries();
    this.#entries.clear();
    this.#slots.clear();
    for (const entry of since) if (entry.edit) entry.record.edits--;
    for (const entry of entries) this.#add(entry);
    for (const entry of since) {
      if (entry.edit) this.forget(entry.record, entry.edit.slot);
      this.#add(entry);
    }
  }

  clear(): void {
    for (const entry of this.#entries) if (entry.edit) entry.record.edits--;
    this.#entries.clear();
    this.#slots.clear();
    this.#changed();
  }

  #add(entry: LogEntry): void {
    this.#entries.add(entry);
    this.#changed();
    if (!entry.edit) return;
    entry.record.edits++;
    const slots = this.#slots.get(entry.record);
    if (slots) slots.set(entry.edit.slot, entry);
    else this.#slots.set(entry.record, new Map([[entry.edit.slot, entry]]));
  }

  #remove(entry: LogEntry): void {
    if (!this.#entries.delete(entry)) return;
    this.#changed();
    if (!entry.edit) return;
    entry.record.edits--;
    const slots = this.#slots.get(entry.record);
    slots?.delete(entry.edit.slot);
    if (slots?.size === 0) this.#slots.delete(entry.record);
  }
}

/** An entry as it can be looked at and planned. */
export function toRecordedOperation(entry: LogEntry): RecordedOperation {
  const { record, edit } = entry;
  const identity = identityOf(record);
  const entityType = record.model.type.name;
  const entityKey = record.keyValues;
  if (entry.kind === "create") {
    return { kind: "create", identity, entityType, entityKey, data: entry.data ?? {} };
  }
  if (!edit) return { kind: "delete", identity, entityType, entityKey };
  const { slot, before } = edit;
  const { name: attribute, kind } = edit.attribute;
  const change = kind === "collection" ? "members" : kind === "mapped" ? "pair" : "value";
  const after = edit.after();
  return { kind: "update", identity, entityType, entityKey, attribute, slot, before, after, change };
}
