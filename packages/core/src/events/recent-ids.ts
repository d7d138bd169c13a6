const none = -1;

/**
 * Remembers the ids seen last: a ring of them, in which those with one hash hang together, newest first.
 *
 * A hub asks this of every event, so it costs the same however long the day and makes nothing: a `Set` that grows,
 * and is thrown away when it is full, took a third of what a hub does beside reading JSON.
 */
export class RecentIds {
  readonly #ids: string[];
  readonly #hashes: Int32Array;
  /** Of each id the place of the next older one in its chain. */
  readonly #older: Int32Array;
  /** Of each chain the place of its newest id. */
  readonly #newest: Int32Array;
  #place = 0;

  /** @param window - How many. */
  constructor(window: number) {
    this.#ids = new Array<string>(window).fill("");
    this.#hashes = new Int32Array(window);
    this.#older = new Int32Array(window).fill(none);
    this.#newest = new Int32Array(2 ** Math.ceil(Math.log2(2 * window))).fill(none);
  }

  /** @returns Whether the id is new. An empty id always is. */
  add(id: string): boolean {
    if (id === "") return true;
    const hash = hashOf(id);
    const chain = hash & (this.#newest.length - 1);
    const newest = this.#newest[chain] as number;
    for (let place = newest; place !== none; place = this.#older[place] as number) {
      if (this.#hashes[place] === hash && this.#ids[place] === id) return false;
    }
    const place = this.#place;
    this.#place = (place + 1) % this.#ids.length;
    if (this.#ids[place] !== "") this.#forget(place);
    this.#ids[place] = id;
    this.#hashes[place] = hash;
    // Forgetting may have changed the chain.
    this.#older[place] = this.#newest[chain] as number;
    this.#newest[chain] = place;
    return true;
  }

  /** The oldest of all is the last of its chain. */
  #forget(oldest: number): void {
    const chain = (this.#hashes[oldest] as number) & (this.#newest.length - 1);
    let place = this.#newest[chain] as number;
    if (place === oldest) {
      this.#newest[chain] = none;
      return;
    }
    while (this.#older[place] !== oldest) place = this.#older[place] as number;
    this.#older[place] = none;
  }
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}
