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
  readonly #keys = new Map<string, readonly string[]>();
  readonly #known = new Map<string, Row>();
  /** The entities that the one at work is inside of. */
  readonly #path: unknown[] = [];
  /** Everything that is frozen in the end. */
  readonly #made: object[] = [];
  #mayHaveCycles = false;

  constructor(registry: SchemaRegistry, utc: boolean) {
    this.#registry = registry;
    this.#dates = new DateCodec("iso", utc);
  }

  convert(rows: readonly WireEntity[]): readonly PlainRow[] {
    const plain = rows.map((row) => (isRow(row) ? this.#entity(row) : this.#object(row)));
    if (this.#mayHaveCycles) this.#cutCycles(plain);
    for (const made of this.#made) Object.freeze(made);
    return Object.freeze(plain);
  }

  #entity(row: Row): Row {
    const known = this.#find(row);
    if (known === row) return row;
    if (known) return this.#merge(known, row);
    this.#path.push(row);
    this.#object(row);
    this.#path.pop();
    return row;
  }

  /** The object an identity has already; registers the row when it is the first. */
  #find(row: Row): Row | undefined {
    const type = row[typeKey] as string;
    const names = this.#keysOf(type);
    const key =
      names.length === 1 ? (row[names[0] as string] as string) : joinKey(names.map((name) => row[name]));
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, row);
    return known === undefined || known[typeKey] === type ? known : this.#findBeside(`${type}:${key}`, row);
  }

  /** Entities of two types have one key. */
  #findBeside(key: string, row: Row): Row | undefined {
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, row);
    return known;
  }

  #keysOf(type: string): readonly string[] {
    const known = this.#keys.get(type);
    if (known) return known;
    const keys = this.#registry.find(type)?.primaryKey ?? ["id"];
    this.#keys.set(type, keys);
    return keys;
  }

  #merge(known: Row, row: Row): Row {
    const isInside = this.#path.includes(known);
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
    for (const name of this.#keysOf(type)) reference[name] = row[name];
    this.#made.push(reference);
    return reference;
  }

  #object(row: Row): Row {
    this.#made.push(row);
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
    return isWireDate(value) ? this.#dates.iso(value) : freeze(value);
  }

  #list(row: Row, name: string, values: unknown[]): unknown {
    const attribute = this.#registry.find(row[typeKey] as string)?.attributes.get(name);
    if (attribute?.kind === "mapped") return this.#pairs(values, attribute.keyValue);
    for (let index = 0; index < values.length; index++) {
      const item = values[index];
      if (isRow(item)) values[index] = this.#entity(item);
      else if (typeof item === "object" && item !== null) freeze(item);
    }
    this.#made.push(values);
    return values;
  }

  #pairs(values: readonly unknown[], names: { key: string; value: string } | undefined): Row {
    const pairs: [string, unknown][] = [];
    for (const item of values) {
      if (!isRow(item)) continue;
      const { [names?.key ?? "key"]: key, [names?.value ?? "value"]: value } = this.#entity(item);
      pairs.push([String(key), value]);
    }
    const plain = Object.fromEntries(pairs);
    this.#made.push(plain);
    return plain;
  }

  /** Entities that learnt of relations late may lead back to themselves. */
  #cutCycles(rows: readonly Row[]): void {
    const done = new Set<object>();
    const visit = (holder: Row | unknown[]): void => {
      this.#path.push(holder);
      for (const [name, value] of Object.entries(holder)) {
        if (typeof value !== "object" || value === null) continue;
        if (this.#path.includes(value)) {
          (holder as Row)[name] = this.#referenceTo(value as Row);
        } else if (!done.has(value)) {
          visit(value as Row);
        }
      }
      this.#path.pop();
      done.add(holder);
    };
    for (const row of rows) if (!done.has(row)) visit(row);
  }
}

/** Values of JSON have no cycles. */
function freeze(value: object): object {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) freeze(inner);
  return Object.freeze(value);
}

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && typeof (value as Row)[typeKey] === "string";
