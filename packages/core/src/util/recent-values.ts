/** A power of two, so that places are a mask. */
const places = 256;

/**
 * Some of the values used last, by key.
 *
 * Stands before a `Map` whose keys come as new texts each time, as from `JSON.parse`: comparing such a text with one
 * other takes a third of what hashing it does. What is not here may still be there.
 */
export class RecentValues<Value> {
  readonly #keys: (string | undefined)[] = new Array(places).fill(undefined);
  readonly #values: (Value | undefined)[] = new Array(places).fill(undefined);

  get(key: string): Value | undefined {
    const place = placeOf(key);
    return this.#keys[place] === key ? this.#values[place] : undefined;
  }

  set(key: string, value: Value): void {
    const place = placeOf(key);
    this.#keys[place] = key;
    this.#values[place] = value;
  }
}

/** From the characters in which ids of servers differ: those made by time at the eighth, others at the end. */
function placeOf(key: string): number {
  const { length } = key;
  const start = key.charCodeAt(7) * 5 + key.charCodeAt(6) * 3 + key.charCodeAt(5);
  return (start + key.charCodeAt(length - 1) * 33 + key.charCodeAt(length - 2) * 7) & (places - 1);
}
