/** One request and how it went. Holds no key, token or query string. */
export interface RequestRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** What was asked for: action names of a batch, or the name of an endpoint. */
  readonly actions: readonly string[];
  /** The same for people, such as `update Task`. */
  readonly summary: string;
  readonly user: string | undefined;
  /** HTTP status; 0 when the connection was cut. */
  readonly status: number;
  /** Name of the error that was answered, if one was. */
  readonly exception: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

const kept = 1000;

/** What came in: totals since the start or the last {@link RequestLog.clear}, and the last thousand requests. */
export class RequestLog {
  readonly #records: RequestRecord[] = [];
  readonly #listeners = new Set<(record: RequestRecord) => void>();
  #count = 0;
  #operations = 0;
  #requestBytes = 0;
  #responseBytes = 0;

  /** Oldest first. */
  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  /** Requests in all, also those no longer among {@link RequestLog.records}. */
  get length(): number {
    return this.#count;
  }

  /** Operations in all batches. */
  get operations(): number {
    return this.#operations;
  }

  /** Bytes received in all. */
  get requestBytes(): number {
    return this.#requestBytes;
  }

  /** Bytes answered in all. */
  get responseBytes(): number {
    return this.#responseBytes;
  }

  /** Calls back for every request to come; returns how to stop. */
  listen(listener: (record: RequestRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notes a request; the oldest one is dropped when there are more than a thousand. */
  add(record: RequestRecord): void {
    this.#records.push(record);
    if (this.#records.length > kept) this.#records.shift();
    this.#count += 1;
    this.#operations += record.path === "/api" ? record.actions.length : 0;
    this.#requestBytes += record.requestBytes;
    this.#responseBytes += record.responseBytes;
    for (const listener of this.#listeners) listener(record);
  }

  /** Forgets every request and begins the totals anew. */
  clear(): void {
    this.#records.length = 0;
    this.#count = this.#operations = this.#requestBytes = this.#responseBytes = 0;
  }
}
