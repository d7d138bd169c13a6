import { revert } from "../entity/assign.js";
import type { EntityStore } from "./entity-store.js";
import type { LogEntry } from "./unit-of-work.js";

/**
 * Gives up everything recorded: values go back to the server's, new entities leave, deleted ones come back.
 *
 * A commit under way cannot be called back; if it fails, its changes are given up as well.
 */
export function rollback(store: EntityStore): void {
  const entries = store.unit.entries();
  store.committer.discard();
  store.unit.clear();
  for (const entry of entries) undo(store, entry);
}

/** Gives up some of what is recorded, as far as nothing newer took its place; everything else stays. */
export function takeBack(store: EntityStore, wanted: readonly LogEntry[]): void {
  const recorded = new Set(store.unit.entries());
  const entries = wanted.filter((entry) => recorded.has(entry));
  store.unit.take(entries);
  for (const entry of entries) undo(store, entry);
}

function undo(store: EntityStore, { record, kind, edit }: LogEntry): void {
  if (kind === "create") {
    record.stage = "gone";
    store.evict(record);
  } else if (kind === "delete" && record.stage === "deleted") {
    record.stage = "persisted";
    record.model.identities.add(record);
  }
  if (edit && record.stage !== "gone") revert(record, edit.attribute, edit.slot);
}
