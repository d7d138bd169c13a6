/** Values pushed on one side and iterated on the other; ends once, and drops the oldest beyond its limit. */
export class AsyncQueue<Value> implements AsyncIterableIterator<Value> {
  readonly #limit: number;
  readonly #onDrop: () => void;
  readonly #onEnd: () => void;
  #values: Value[] = [];
  #waiting: ((result: IteratorResult<Value, undefined>) => void)[] = [];
  #ended = false;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.end();

  constructor(options: {
    limit: number;
    onDrop?: () => void;
    onEnd?: () => void;
    /** Ends the queue when it aborts. */
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
      waiting({ done: false, value });
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
    for (const waiting of this.#waiting) waiting({ done: true, value: undefined });
    this.#waiting = [];
    this.#onEnd();
  }

  async next(): Promise<IteratorResult<Value, undefined>> {
    if (this.#values.length > 0) return { done: false, value: this.#values.shift() as Value };
    if (this.#ended) return { done: true, value: undefined };
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async return(): Promise<IteratorResult<Value, undefined>> {
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
}
