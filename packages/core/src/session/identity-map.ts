import type { EntityRecord } from "../entity/entity-record.js";

/** How many recently seen records are kept although nobody holds them. */
const ringSize = 1_000;
/** A family is not swept before it has this many identities. */
const firstSweep = 4_096;

/**
 * One record per identity.
 *
 * Identities belong to the family of their type, so a task asked for as a context is the same task. Records are held
 * weakly, except the most recent ones: what the application neither holds nor has changed can be collected.
 */
export class IdentityMap {
  readonly #families = new Map<string, Map<string, WeakRef<EntityRecord>>>();
  readonly #sweepAt = new Map<string, number>();
  readonly #recent: EntityRecord[] = [];
  #next = 0;

  /** The identities of a family, by key. */
  family(name: string): Map<string, WeakRef<EntityRecord>> {
    const known = this.#families.get(name);
    if (known) return known;
    const made = new Map<string, WeakRef<EntityRecord>>();
    this.#families.set(name, made);
    return made;
  }

  /** Keeps a record for a while, so that reading the same again finds it. */
  keep(record: EntityRecord): void {
    this.#recent[this.#next] = record;
    this.#next = (this.#next + 1) % ringSize;
  }

  /** Forgets identities whose records were collected; the work is spread over the growth of the family. */
  sweep(): void {
    for (const [name, identities] of this.#families) {
      if (identities.size < (this.#sweepAt.get(name) ?? firstSweep)) continue;
      for (const [key, reference] of identities) if (!reference.deref()) identities.delete(key);
      this.#sweepAt.set(name, Math.max(firstSweep, identities.size * 2));
    }
  }

  /** Every record somebody holds. */
  *records(): IterableIterator<EntityRecord> {
    for (const identities of this.#families.values()) {
      for (const reference of identities.values()) {
        const record = reference.deref();
        if (record) yield record;
      }
    }
  }

  clear(): void {
    for (const identities of this.#families.values()) identities.clear();
    this.#recent.length = 0;
    this.#next = 0;
  }
}
