interface Waiting<Value> {
  readonly resolve: (result: IteratorResult<Value, undefined>) => void;
  readonly reject: (reason: unknown) => void;
}

/** Values pushed on one side and iterated on the other; ends once, and drops the oldest beyond its limit. */
export class AsyncQueue<Value> implements AsyncIterableIterator<Value> {
  readonly #limit: number;
  readonly #onDrop: () => void;
  readonly #onEnd: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.#fail();
  #values: Value[] = [];
  #waiting: Waiting<Value>[] = [];
  #ended = false;
  /** Aborted, and nobody has been told yet. */
  #failed = false;

  constructor(options: {
    limit: number;
    onDrop?: () => void;
    onEnd?: () => void;
    /** Ends the queue when it aborts: who reads it gets the signal's reason, and none of what waits. */
    signal?: AbortSignal | undefined;
  }) {
    this.#limit = options.limit;
    this.#onDrop = options.onDrop ?? (() => undefined);
    this.#onEnd = options.onEnd ?? (() => undefined);
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#abort);
  }

  push(value: Value): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.resolve({ done: false, value });
      return;
    }
    if (this.#values.length >= this.#limit) {
      this.#values.shift();
      this.#onDrop();
    }
    this.#values.push(value);
  }

  /** What was pushed can still be read; then the iteration is over. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#signal?.removeEventListener("abort", this.#abort);
    for (const { resolve } of this.#waiting) resolve({ done: true, value: undefined });
    this.#waiting = [];
    this.#onEnd();
  }

  async next(): Promise<IteratorResult<Value, undefined>> {
    if (this.#failed) {
      this.#failed = false;
      throw this.#signal?.reason;
    }
    if (this.#values.length > 0) return { done: false, value: this.#values.shift() as Value };
    if (this.#ended) return { done: true, value: undefined };
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async return(): Promise<IteratorResult<Value, undefined>> {
    this.#failed = false;
    this.#values = [];
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #fail(): void {
    const waiting = this.#waiting.splice(0);
    this.#failed = waiting.length === 0;
    for (const { reject } of waiting) reject(this.#signal?.reason);
    this.#values = [];
    this.end();
  }
}
