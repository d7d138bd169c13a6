import type { Operation, QueryAnswer } from "../../../src/codec/operations.js";
import { joinKey } from "../../../src/codec/reference.js";
import { isWireDate, isWireEntity, typeKey } from "../../../src/codec/wire-entity.js";
import { NetworkError } from "../../../src/errors/network-error.js";
import { ServerError } from "../../../src/errors/server-error.js";
import { parseQuery } from "../../../src/query/parser.js";
import { type Criteria, isNone, isSubquery, type Path } from "../../../src/query/tree.js";
import type { Attribute } from "../../../src/schema/entity-type.js";
import type { SchemaRegistry } from "../../../src/schema/schema-registry.js";

export type StoredRow = Record<string, unknown>;

/** What becomes of a request: it works, it never arrives, its answer is lost, or the server refuses. */
export type Fault = "none" | "lost_request" | "lost_answer" | "refused";

/** Members by foreign key of the other side; other collections are kept as lists of their own. */
const inverses: Readonly<Record<string, readonly [target: string, column: string]>> = {
  children: ["Context", "parent_id"],
  notes: ["Note", "parent_id"],
  replies: ["Note", "in_reply_to_id"],
  metadata: ["Metadata", "parent_id"],
  custom_attributes: ["ContextCustomAttributeValue", "entity_id"],
  assignments: ["Appointment", "context_id"],
  recipients: ["Recipient", "note_id"],
};

/**
 * Enough of a server, in memory: queries by key and equality with nested projections and de-duplication, transactions,
 * and answers that get lost.
 */
export class FakeServer {
  readonly registry: SchemaRegistry;
  /** Rows by family and key. */
  families = new Map<string, Map<string, StoredRow>>();
  /** Batches as they arrived. */
  readonly requests: (readonly Operation[])[] = [];
  /** Decides the fate of the next batch. */
  fault: (operations: readonly Operation[]) => Fault = () => "none";
  /** Runs before a batch is carried out; a chance to let others act. */
  before: (operations: readonly Operation[]) => Promise<void> | void = () => undefined;

  constructor(registry: SchemaRegistry) {
    this.registry = registry;
  }

  /** Puts a row there as if it had always been. */
  seed(type: string, row: StoredRow): StoredRow {
    const stored = { [typeKey]: type, ...row };
    this.rows(type).set(this.keyOf(type, stored), stored);
    return stored;
  }

  row(type: string, ...key: readonly string[]): StoredRow | undefined {
    return this.rows(type).get(joinKey(key));
  }

  rows(type: string): Map<string, StoredRow> {
    const family = this.registry.familyOf(type);
    let rows = this.families.get(family);
    if (!rows) {
      rows = new Map();
      this.families.set(family, rows);
    }
    return rows;
  }

  /** Writes that arrived, as operations. */
  get writes(): readonly Operation[] {
    return this.requests.flat().filter(({ action }) => action !== "query");
  }

  readonly call = async (operations: readonly Operation[]): Promise<unknown[]> => {
    await Promise.resolve();
    const copy = JSON.parse(JSON.stringify(operations)) as Operation[];
    await this.before(copy);
    const fault = this.fault(copy);
    if (fault === "lost_request") throw lost();
    this.requests.push(copy);
    if (fault === "refused") throw refused("The server does not want to.");
    const answers = this.#transact(copy);
    if (fault === "lost_answer") throw lost();
    return JSON.parse(JSON.stringify(answers)) as unknown[];
  };

  /** All rows of a query, as a session's query gives them. */
  readonly query = async (text: string) => {
    const [answer] = (await this.call([{ action: "query", expression: text }])) as QueryAnswer[];
    return (answer?.data ?? []) as never[];
  };

  keyOf(type: string, row: StoredRow): string {
    const { primaryKey } = this.registry.get(type);
    return joinKey(primaryKey.map((name) => String(row[name])));
  }

  #transact(operations: readonly Operation[]): unknown[] {
    const backup = new Map(
      [...this.families].map(([family, rows]) => [
        family,
        new Map([...rows].map(([key, row]) => [key, { ...row }])),
      ]),
    );
    try {
      const written = new Map<StoredRow, Set<string>>();
      return operations.map((operation) => this.#carryOut(operation, written));
    } catch (error) {
      this.families = backup;
      throw error;
    }
  }

  #carryOut(operation: Operation, written: Map<StoredRow, Set<string>>): unknown {
    const { action } = operation;
    if (action === "query") return this.#query(operation.expression as string, written);
    const type = operation.entity_type as string;
    const key = joinKey(operation.entity_key as string[]);
    const rows = this.rows(type);
    if (action === "delete") {
      if (!rows.delete(key)) throw refused(`There is no ${type} ${key}.`);
      return { action, data: true };
    }
    const data = operation.entity_data as StoredRow;
    if (action === "create" && rows.has(key))
      throw refused(`DuplicateEntryError: there is a ${type} ${key}.`);
    const isUpsert = type.endsWith("CustomAttributeValue");
    if (action === "update" && !rows.has(key) && !isUpsert) throw refused(`There is no ${type} ${key}.`);
    let row = rows.get(key);
    if (!row) {
      row = { [typeKey]: type };
      for (const [index, name] of this.registry.get(type).primaryKey.entries()) {
        row[name] = (operation.entity_key as string[])[index];
      }
      rows.set(key, row);
    }
    const echo: StoredRow = { [typeKey]: row[typeKey], ...this.#keyPairs(row) };
    for (const [name, value] of Object.entries(data)) {
      if (name === typeKey) continue;
      this.#write(row, name, value);
      echo[name] = value;
    }
    return { action, data: echo };
  }

  #keyPairs(row: StoredRow): StoredRow {
    const { primaryKey } = this.registry.get(row[typeKey] as string);
    return Object.fromEntries(primaryKey.map((name) => [name, row[name]]));
  }

  #write(row: StoredRow, name: string, value: unknown): void {
    const attribute = this.#attribute(row[typeKey] as string, name);
    if (attribute.kind === "reference") {
      row[attribute.foreignKey ?? name] = isWireEntity(value) ? value.id : null;
    } else if (attribute.kind === "collection") {
      this.#writeMembers(row, name, value as StoredRow[]);
    } else {
      row[name] = isWireDate(value) ? { ...value, value: storedDate(value.value) } : value;
    }
  }

  #writeMembers(row: StoredRow, name: string, members: readonly StoredRow[]): void {
    const inverse = inverses[name];
    if (!inverse) {
      row[name] = members.map((member) => member.id);
      return;
    }
    const wanted = new Set(members.map((member) => member.id));
    for (const other of this.rows(inverse[0]).values()) {
      if (wanted.has(other.id)) other[inverse[1]] = row.id;
      else if (other[inverse[1]] === row.id) other[inverse[1]] = null;
    }
  }

  #query(expression: string, written: Map<StoredRow, Set<string>>): QueryAnswer {
    const tree = parseQuery(expression);
    const type = tree.entityType.name;
    const all = [...this.rows(type).values()].filter((row) =>
      this.registry.isKindOf(row[typeKey] as string, type),
    );
    const found = all.filter((row) => !tree.where || this.#matches(row, tree.where));
    const page = found.slice(tree.offset ?? 0, (tree.offset ?? 0) + (tree.limit ?? found.length));
    const paths = tree.projections.map((one) => (one as Path).segments.map(({ name }) => name));
    const data = page.map((row) => this.#encode(row, paths, written));
    return { action: "query", data, metadata: { next: { offset: null } } };
  }

  /** Writes each attribute of an entity out once per answer; then only references follow. */
  #encode(row: StoredRow, paths: readonly string[][], written: Map<StoredRow, Set<string>>): StoredRow {
    const encoded: StoredRow = { [typeKey]: row[typeKey], ...this.#keyPairs(row) };
    let done = written.get(row);
    if (!done) {
      done = new Set();
      written.set(row, done);
    }
    const type = this.registry.get(row[typeKey] as string);
    for (const name of new Set(paths.map(([first]) => first as string))) {
      const attribute = type.attributes.get(name);
      if (!attribute || attribute.restricted) continue;
      const rest = paths.filter(([first]) => first === name).map((path) => path.slice(1));
      const inner = rest.filter((path) => path.length > 0);
      if (attribute.kind === "scalar") {
        if (!done.has(name)) encoded[name] = row[name] ?? null;
        done.add(name);
        continue;
      }
      const targets = this.#targets(row, attribute);
      const rows = targets.map((target) => this.#encode(target, inner, written));
      encoded[name] = attribute.kind === "reference" ? (rows[0] ?? null) : rows;
    }
    return encoded;
  }

  #targets(row: StoredRow, attribute: Attribute): StoredRow[] {
    const rows = this.rows(attribute.target as string);
    if (attribute.kind === "reference") {
      const found = rows.get(String(row[attribute.foreignKey ?? attribute.name]));
      return found ? [found] : [];
    }
    const inverse = inverses[attribute.name];
    if (inverse) return [...rows.values()].filter((other) => other[inverse[1]] === row.id);
    const ids = (row[attribute.name] ?? []) as string[];
    return ids.flatMap((one): StoredRow[] => [rows.get(one) ?? []].flat() as StoredRow[]);
  }

  #matches(row: StoredRow, criteria: Criteria): boolean {
    if (criteria.kind === "and") return criteria.operands.every((operand) => this.#matches(row, operand));
    if (criteria.kind === "or") return criteria.operands.some((operand) => this.#matches(row, operand));
    if (criteria.kind === "comparison" && criteria.operator === "=") {
      const value = this.#read(row, criteria.path);
      return isNone(criteria.value)
        ? value === null || value === undefined
        : String(value) === criteria.value.text;
    }
    if (criteria.kind === "in" && !isSubquery(criteria.values)) {
      const value = String(this.#read(row, criteria.path));
      return criteria.values.some(({ text }) => text === value);
    }
    throw new Error(`The fake server does not understand ${criteria.kind}.`);
  }

  #read(row: StoredRow, { segments }: Path): unknown {
    const [first, ...rest] = segments.map(({ name }) => name);
    if (rest.length === 0) {
      const value = row[first as string];
      return isWireDate(value) ? value.value : value;
    }
    const [target] = this.#targets(row, this.#attribute(row[typeKey] as string, first as string));
    return target?.[rest[0] as string];
  }

  #attribute(type: string, name: string): Attribute {
    const attribute = this.registry.get(type).attributes.get(name);
    if (attribute) return attribute;
    throw refused(`${type} has no attribute ${name}.`);
  }
}

/** Servers keep whole seconds of UTC, without saying so. */
const storedDate = (text: string): string =>
  new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`).toISOString().slice(0, 19);

const lost = (): NetworkError =>
  new NetworkError("network_unreachable", { message: "The connection was lost.", retryable: true });

const refused = (message: string): ServerError =>
  new ServerError("server_error", { message, exception: "ServerError" });
