import type { KnownRows } from "./impact.js";
import type { LiveRow } from "./live-host.js";
import type { LivePlan } from "./live-plan.js";
import { MentionIndex } from "./mention-index.js";
import { sameRow } from "./same-row.js";

/** What the server said last, in its order. Rows that did not change stay the same objects. */
export class LiveRows implements KnownRows {
  readonly #plan: LivePlan;
  readonly #mentions = new MentionIndex();
  #rows = new Map<string, LiveRow>();

  constructor(plan: LivePlan) {
    this.#plan = plan;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): LiveRow | undefined {
    return this.#rows.get(key);
  }

  /** The row of an entity, where there is one. */
  of(entityType: string, key: string): LiveRow | undefined {
    const { registry, dependencies, key: keyName } = this.#plan;
    const isOwn = keyName !== undefined && registry.isKindOf(entityType, dependencies.entityType);
    return isOwn ? this.#rows.get(key) : undefined;
  }

  mentioning(id: string): Iterable<string> {
    return this.#mentions.of(id);
  }

  entries(): Iterable<readonly [key: string, row: LiveRow]> {
    return this.#rows;
  }

  values(): LiveRow[] {
    return [...this.#rows.values()];
  }

  /** Takes the answer of the whole query. */
  replace(rows: readonly LiveRow[]): void {
    const next = new Map<string, LiveRow>();
    rows.forEach((row, index) => {
      const key = this.#plan.keyOf(row, index);
      next.set(key, this.#kept(key, row));
    });
    this.#rows = next;
    this.#mentions.update(next);
  }

  /**
   * Takes the answer for some rows.
   *
   * @returns Whether that was enough; it is not when rows come, go or move where others follow from it.
   */
  merge(keys: Iterable<string>, rows: readonly LiveRow[]): boolean {
    const { ordered, bounded } = this.#plan;
    const found = new Map(rows.map((row, index) => [this.#plan.keyOf(row, index), row]));
    let isEnough = true;
    let arrived = false;
    for (const key of keys) {
      const before = this.#rows.get(key);
      const after = found.get(key);
      if (before && after) {
        this.#rows.set(key, this.#kept(key, after));
      } else if (before) {
        this.#rows.delete(key);
        isEnough &&= !bounded;
      } else if (after && (ordered || bounded)) {
        isEnough = false;
      } else if (after) {
        this.#rows.set(key, after);
        arrived = true;
      }
    }
    if (arrived) this.#placeNew(found);
    this.#mentions.update(this.#rows);
    return isEnough;
  }

  /** @returns Whether anything is different now. */
  patch(key: string, values: LiveRow): boolean {
    const row = this.#rows.get(key);
    if (!row || Object.entries(values).every(([name, value]) => row[name] === value)) return false;
    this.#rows.set(key, Object.freeze({ ...row, ...values }));
    this.#mentions.update(this.#rows, [key]);
    return true;
  }

  remove(key: string): boolean {
    const removed = this.#rows.delete(key);
    if (removed) this.#mentions.update(this.#rows, [key]);
    return removed;
  }

  #kept(key: string, row: LiveRow): LiveRow {
    const before = this.#rows.get(key);
    return before && sameRow(before, row) ? before : row;
  }

  /** Servers that were told no order mostly give rows in that of their keys; where they do, new ones go there too. */
  #placeNew(found: ReadonlyMap<string, LiveRow>): void {
    const known = [...this.#rows.keys()].filter((key) => !found.has(key));
    if (known.every((key, index) => index === 0 || (known[index - 1] as string) < key))
      this.#rows = new Map([...this.#rows].sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}
