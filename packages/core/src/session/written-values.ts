import type { EntityRecord } from "../entity/entity-record.js";

/** How many of the latest deletions are remembered. */
const rememberedDeletions = 1_000;

interface Deletion {
  readonly record: EntityRecord;
  readonly version: number;
}

/**
 * What commits of a session wrote, and when.
 *
 * A question may be asked before a commit and answered after it; its answer then shows older values than the session
 * knows to be there. Questions note the version they were asked at, so that such values are passed over.
 */
export class WrittenValues {
  readonly #written = new WeakMap<EntityRecord, Map<string, number>>();
  readonly #deleted = new Map<string, Deletion>();
  #version = 0;

  /** Number of commits that have arrived. */
  get version(): number {
    return this.#version;
  }

  /** One more commit has arrived; what is noted from now on belongs to it. */
  advance(): void {
    this.#version++;
  }

  note(record: EntityRecord, name: string): void {
    let versions = this.#written.get(record);
    if (!versions) {
      versions = new Map();
      this.#written.set(record, versions);
    }
    versions.set(name, this.#version);
  }

  noteDeletion(identity: string, record: EntityRecord): void {
    this.#deleted.delete(identity);
    this.#deleted.set(identity, { record, version: this.#version });
    if (this.#deleted.size <= rememberedDeletions) return;
    for (const oldest of this.#deleted.keys()) {
      this.#deleted.delete(oldest);
      return;
    }
  }

  /** Whether a commit wrote an attribute after a question was asked. */
  isNewer(record: EntityRecord, name: string, asked: number): boolean {
    const written = this.#written.get(record)?.get(name);
    return written !== undefined && written > asked;
  }

  /** The entity of an identity that was deleted after a question was asked. */
  deletedSince(identity: string, asked: number): EntityRecord | undefined {
    const deletion = this.#deleted.get(identity);
    return deletion && deletion.version > asked ? deletion.record : undefined;
  }

  clear(): void {
    this.#deleted.clear();
  }
}
