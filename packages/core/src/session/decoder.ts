import { joinKey } from "../codec/reference.js";
import { isWireDate, typeKey, type WireEntity } from "../codec/wire-entity.js";
import { inStep } from "../entity/assign.js";
import type { EntityModel } from "../entity/entity-model.js";
import { EntityRecord, type RemoteRow } from "../entity/entity-record.js";
import type { PeerGroup } from "../entity/peer-group.js";
import { RecordFinder } from "../entity/record-finder.js";

/** What a decoder needs to know. */
export interface DecoderInit {
  /** The model of a type; for a type the schemas do not know, one made from the row. */
  model(type: string, row: RemoteRow): EntityModel;
}

/** Tells what the session has written since the question was asked that the rows answer. */
export interface Overtaken {
  /** Whether a value was written since. */
  isWritten(record: EntityRecord, name: string): boolean;
  /** The record of an identity that was deleted since. */
  deleted(model: EntityModel, key: string): EntityRecord | undefined;
}

/**
 * Turns rows into records, one per identity.
 *
 * A row that is new becomes the record's store as it is: nothing is copied, and relations are replaced in place by
 * the records they name. Dates stay as sent until somebody reads them.
 */
export class Decoder {
  readonly #init: DecoderInit;
  readonly #touched: EntityRecord[] | undefined;
  readonly #group: PeerGroup | undefined;
  readonly #overtaken: Overtaken | undefined;
  readonly #finder = new RecordFinder();
  #lastType = "";
  #lastModel: EntityModel | undefined;

  /**
   * @param touched - Collects every record that learnt something, where somebody wants to know.
   * @param overtaken - Given where the rows answer a question asked before the latest commit.
   */
  constructor(
    init: DecoderInit,
    group: PeerGroup | undefined,
    touched?: EntityRecord[],
    overtaken?: Overtaken,
  ) {
    this.#init = init;
    this.#group = group;
    this.#touched = touched;
    this.#overtaken = overtaken;
  }

  /** The record of a row, with everything the row says in it. The row belongs to the record afterwards. */
  decode(row: WireEntity): EntityRecord {
    const model = this.#modelOf(row);
    const key = keyOf(model, row);
    const known = key === undefined ? undefined : this.#finder.find(model.identities, key);
    if (!known) return this.#deleted(model, key) ?? this.#adopt(model, key, row as RemoteRow);
    if (known.model !== model) this.#refine(known, model);
    this.#merge(known, row as RemoteRow);
    return known;
  }

  /** The record a row is about, where it is known. */
  known(model: EntityModel, row: WireEntity): EntityRecord | undefined {
    const key = keyOf(model, row);
    return key === undefined ? undefined : this.#finder.find(model.identities, key);
  }

  #deleted(model: EntityModel, key: string | undefined): EntityRecord | undefined {
    return key === undefined ? undefined : this.#overtaken?.deleted(model, key);
  }

  #adopt(model: EntityModel, key: string | undefined, row: RemoteRow): EntityRecord {
    // A row that came without its key can be read, but is nobody's identity.
    const record = new EntityRecord(model, key ?? "", row);
    if (key !== undefined) model.identities.add(record);
    this.#notice(record);
    this.#link(row);
    return record;
  }

  #notice(record: EntityRecord): void {
    this.#touched?.push(record);
    if (!this.#group || record.peers === this.#group) return;
    this.#group.add(record);
  }

  /** Replaces the relations of a row by records. */
  #link(row: RemoteRow): void {
    for (const name in row) {
      const value = row[name];
      if (typeof value === "object" && value !== null) this.#linkValue(row, name, value);
    }
  }

  #linkValue(row: RemoteRow, name: string, value: object): void {
    if (Array.isArray(value)) {
      if (value.length > 0 && isRow(value[0])) row[name] = this.#decodeList(value);
    } else if (isRow(value)) {
      row[name] = this.decode(value);
    }
  }

  #decodeList(rows: unknown[]): unknown[] {
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index];
      if (isRow(row)) rows[index] = this.decode(row);
    }
    return rows;
  }

  #merge(record: EntityRecord, row: RemoteRow): void {
    this.#notice(record);
    const { remote } = record;
    if (remote === row) return;
    let changed: string[] | undefined;
    for (const name in row) {
      // Assigning the latter would exchange what the values inherit from.
      if (name === typeKey || name === "__proto__") continue;
      const value = row[name];
      if (typeof value === "object" && value !== null) this.#linkValue(row, name, value);
      const linked = row[name];
      if (isSame(remote[name], linked) || this.#overtaken?.isWritten(record, name)) continue;
      remote[name] = linked;
      changed ??= [];
      changed.push(name);
    }
    if (changed) this.#settle(record, row, changed);
  }

  /** Follows up on changed values: what says the same changes too, and collections show their new members. */
  #settle(record: EntityRecord, row: RemoteRow, changed: readonly string[]): void {
    for (const name of changed) {
      const attribute = record.model.type.attributes.get(name);
      if (!attribute) continue;
      record.collections?.get(name)?.sync();
      if (attribute.kind !== "reference" && record.model.referencesOf(name).length === 0) continue;
      for (const [other, value] of inStep(record, attribute, record.remote[name])) {
        if (other === name || other in row || !(other in record.remote)) continue;
        if (value === undefined) delete record.remote[other];
        else record.remote[other] = value;
      }
    }
  }

  /** A base type was known so far; the row says which one it is. */
  #refine(record: EntityRecord, model: EntityModel): void {
    const { registry } = model.host;
    if (!registry.isKindOf(model.type.name, record.model.type.name)) return;
    record.model = model;
    const entity = record.existingEntity;
    if (entity) Object.setPrototypeOf(entity, model.class.prototype as object);
  }

  #modelOf(row: WireEntity): EntityModel {
    const type = row[typeKey];
    if (type === this.#lastType && this.#lastModel) return this.#lastModel;
    const model = this.#init.model(type, row as RemoteRow);
    this.#lastType = type;
    this.#lastModel = model;
    return model;
  }
}

/** The key of a row, from the primary key of its type; `undefined` when the row lacks part of it. */
export function keyOf(model: EntityModel, row: Readonly<Record<string, unknown>>): string | undefined {
  if (model.singleKey !== undefined) return row[model.singleKey] as string | undefined;
  const parts = model.type.primaryKey.map((name) => keyPart(row[name]));
  return parts.includes(undefined) ? undefined : joinKey(parts);
}

/** Part of a composite key; a few types name a reference instead of its id. */
function keyPart(value: unknown): string | undefined {
  if (value instanceof EntityRecord) return value.key;
  if (isRow(value)) return keyPart(value.id);
  return value === undefined || value === null ? undefined : String(value);
}

/** Whether a value says what is known already; then the known one stays, and nothing has to follow it. */
function isSame(known: unknown, value: unknown): boolean {
  if (known === value) return true;
  if (typeof known !== "object" || typeof value !== "object" || known === null || value === null)
    return false;
  if (Array.isArray(known)) return Array.isArray(value) && isSameList(known, value);
  return isWireDate(known) && isWireDate(value) && known.value === value.value;
}

function isSameList(known: readonly unknown[], values: readonly unknown[]): boolean {
  if (known.length !== values.length) return false;
  for (let index = 0; index < known.length; index++) if (known[index] !== values[index]) return false;
  return true;
}

const isRow = (value: unknown): value is WireEntity =>
  typeof value === "object" && value !== null && (value as WireEntity)[typeKey] !== undefined;
