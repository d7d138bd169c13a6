import type { PendingEntity } from "./live-host.js";

/**
 * Changes the server has taken, until its rows say so too: without them, a row would fall back for the moment between
 * the answer to a commit and the next answer to the query.
 */
export class Settling {
  /** Committed since the answer under way was asked for. */
  #recent = new Map<string, PendingEntity>();
  /** Committed before it was asked for. */
  #covered = new Map<string, PendingEntity>();

  add(entities: readonly PendingEntity[]): void {
    for (const entity of entities) this.#recent.set(entity.key, joined(this.#recent.get(entity.key), entity));
  }

  /** Rows are asked for: the answer will know what was committed before. */
  ask(): void {
    this.#covered = new Map(this.#all());
    this.#recent = new Map();
  }

  /** The answer is there. */
  arrive(): void {
    this.#covered = new Map();
  }

  /** With what is pending, one entity each. */
  with(pending: readonly PendingEntity[]): readonly PendingEntity[] {
    if (this.#covered.size === 0 && this.#recent.size === 0) return pending;
    const all = new Map(this.#all());
    for (const entity of pending) all.set(entity.key, joined(all.get(entity.key), entity));
    return [...all.values()];
  }

  *#all(): Generator<[string, PendingEntity]> {
    yield* this.#covered;
    for (const [key, entity] of this.#recent) yield [key, joined(this.#covered.get(key), entity)];
  }
}

/** Values are read from the session, so what was changed earlier is read as it is now. */
function joined(earlier: PendingEntity | undefined, later: PendingEntity): PendingEntity {
  if (!earlier || later.state === "deleted") return later;
  const { entityType, key, state } = later;
  const changed = new Set([...earlier.changed, ...later.changed]);
  const before = (attribute: string) =>
    earlier.changed.has(attribute) ? earlier.before(attribute) : later.before(attribute);
  const shown = [...(earlier.shown ?? []), ...(later.shown ?? [])];
  return { entityType, key, state, changed, before, read: (path) => later.read(path), shown };
}
