import { RecentValues } from "../util/recent-values.js";
import type { EntityRecord } from "./entity-record.js";
import type { RecordBlock, RecordFamily } from "./record-family.js";

/**
 * Finds the known records that one response mentions.
 *
 * Asking a weak reference is dear, and a response gives few reasons to: entities that are mentioned again and again
 * stay found, and those that were decoded one after the other come one after the other again, from one block.
 */
export class RecordFinder {
  readonly #found = new RecentValues<EntityRecord>();
  #ref: WeakRef<RecordBlock> | undefined;
  #records: readonly EntityRecord[] = [];
  #next = 0;

  find(family: RecordFamily, key: string): EntityRecord | undefined {
    const next = this.#records[this.#next];
    if (next !== undefined && next.key === key && next.model.identities === family) {
      this.#next++;
      return next;
    }
    const found = this.#found.get(key);
    // Types of different families may use one key.
    if (found !== undefined && found.model.identities === family) return found;
    const ref = family.place(key);
    if (ref === undefined) return undefined;
    if (ref === this.#ref) return this.#inBlock(family, key);
    const block = ref.deref();
    if (block === undefined) return undefined;
    this.#ref = ref;
    this.#records = block.records;
    this.#next = 0;
    const record = this.#inBlock(family, key);
    if (record !== undefined) this.#found.set(key, record);
    return record;
  }

  #inBlock(family: RecordFamily, key: string): EntityRecord | undefined {
    const records = this.#records;
    for (let tried = 0; tried < records.length; tried++) {
      if (this.#next >= records.length) this.#next = 0;
      const record = records[this.#next++] as EntityRecord;
      if (record.key === key && record.model.identities === family) return record;
    }
    return undefined;
  }
}
