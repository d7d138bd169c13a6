import { revert } from "../entity/assign.js";
import type { EntityStore } from "./entity-store.js";

/**
 * Gives up everything recorded: values go back to the server's, new entities leave, deleted ones come back.
 *
 * A commit under way cannot be called back; if it fails, its changes are given up as well.
 */
export function rollback(store: EntityStore): void {
  const entries = store.unit.entries();
  store.committer.discard();
  store.unit.clear();
  for (const { record, kind, edit } of entries) {
    if (kind === "create") {
      record.stage = "gone";
      store.evict(record);
    } else if (kind === "delete" && record.stage === "deleted") {
      record.stage = "persisted";
      record.model.identities.add(record);
    }
    if (edit && record.stage !== "gone") revert(record, edit.attribute);
  }
}
