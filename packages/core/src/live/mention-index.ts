import type { LiveRow } from "./live-host.js";

/** Which rows hold which ids, at any depth. */
export class MentionIndex {
  readonly #rows = new Map<string, LiveRow>();
  readonly #byId = new Map<string, Set<string>>();

  /** Keys of the rows that hold an id. */
  of(id: string): Iterable<string> {
    return this.#byId.get(id) ?? [];
  }

  /**
   * Follows a result to its next state; rows that are the same objects cost next to nothing.
   *
   * @param only - Keys that may have changed, where not all of them may.
   */
  update(rows: ReadonlyMap<string, LiveRow>, only?: readonly string[]): void {
    for (const key of only ?? [...this.#rows.keys()]) {
      const known = this.#rows.get(key);
      if (known && rows.get(key) !== known) this.#forget(key, known);
    }
    for (const key of only ?? rows.keys()) {
      const row = rows.get(key);
      if (row && this.#rows.get(key) !== row) this.#note(key, row);
    }
  }

  #note(key: string, row: LiveRow): void {
    this.#rows.set(key, row);
    for (const id of idsIn(row)) {
      const keys = this.#byId.get(id);
      if (keys) keys.add(key);
      else this.#byId.set(id, new Set([key]));
    }
  }

  #forget(key: string, row: LiveRow): void {
    this.#rows.delete(key);
    for (const id of idsIn(row)) {
      const keys = this.#byId.get(id);
      keys?.delete(key);
      if (keys?.size === 0) this.#byId.delete(id);
    }
  }
}

/** Every value of an attribute that holds an id; rows share parts, so each is looked at once. */
function idsIn(value: unknown, found: Set<string> = new Set(), seen: Set<object> = new Set()): Set<string> {
  if (typeof value !== "object" || value === null || seen.has(value)) return found;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const item of value) idsIn(item, found, seen);
    return found;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === "string") {
      if (name === "id" || name.endsWith("_id")) found.add(inner);
    } else idsIn(inner, found, seen);
  }
  return found;
}
