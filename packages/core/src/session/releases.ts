interface Release {
  identity: string;
  order: number;
  /** Last release by anybody but `identity`. */
  byOthers: number;
}

/**
 * Remembers when a value may have become free: what is set later must not be sent earlier than that.
 *
 * Think of two tasks that swap their names, or of a new one that takes the name of one that was deleted.
 */
export class Releases {
  readonly #releases = new Map<string, Release>();

  release(place: string, identity: string, order: number): void {
    const known = this.#releases.get(place);
    if (!known) {
      this.#releases.set(place, { identity, order, byOthers: -1 });
      return;
    }
    if (known.identity !== identity) known.byOthers = known.order;
    known.identity = identity;
    known.order = order;
  }

  /** Place in the log of the last release by somebody else; -1 when there is none. */
  lastByOthers(place: string, identity: string): number {
    const known = this.#releases.get(place);
    if (!known) return -1;
    return known.identity === identity ? known.byOthers : known.order;
  }
}
