import type { PendingEntity } from "../live/live-host.js";
import { pendingEntities } from "./pending-entities.js";
import type { LogEntry } from "./unit-of-work.js";

export interface LocalChangesListener {
  /** Something was recorded, sent or given up; told once for all changes of a moment. */
  onChange(): void;
  /** What was recorded has become the server's. */
  onCommitted(entities: readonly PendingEntity[]): void;
}

/** Tells of local changes, so that what shows them can follow. */
export class LocalChanges {
  readonly #listeners = new Set<LocalChangesListener>();
  #isTelling = false;

  /** @returns How to stop. */
  listen(listener: LocalChangesListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  changed(): void {
    if (this.#isTelling || this.#listeners.size === 0) return;
    this.#isTelling = true;
    // Values are set after they are recorded, and edits come in groups.
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener.onChange();
    });
  }

  committed(entries: readonly LogEntry[]): void {
    if (this.#listeners.size > 0) {
      const entities = pendingEntities(entries);
      for (const listener of [...this.#listeners]) listener.onCommitted(entities);
    }
    this.changed();
  }
}
