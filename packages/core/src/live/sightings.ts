import type { LiveRow, PendingEntity } from "./live-host.js";

/** Rows that live results have of an entity. */
export type FindRows = (entityType: string, key: string) => Iterable<LiveRow>;

/**
 * What live results showed of entities when they were changed here.
 *
 * An entity that is edited by its key may not be loaded, and one that is loaded may be older than the rows on the
 * screen. Rows of any live result of the session tell what it was, so that the others can let it go, take it in and
 * count it before the server has been asked.
 */
export class Sightings {
  readonly #find: FindRows;
  /** By the key of an entity that is pending: news of its own commit must not change what it was before. */
  readonly #seen = new Map<string, readonly LiveRow[]>();
  /** Rows that have not been asked for since a commit changed them. */
  readonly #overtaken = new WeakSet<LiveRow>();

  constructor(find: FindRows) {
    this.#find = find;
  }

  /** Everything that is pending, with what was shown of it. */
  of(pending: readonly PendingEntity[]): readonly PendingEntity[] {
    const keys = new Set(pending.map(({ key }) => key));
    for (const key of this.#seen.keys()) if (!keys.has(key)) this.#seen.delete(key);
    return pending.map((entity) => this.#with(entity));
  }

  /** Entities that have become the server's, with what was shown of them. */
  settle(committed: readonly PendingEntity[]): readonly PendingEntity[] {
    const entities = committed.map((entity) => this.#with(entity));
    for (const { entityType, key } of committed) {
      this.#seen.delete(key);
      for (const row of this.#find(entityType, key)) this.#overtaken.add(row);
    }
    return entities;
  }

  #with(entity: PendingEntity): PendingEntity {
    if (entity.state === "created") return entity;
    const shown = this.#seen.get(entity.key) ?? this.#look(entity);
    return shown.length === 0 ? entity : { ...entity, shown };
  }

  #look({ entityType, key }: PendingEntity): readonly LiveRow[] {
    const rows = [...this.#find(entityType, key)].filter((row) => !this.#overtaken.has(row));
    if (rows.length > 0) this.#seen.set(key, rows);
    return rows;
  }
}
