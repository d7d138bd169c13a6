import { type Cache, getMany, setMany } from "../cache/cache.js";
import { createReference } from "../codec/reference.js";
import { typeKey, type WireEntity } from "../codec/wire-entity.js";
import { EntityRecord } from "../entity/entity-record.js";

/**
 * Keeps what the server said of entities in a cache that outlives the session, and reads it back before the server
 * is asked.
 *
 * Local changes never get there. Writes of one tick go together; the cache itself never breaks a session.
 */
export class EntityRecall {
  readonly #cache: Cache;
  readonly #makeKey: (entityType: string, key: readonly string[]) => string;
  readonly #absorb: (rows: readonly WireEntity[]) => void;
  #unsaved = new Map<string, EntityRecord | undefined>();
  #isScheduled = false;

  constructor(
    cache: Cache,
    makeKey: ((entityType: string, key: readonly string[]) => string) | undefined,
    absorb: (rows: readonly WireEntity[]) => void,
  ) {
    this.#cache = cache;
    this.#makeKey = makeKey ?? ((entityType, key) => JSON.stringify([entityType, ...key]));
    this.#absorb = absorb;
  }

  remember(records: readonly EntityRecord[]): void {
    for (const record of records) if (record.key !== "") this.#later(record, record);
  }

  forget(record: EntityRecord): void {
    this.#later(record, undefined);
  }

  /** Takes in what is cached of some records. */
  async recall(records: readonly EntityRecord[]): Promise<void> {
    const found = await getMany(
      this.#cache,
      records.map((record) => this.#keyOf(record)),
    );
    this.#absorb([...found.values()].filter(isRow).map((row) => structuredClone(row)));
  }

  #later(record: EntityRecord, value: EntityRecord | undefined): void {
    this.#unsaved.set(this.#keyOf(record), value);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      const records = [...this.#unsaved].map(([key, one]) => [key, one && persistedRow(one)] as const);
      this.#unsaved = new Map();
      // Layers that fail warn by themselves and count as a miss.
      void setMany(this.#cache, records).catch(() => undefined);
    });
  }

  /** Identities are those of the family, so that any type of it finds them. */
  #keyOf(record: EntityRecord): string {
    const { registry } = record.model.host;
    return this.#makeKey(registry.familyOf(record.model.type.name), record.keyValues);
  }
}

/** The server's values of a record as plain data: relations as references, nothing computed, nothing local. */
export function persistedRow(record: EntityRecord): WireEntity {
  const { type } = record.model;
  const row: Record<string, unknown> = createReference(type.name, type.primaryKey, record.keyValues);
  for (const [name, value] of Object.entries(record.remote)) {
    if (name === typeKey || type.attributes.get(name)?.computed) continue;
    row[name] = toPlain(value);
  }
  return row as unknown as WireEntity;
}

function toPlain(value: unknown): unknown {
  if (value instanceof EntityRecord) return value.reference;
  return Array.isArray(value) ? value.map(toPlain) : value;
}

const isRow = (value: unknown): value is WireEntity =>
  typeof value === "object" && value !== null && typeof (value as WireEntity)[typeKey] === "string";
