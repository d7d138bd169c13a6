import type { EntityStore } from "./entity-store.js";
import { takeBack } from "./rollback.js";

/**
 * Makes changes and sends these alone; when that fails, these alone are taken back.
 *
 * @throws A `TypeError` when the work returns a promise: what is recorded meanwhile could not be told apart.
 */
export async function runTransaction(
  store: EntityStore,
  work: () => unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  const before = new Set(store.unit.entries());
  const made = () => store.unit.entries().filter((entry) => !before.has(entry));
  try {
    const result = store.withRecording(true, work);
    if (typeof (result as { then?: unknown } | null | undefined)?.then === "function")
      throw new TypeError("Changes of a transaction are made synchronously: load what they need before.");
  } catch (error) {
    takeBack(store, made());
    throw error;
  }
  const entries = made();
  if (entries.length === 0) return;
  await store.committer.commit({ entries, signal, onFailure: () => takeBack(store, entries) });
}
