import { DateCodec } from "../codec/dates.js";
import { joinKey } from "../codec/reference.js";
import { isWireDate, typeKey } from "../codec/wire-entity.js";
import type { EntityType } from "../schema/entity-type.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { RecentValues } from "../util/recent-values.js";

/** A row as plain, immutable, JSON-safe data: entities of one answer appear once and are shared. */
export type PlainRow = Readonly<Record<string, unknown>>;

type Row = Record<string, unknown>;

/** Entities of one type that a response has written out, by key. */
interface Written {
  readonly type: EntityType | undefined;
  readonly keys: readonly string[];
  /** The only key, or `undefined` where there are several. */
  readonly singleKey: string | undefined;
  readonly rows: Map<string, Row>;
}

/**
 * Turns the rows of one response into plain data.
 *
 * A response writes each entity out once and refers to it afterwards; here every mention is the same object with
 * everything known of it, except inside itself, where it stays a reference so that the data remain JSON. Dates are
 * ISO 8601 text; metadata and custom attributes are objects. The rows are used up: they become what they are turned
 * into, and only what is neither JSON nor plain text and numbers is looked at twice.
 */
export class PlainRows {
  readonly #registry: SchemaRegistry;
  readonly #dates: DateCodec;
  readonly #written = new Map<string, Written>();
  /** Entities that were mentioned again, of types with an `id`. */
  readonly #mentioned = new RecentValues<Row>();
  /** The entities that the one at work is inside of. */
  readonly #path: unknown[] = [];
  /** What is frozen in the end besides entities, which may learn something until then. */
  readonly #made: object[] = [];
  #mayHaveCycles = false;

  constructor(registry: SchemaRegistry, utc: boolean) {
    this.#registry = registry;
    this.#dates = new DateCodec("iso", utc);
  }

  /** @param answers - Rows of each answer of a response; the lists themselves are filled with what becomes of them. */
  convert(answers: readonly unknown[][]): void {
    for (const rows of answers) {
      for (let index = 0; index < rows.length; index++) {
        const row = rows[index] as Row;
        rows[index] = isRow(row) ? this.#entity(row) : this.#fill(row, undefined);
      }
    }
    if (this.#mayHaveCycles) for (const rows of answers) this.#cutCycles(rows as Row[]);
    for (const { rows } of this.#written.values()) for (const row of rows.values()) Object.freeze(row);
    for (const made of this.#made) Object.freeze(made);
  }

  #entity(row: Row): Row {
    const { [typeKey]: type, id } = row;
    const mentioned = typeof id === "string" ? this.#mentioned.get(id) : undefined;
    if (mentioned !== undefined && mentioned[typeKey] === type) return this.#merge(mentioned, row);
    const written = this.#writtenOf(type as string);
    const key = keyOf(written, row);
    // A row that came without its key is nobody's identity.
    if (key === undefined) return this.#fill(row, written);
    const known = written.rows.get(key);
    if (known !== undefined) {
      if (written.singleKey === "id") this.#mentioned.set(key, known);
      return this.#merge(known, row);
    }
    written.rows.set(key, row);
    this.#path.push(row);
    this.#convertValues(row, written);
    this.#path.pop();
    return row;
  }

  #writtenOf(name: string): Written {
    const known = this.#written.get(name);
    if (known !== undefined) return known;
    const type = this.#registry.find(name);
    const keys = type?.primaryKey ?? ["id"];
    const made: Written = {
      type,
      keys,
      singleKey: keys.length === 1 ? keys[0] : undefined,
      rows: new Map(),
    };
    this.#written.set(name, made);
    return made;
  }

  #merge(known: Row, row: Row): Row {
    for (const name in row) {
      if (name === typeKey || known[name] !== undefined) continue;
      const value = row[name];
      if (typeof value === "object" && value !== null) {
        this.#mayHaveCycles = true;
        known[name] = this.#value(this.#writtenOf(row[typeKey] as string), name, value);
      } else {
        known[name] = value;
      }
    }
    return this.#path.includes(known) ? this.#referenceTo(known) : known;
  }

  #referenceTo(row: Row): Row {
    const type = row[typeKey] as string;
    const reference: Row = { [typeKey]: type };
    for (const name of this.#writtenOf(type).keys) reference[name] = row[name];
    this.#made.push(reference);
    return reference;
  }

  #fill(row: Row, written: Written | undefined): Row {
    this.#made.push(row);
    this.#convertValues(row, written);
    return row;
  }

  #convertValues(row: Row, written: Written | undefined): void {
    for (const name in row) {
      const value = row[name];
      if (typeof value !== "object" || value === null) continue;
      const plain = this.#value(written, name, value);
      if (plain !== value) row[name] = plain;
    }
  }

  #value(written: Written | undefined, name: string, value: object): unknown {
    if (Array.isArray(value)) return this.#list(written, name, value);
    if (isRow(value)) return this.#entity(value);
    return isWireDate(value) ? this.#dates.iso(value) : freeze(value);
  }

  #list(written: Written | undefined, name: string, values: unknown[]): unknown {
    const attribute = written?.type?.attributes.get(name);
    if (attribute?.kind === "mapped") return this.#pairs(values, attribute.keyValue);
    for (let index = 0; index < values.length; index++) {
      const item = values[index];
      if (typeof item !== "object" || item === null) continue;
      if (isRow(item)) values[index] = this.#entity(item);
      else freeze(item);
    }
    this.#made.push(values);
    return values;
  }

  #pairs(values: readonly unknown[], names: { key: string; value: string } | undefined): Row {
    const pairs: [string, unknown][] = [];
    for (const item of values) {
      if (typeof item !== "object" || item === null || !isRow(item)) continue;
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

function keyOf({ keys, singleKey }: Written, row: Row): string | undefined {
  if (singleKey !== undefined) return row[singleKey] as string | undefined;
  const parts = keys.map((name) => row[name]);
  return parts.includes(undefined) ? undefined : joinKey(parts);
}

/** Values of JSON have no cycles. */
function freeze(value: object): object {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) freeze(inner);
  return Object.freeze(value);
}

const isRow = (value: object): value is Row => typeof (value as Row)[typeKey] === "string";
