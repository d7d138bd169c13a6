import { DateCodec } from "../codec/dates.js";
import { joinKey } from "../codec/reference.js";
import { isWireDate, typeKey, type WireEntity } from "../codec/wire-entity.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";

/** A row as plain, immutable, JSON-safe data: entities of one answer appear once and are shared. */
export type PlainRow = Readonly<Record<string, unknown>>;

type Row = Record<string, unknown>;

/**
 * Turns rows into plain data.
 *
 * An answer writes each entity out once and refers to it afterwards; here every mention is the same object with
 * everything known of it, except inside itself, where it stays a reference so that the data remain JSON. Dates are
 * ISO 8601 text; metadata and custom attributes are objects. The rows are used up.
 */
export class PlainRows {
  readonly #registry: SchemaRegistry;
  readonly #dates: DateCodec;
  readonly #known = new Map<string, Map<string, Row>>();
  readonly #path = new Set<Row>();
  #mayHaveCycles = false;

  constructor(registry: SchemaRegistry, utc: boolean) {
    this.#registry = registry;
    this.#dates = new DateCodec("iso", utc);
  }

  convert(rows: readonly WireEntity[]): readonly PlainRow[] {
    const plain = rows.map((row) => (isRow(row) ? this.#entity(row) : this.#object(row)));
    if (this.#mayHaveCycles) this.#cutCycles(plain);
    const frozen = new Set<object>();
    for (const row of plain) freeze(row, frozen);
    return Object.freeze(plain);
  }

  #entity(row: Row): Row {
    const known = this.#find(row);
    if (known === row) return row;
    if (known) return this.#merge(known, row);
    this.#path.add(row);
    this.#object(row);
    this.#path.delete(row);
    return row;
  }

  /** The object an identity has already; registers the row when it is the first. */
  #find(row: Row): Row | undefined {
    const type = row[typeKey] as string;
    let family = this.#known.get(type);
    if (!family) {
      family = new Map();
      this.#known.set(type, family);
    }
    const names = this.#registry.find(type)?.primaryKey;
    const key =
      names === undefined || names.length === 1
        ? (row[names?.[0] ?? "id"] as string)
        : joinKey(names.map((name) => row[name]));
    const known = family.get(key);
    if (!known) family.set(key, row);
    return known;
  }

  #merge(known: Row, row: Row): Row {
    const isInside = this.#path.has(known);
    for (const name in row) {
      if (name in known) continue;
      const value = this.#value(row, name);
      if (typeof value === "object" && value !== null) this.#mayHaveCycles = true;
      known[name] = value;
    }
    return isInside ? this.#referenceTo(known) : known;
  }

  #referenceTo(row: Row): Row {
    const type = row[typeKey] as string;
    const reference: Row = { [typeKey]: type };
    for (const name of this.#registry.find(type)?.primaryKey ?? ["id"]) reference[name] = row[name];
    return reference;
  }

  #object(row: Row): Row {
    for (const name in row) {
      const value = row[name];
      if (typeof value === "object" && value !== null) row[name] = this.#value(row, name);
    }
    return row;
  }

  #value(row: Row, name: string): unknown {
    const value = row[name];
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return this.#list(row, name, value);
    if (isRow(value)) return this.#entity(value);
    return isWireDate(value) ? this.#dates.iso(value) : value;
  }

  #list(row: Row, name: string, values: unknown[]): unknown {
    const attribute = this.#registry.find(row[typeKey] as string)?.attributes.get(name);
    if (attribute?.kind === "mapped") return this.#pairs(values, attribute.keyValue);
    for (let index = 0; index < values.length; index++) {
      const item = values[index];
      if (isRow(item)) values[index] = this.#entity(item);
    }
    return values;
  }

  #pairs(values: readonly unknown[], names: { key: string; value: string } | undefined): Row {
    const pairs: [string, unknown][] = [];
    for (const item of values) {
      if (!isRow(item)) continue;
      const { [names?.key ?? "key"]: key, [names?.value ?? "value"]: value } = this.#entity(item);
      pairs.push([String(key), value]);
    }
    return Object.fromEntries(pairs);
  }

  /** Entities that learnt of relations late may lead back to themselves. */
  #cutCycles(rows: readonly Row[]): void {
    const done = new Set<object>();
    const visit = (holder: Row | unknown[]): void => {
      this.#path.add(holder as Row);
      for (const [name, value] of Object.entries(holder)) {
        if (typeof value !== "object" || value === null) continue;
        if (this.#path.has(value as Row)) {
          (holder as Row)[name] = this.#referenceTo(value as Row);
        } else if (!done.has(value)) {
          visit(value as Row);
        }
      }
      this.#path.delete(holder as Row);
      done.add(holder);
    };
    for (const row of rows) if (!done.has(row)) visit(row);
  }
}

function freeze(value: object, frozen: Set<object>): void {
  if (frozen.has(value)) return;
  frozen.add(value);
  for (const name in value) {
    const inner = (value as Row)[name];
    if (typeof inner === "object" && inner !== null) freeze(inner, frozen);
  }
  Object.freeze(value);
}

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && typeof (value as Row)[typeKey] === "string";
