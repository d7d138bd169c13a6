import type { EntityModel } from "./entity-model.js";
import type { EntityRecord } from "./entity-record.js";
import type { RecordBlock } from "./record-family.js";

/** How unloaded attributes are fetched by `$get`: with the entity's peers, alone, or not at all. */
export type AutoPopulate = "peers" | "single" | false;

/**
 * The entities of one response: what one of them lacks, the others lack too.
 *
 * Peers are held weakly, so that keeping one entity does not keep its whole page.
 */
export class PeerGroup {
  readonly autoPopulate: AutoPopulate;
  readonly #blocks: WeakRef<RecordBlock>[] = [];
  #last: RecordBlock | undefined;

  constructor(autoPopulate: AutoPopulate) {
    this.autoPopulate = autoPopulate;
  }

  add(record: EntityRecord): void {
    record.peers = this;
    const { block } = record;
    if (block === undefined || block === this.#last) return;
    this.#last = block;
    this.#blocks.push(block.ref);
  }

  /** Nothing more will be added. */
  close(): void {
    this.#last = undefined;
  }

  /** Members of a type that are still there. */
  of(model: EntityModel): Set<EntityRecord> {
    const members = new Set<EntityRecord>();
    for (const ref of this.#blocks) {
      for (const record of ref.deref()?.records ?? []) {
        if (record.model === model && record.peers === this) members.add(record);
      }
    }
    return members;
  }
}
