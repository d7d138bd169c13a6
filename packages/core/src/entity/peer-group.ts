import type { EntityModel } from "./entity-model.js";
import type { EntityRecord } from "./entity-record.js";

/** How unloaded attributes are fetched by `$get`: with the entity's peers, alone, or not at all. */
export type AutoPopulate = "peers" | "single" | false;

/**
 * The entities of one response: what one of them lacks, the others lack too.
 *
 * Peers are held weakly, so that keeping one entity does not keep its whole page.
 */
export class PeerGroup {
  readonly autoPopulate: AutoPopulate;
  readonly #members = new Map<EntityModel, WeakRef<EntityRecord>[]>();

  constructor(autoPopulate: AutoPopulate) {
    this.autoPopulate = autoPopulate;
  }

  add(record: EntityRecord): void {
    const members = this.#members.get(record.model);
    if (members) members.push(record.ref);
    else this.#members.set(record.model, [record.ref]);
  }

  /** Members of a type that somebody still holds. */
  of(model: EntityModel): EntityRecord[] {
    const alive: EntityRecord[] = [];
    for (const reference of this.#members.get(model) ?? []) {
      const record = reference.deref();
      if (record?.model === model) alive.push(record);
    }
    return alive;
  }
}
