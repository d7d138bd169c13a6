/**
 * Remembers the ids seen last, at least `window` and at most twice as many.
 *
 * Two generations instead of a list: adding costs the same however long the day.
 */
export class RecentIds {
  readonly #window: number;
  #current = new Set<string>();
  #previous = new Set<string>();

  constructor(window: number) {
    this.#window = window;
  }

  /** @returns Whether the id is new. An empty id always is. */
  add(id: string): boolean {
    if (id === "") return true;
    // Adding tells whether it was there: one look-up less for what is new, which nearly everything is.
    const { size } = this.#current;
    this.#current.add(id);
    if (this.#current.size === size) return false;
    const isNew = !this.#previous.has(id);
    if (this.#current.size >= this.#window) {
      this.#previous = this.#current;
      this.#current = new Set();
    }
    return isNew;
  }
}
