/** Names the row's entity, the same wherever the row came from. */
export type Identify = (row: unknown) => string;

/** Makes of the rows of several queries the rows of the one they were split from. */
export interface Arrangement {
  /** The rows of a page that are wanted, in the order they are wanted. */
  take<Row>(rows: readonly Row[]): Row[];
  /** Whether no further row is wanted. */
  readonly done: boolean;
}

/** Rows as they come: each once, and as many as the bounds of the whole query allow. */
export class EachOnce implements Arrangement {
  readonly #identify: Identify;
  readonly #seen = new Set<string>();
  readonly #start: number;
  readonly #end: number;

  constructor(
    identify: Identify,
    { offset, limit }: { offset: number | undefined; limit: number | undefined },
  ) {
    this.#identify = identify;
    this.#start = offset ?? 0;
    this.#end = this.#start + (limit ?? Number.POSITIVE_INFINITY);
  }

  take<Row>(rows: readonly Row[]): Row[] {
    return rows.filter((row) => {
      const place = this.#seen.size;
      this.#seen.add(this.#identify(row));
      return this.#seen.size > place && place >= this.#start && place < this.#end;
    });
  }

  get done(): boolean {
    return this.#seen.size >= this.#end;
  }
}

/** Rows of each page in the order of keys known beforehand. */
export class InOrder implements Arrangement {
  readonly done = false;
  readonly #identify: Identify;
  readonly #places: ReadonlyMap<string, number>;

  constructor(identify: Identify, keys: readonly string[]) {
    this.#identify = identify;
    this.#places = new Map(keys.map((key, place) => [key, place]));
  }

  take<Row>(rows: readonly Row[]): Row[] {
    const placeOf = (row: Row) => this.#places.get(this.#identify(row)) ?? Number.POSITIVE_INFINITY;
    return rows
      .map((row) => ({ row, place: placeOf(row) }))
      .sort((left, right) => left.place - right.place)
      .map(({ row }) => row);
  }
}
