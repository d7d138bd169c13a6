import type { EntityRecord } from "./entity-record.js";

/** Records per block. */
const blockSize = 16;

/**
 * A few records that were made together and are held together: whoever holds one holds the others.
 *
 * A weak reference to each record would cost more than decoding it.
 */
export class RecordBlock {
  readonly records: EntityRecord[] = [];
  readonly ref = new WeakRef<RecordBlock>(this);

  /** No two records of a block are ever found by one key. */
  remove(key: string, family: RecordFamily): void {
    const index = this.records.findIndex(
      (record) => record.key === key && record.model.identities === family,
    );
    if (index >= 0) this.records.splice(index, 1);
  }
}

/** Hands out places in blocks. One per session. */
export class RecordBlocks {
  #open = new RecordBlock();

  /** The block that the next record belongs to. */
  open(): RecordBlock {
    if (this.#open.records.length >= blockSize) this.#open = new RecordBlock();
    return this.#open;
  }

  /** Records made from now on have nothing to do with those made so far. */
  separate(): void {
    this.#open = new RecordBlock();
  }
}

/** The known records of a family of types, by key, held weakly. */
export class RecordFamily {
  readonly #blocks: RecordBlocks;
  readonly #places = new Map<string, WeakRef<RecordBlock>>();

  constructor(blocks: RecordBlocks) {
    this.#blocks = blocks;
  }

  /** Number of identities, counting those whose records were collected since the last sweep. */
  get size(): number {
    return this.#places.size;
  }

  get(key: string): EntityRecord | undefined {
    const block = this.#places.get(key)?.deref();
    return block?.records.find((record) => record.key === key && record.model.identities === this);
  }

  /** Where the record of a key was put; it may have been collected since. */
  place(key: string): WeakRef<RecordBlock> | undefined {
    return this.#places.get(key);
  }

  /** Makes a record the one of its key. */
  add(record: EntityRecord): void {
    const block = this.#blocks.open();
    if (this.#places.get(record.key) === block.ref) block.remove(record.key, this);
    block.records.push(record);
    record.block = block;
    this.#places.set(record.key, block.ref);
  }

  /** Takes a record out, unless another has taken its key. */
  delete(record: EntityRecord): void {
    if (this.get(record.key) !== record) return;
    this.#places.delete(record.key);
    record.block?.remove(record.key, this);
  }

  /** Forgets the keys of records that were collected. */
  sweep(): void {
    let last: WeakRef<RecordBlock> | undefined;
    let isAlive = false;
    for (const [key, ref] of this.#places) {
      if (ref !== last) {
        last = ref;
        isAlive = ref.deref() !== undefined;
      }
      if (!isAlive) this.#places.delete(key);
    }
  }

  clear(): void {
    this.#places.clear();
  }
}
