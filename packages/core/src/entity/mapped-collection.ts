import { EntityError } from "../errors/entity-error.js";
import type { MappedCollection } from "../schema/entity-members.js";
import type { Attribute } from "../schema/entity-type.js";
import { isOpaque } from "../util/is-opaque.js";
import { didYouMean } from "../util/suggest.js";
import type { EntityRecord } from "./entity-record.js";
import { createGuarded } from "./guarded.js";
import { inspect, type Print, printInner } from "./inspection.js";
import { acceptPairValue, pairValue } from "./pair-value.js";
import { sameValue } from "./stored-value.js";

/** Stands for a pair that was deleted. */
const gone = Symbol("gone");

/**
 * Pairs of key and value kept as rows of their own on the server, such as `metadata`.
 *
 * Setting and deleting work on one that is not loaded; the commit finds out which rows exist.
 */
export class MappedValues
  extends /* @__PURE__ */ createGuarded({ isInstance: isMapped, refuse: noMember })
  implements MappedCollection
{
  protected readonly record: EntityRecord;
  protected readonly attribute: Attribute;
  readonly #keyName: string;
  readonly #valueName: string;
  #local = new Map<string, unknown>();
  #inFlight = new Map<string, unknown>();
  /** Rows from the server by key; `undefined` when they are not loaded. */
  #rows: Map<string, EntityRecord> | undefined;

  constructor(record: EntityRecord, attribute: Attribute) {
    super();
    this.record = record;
    this.attribute = attribute;
    this.#keyName = attribute.keyValue?.key ?? "key";
    this.#valueName = attribute.keyValue?.value ?? "value";
    this.sync();
  }

  static is(value: unknown): value is MappedValues {
    return typeof value === "object" && value !== null && #rows in value;
  }

  /** Whether rows came with keys and values, and not as bare references. */
  static isComplete(rows: unknown, { keyValue }: Attribute): boolean {
    if (!Array.isArray(rows)) return false;
    const { key, value } = keyValue ?? { key: "key", value: "value" };
    return (rows as EntityRecord[]).every(
      (row) => row.stored(key) !== undefined && row.stored(value) !== undefined,
    );
  }

  get isLoaded(): boolean {
    return this.#rows !== undefined;
  }

  get size(): number {
    return this.toMap().size;
  }

  get(key: string): unknown {
    if (this.#local.has(key)) return this.#present(this.#local.get(key));
    if (this.#inFlight.has(key)) return this.#present(this.#inFlight.get(key));
    const row = this.#loaded().get(key);
    return row && pairValue(this.record, row.stored(this.#valueName));
  }

  has(key: string): boolean {
    const stored = this.#stored(key);
    return stored === undefined ? this.#loaded().has(key) : stored !== gone;
  }

  set(key: string, value: unknown): this {
    this.checkMutable();
    this.checkKey(key);
    const accepted = acceptPairValue(this.record, this.attribute, key, value);
    const stored = this.#stored(key) ?? this.#rows?.get(key)?.stored(this.#valueName);
    if (stored !== undefined && sameValue(this.record, stored, accepted)) return this;
    this.#local.set(key, accepted);
    this.#journal(key);
    return this;
  }

  delete(key: string): boolean {
    this.checkMutable();
    if ((this.#rows || this.#stored(key) === gone) && !this.has(key)) return false;
    this.#local.set(key, this.deletedValue);
    this.#journal(key);
    return true;
  }

  clear(): void {
    this.replace({});
  }

  replace(values: Readonly<Record<string, unknown>>): this {
    for (const key of [...this.keys()]) if (!Object.hasOwn(values, key)) this.delete(key);
    for (const [key, value] of Object.entries(values)) if (value !== undefined) this.set(key, value);
    return this;
  }

  /** Takes what an application assigns to the attribute: an object or a `Map`. */
  assign(value: unknown): void {
    if (value === this) return;
    const isMap = value instanceof Map || value instanceof MappedValues;
    if (typeof value !== "object" || Array.isArray(value) || (value && !isMap && isOpaque(value))) {
      throw new EntityError("entity_invalid_value", {
        message: `${this.label} takes an object of keys and values.`,
        details: this.details,
      });
    }
    const pairs = isMap ? Object.fromEntries(value as Iterable<[string, unknown]>) : value;
    this.replace({ ...pairs } as Record<string, unknown>);
  }

  keys(): IterableIterator<string> {
    return this.toMap().keys();
  }

  values(): IterableIterator<unknown> {
    return this.toMap().values();
  }

  entries(): IterableIterator<[string, unknown]> {
    return this.toMap().entries();
  }

  [Symbol.iterator](): IterableIterator<[string, unknown]> {
    return this.entries();
  }

  forEach(callback: (value: unknown, key: string) => void): void {
    for (const [key, value] of this.toMap()) callback(value, key);
  }

  /** The pairs that count now, in the server's order, new ones last. */
  toMap(): Map<string, unknown> {
    const pairs = new Map<string, unknown>();
    for (const [key, row] of this.#loaded())
      pairs.set(key, pairValue(this.record, row.stored(this.#valueName)));
    for (const overlay of [this.#inFlight, this.#local]) {
      for (const [key, value] of overlay) {
        if (value === gone) pairs.delete(key);
        else pairs.set(key, this.#present(value));
      }
    }
    return pairs;
  }

  toObject(): Record<string, unknown> {
    return Object.fromEntries(this.toMap());
  }

  toJSON(): unknown {
    return this.isLoaded ? this.toObject() : undefined;
  }

  [inspect](depth: number | null, options: object, print?: Print): string {
    if (!this.isLoaded) return `${this.label} (not loaded)`;
    if ((depth ?? 0) < 0 || !print) return `[${this.label}]`;
    return printInner(this.toMap(), depth, options, print);
  }

  /** The server's row of a key, where it is loaded. */
  row(key: string): EntityRecord | undefined {
    return this.#rows?.get(key);
  }

  sync(): void {
    const rows = this.record.remote[this.attribute.name];
    this.#rows = undefined;
    if (MappedValues.isComplete(rows, this.attribute)) {
      this.#rows = new Map((rows as EntityRecord[]).map((row) => [String(row.stored(this.#keyName)), row]));
    } else if (this.record.stage === "created" && rows === undefined) {
      this.#rows = new Map();
    }
  }

  /** Gives up what is set locally: the pair of a slot, or all of them. */
  revert(slot?: string): void {
    for (const key of slot === undefined ? [...this.#local.keys()] : [this.#keyOf(slot)]) {
      this.record.model.host.forget(this.record, this.#slot(key));
      this.#local.delete(key);
    }
  }

  /** The pair of a slot becomes part of a commit. */
  depart(slot: string): void {
    const key = this.#keyOf(slot);
    if (!this.#local.has(key)) return;
    this.#inFlight.set(key, this.#local.get(key));
    this.#local.delete(key);
  }

  arrive(): void {
    this.#inFlight = new Map();
    this.sync();
  }

  comeBack(): void {
    const [again, newer] = [this.#inFlight, this.#local];
    this.#local = new Map([...again, ...newer]);
    this.#inFlight = new Map();
    // What was recorded is in the log again as it was, unless it was set anew.
    for (const key of again.keys()) if (newer.has(key)) this.#journal(key, true);
  }

  /** What deleting a key stores; custom attributes cannot go away, only lose their value. */
  protected get deletedValue(): unknown {
    return gone;
  }

  /** Refuses keys that cannot be set. */
  protected checkKey(key: string): void {
    if (typeof key === "string" && key !== "") return;
    throw new EntityError("entity_invalid_key", {
      message: `A key of ${this.label} is text that is not empty.`,
      details: this.details,
    });
  }

  protected unknownKey(key: string): EntityError {
    return new EntityError("entity_unknown_attribute", {
      message: `${this.label} has no key "${key}" here.${didYouMean(key, this.#rows?.keys() ?? [])}`,
      details: { ...this.details, key },
    });
  }

  protected checkMutable(): void {
    const { stage } = this.record;
    if (stage === "persisted" || stage === "created") return;
    throw new EntityError("entity_deleted", {
      message: `${this.record.entity} is deleted, so its ${this.attribute.name} cannot be changed.`,
      details: this.details,
    });
  }

  /** For messages. */
  get label(): string {
    return `${this.record.model.type.name}.${this.attribute.name}`;
  }

  protected get details(): Readonly<Record<string, unknown>> {
    return { entityType: this.record.model.type.name, attribute: this.attribute.name };
  }

  #stored(key: string): unknown {
    return this.#local.has(key) ? this.#local.get(key) : this.#inFlight.get(key);
  }

  #present(value: unknown): unknown {
    return value === gone ? undefined : pairValue(this.record, value);
  }

  #slot(key: string): string {
    return `${this.attribute.name}\u0000${key}`;
  }

  #keyOf(slot: string): string {
    return slot.slice(this.attribute.name.length + 1);
  }

  #journal(key: string, recording = this.record.model.host.recording): void {
    const { host } = this.record.model;
    const value = this.#local.get(key);
    const slot = this.#slot(key);
    host.forget(this.record, slot);
    const before = this.#inFlight.has(key)
      ? this.#inFlight.get(key)
      : this.#rows?.get(key)?.stored(this.#valueName);
    const isBack =
      before === undefined
        ? value === gone && this.#rows !== undefined && !this.#inFlight.has(key)
        : before === value || sameValue(this.record, before, value);
    if (isBack) {
      this.#local.delete(key);
      return;
    }
    if (!recording) return;
    const after = value === gone ? { key } : { key, value };
    host.record({
      record: this.record,
      attribute: this.attribute,
      slot,
      before: before === gone ? undefined : before,
      after: () => after,
    });
  }

  #loaded(): Map<string, EntityRecord> {
    if (this.#rows) return this.#rows;
    throw new EntityError("entity_not_loaded", {
      message: `${this.label} is not loaded. Select it, or await $load("${this.attribute.name}") first.`,
      details: this.details,
    });
  }
}

/** Hoisted, as the base class is made before the class that knows. */
function isMapped(value: unknown): value is MappedValues {
  return MappedValues.is(value);
}

function noMember(values: MappedValues, name: string): EntityError {
  return new EntityError("entity_immutable", {
    message: `Properties of ${values.label} cannot be set: write ${values.label}.set("${name}", …).`,
  });
}
