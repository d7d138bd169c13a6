/** What is read beyond this of a part is left to the collector, so as not to hold all of a long one. Bytes. */
const mostHeld = 16 * 1024 * 1024;

/**
 * Memory that a part is read into, for the next part to use again.
 *
 * Engines collect buffers late: without this, an upload holds several times the bytes that are under way.
 */
export class PartMemory {
  #free: Uint8Array[] = [];
  #lent: Uint8Array[] = [];

  /** Begins a reading, and gives the function that allocates its chunks. */
  lend(): (length: number) => Uint8Array {
    const free = this.#free;
    const lent: Uint8Array[] = [];
    this.#free = [];
    this.#lent = lent;
    let held = 0;
    return (length) => {
      const known = free.pop();
      const chunk = known && known.length >= length ? known : new Uint8Array(length);
      held += chunk.length;
      if (held <= mostHeld) lent.push(chunk);
      return chunk.subarray(0, length);
    };
  }

  /** For when nothing of the last reading is on its way any more: the next reading writes over it. */
  takeBack(): void {
    this.#free = this.#lent;
    this.#lent = [];
  }
}
