import type { EntityRecord } from "../entity/entity-record.js";
import { RecordBlocks, RecordFamily } from "../entity/record-family.js";

/** How many recently fetched records are kept although nobody holds them. */
const ringSize = 1_000;
/** A family is not swept before it has this many identities. */
const firstSweep = 16_384;

/**
 * One record per identity.
 *
 * Identities belong to the family of their type, so a task asked for as a context is the same task. Records are held
 * weakly, except the most recent ones: what the application neither holds nor has changed can be collected.
 */
export class IdentityMap {
  readonly #blocks = new RecordBlocks();
  readonly #families = new Map<string, RecordFamily>();
  readonly #sweepAt = new Map<RecordFamily, number>();
  readonly #recent: EntityRecord[] = [];
  #next = 0;

  family(name: string): RecordFamily {
    const known = this.#families.get(name);
    if (known) return known;
    const made = new RecordFamily(this.#blocks);
    this.#families.set(name, made);
    return made;
  }

  /** Keeps a record for a while, so that reading the same again finds it. */
  keep(record: EntityRecord): void {
    this.#recent[this.#next] = record;
    this.#next = (this.#next + 1) % ringSize;
  }

  /** Forgets what was collected; the work is spread over the growth of the families. */
  sweep(): void {
    for (const family of this.#families.values()) {
      if (family.size < (this.#sweepAt.get(family) ?? firstSweep)) continue;
      family.sweep();
      this.#sweepAt.set(family, Math.max(firstSweep, family.size * 2));
    }
  }

  clear(): void {
    for (const family of this.#families.values()) family.clear();
    this.#blocks.separate();
    this.#recent.length = 0;
    this.#next = 0;
  }
}
