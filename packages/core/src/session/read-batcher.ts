import type { Operation } from "../codec/operations.js";
import { FtrackError } from "../errors/ftrack-error.js";
import { createDeferred, type Deferred } from "../util/deferred.js";

export interface ReadBatcherInit<Result, Tag> {
  /** Sends operations in one request. */
  readonly send: (operations: readonly Operation[], signal: AbortSignal) => Promise<readonly unknown[]>;
  /**
   * Makes results of one response's answers.
   *
   * Servers write an entity out once per response and leave stubs in later answers (wire protocol 3.4), so all
   * answers of a response are handed over together, also those nobody waits for any more.
   */
  readonly receive: (answers: readonly Answer<Tag>[]) => readonly Result[];
  /** Whether equal reads share one answer; not where callers use it up. Defaults to `true`. */
  readonly share?: boolean | undefined;
  /** Most operations in one request. Defaults to 100. */
  readonly limit?: number | undefined;
}

/** One answer of a response. */
export interface Answer<Tag> {
  readonly answer: unknown;
  /** What the reader said of it. */
  readonly tag: Tag;
  /** Whether somebody still waits for it. */
  readonly wanted: boolean;
}

/** A read that one or several callers wait for. */
interface Read<Result, Tag> {
  readonly key: string | symbol;
  readonly tag: Tag;
  readonly operation: Operation;
  readonly outcome: Deferred<Result>;
  waiting: number;
  /** Called when nobody waits any more. */
  abandoned: () => void;
}

/**
 * Sends the reads of one tick in one request, and lets equal ones share an answer.
 *
 * When a request of several reads fails, each is tried alone, so that one bad query never fails its neighbours.
 */
export class ReadBatcher<Result, Tag = undefined> {
  readonly #init: ReadBatcherInit<Result, Tag>;
  readonly #shared = new Map<string | symbol, Read<Result, Tag>>();
  #queue = new Set<Read<Result, Tag>>();

  constructor(init: ReadBatcherInit<Result, Tag>) {
    this.#init = init;
  }

  /**
   * Reads one thing.
   *
   * @param tag - Handed to `receive` with the answer; only reads of one tag share.
   * @param signal - Cancels this caller's wait; the request itself goes on while others wait for its answers.
   */
  load(operation: Operation, tag: Tag, signal?: AbortSignal): Promise<Result> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const key = this.#init.share === false ? Symbol() : JSON.stringify([tag, operation]);
    const read = this.#shared.get(key) ?? this.#enqueue(key, operation, tag);
    read.waiting++;
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        read.waiting--;
        if (read.waiting === 0) this.#abandon(read);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      const done = () => signal?.removeEventListener("abort", giveUp);
      read.outcome.promise.then(done, done);
      read.outcome.promise.then(resolve, reject);
    });
  }

  /** From now on no read shares the answer of an earlier one: something was written, or forgotten. */
  separate(): void {
    this.#shared.clear();
  }

  #enqueue(key: string | symbol, operation: Operation, tag: Tag): Read<Result, Tag> {
    const read: Read<Result, Tag> = {
      key,
      tag,
      operation,
      outcome: createDeferred<Result>(),
      waiting: 0,
      abandoned: () => this.#queue.delete(read),
    };
    // Abandoned reads reject with nobody listening.
    read.outcome.promise.catch(() => undefined);
    this.#shared.set(key, read);
    if (this.#queue.size === 0) void this.#flushLater();
    this.#queue.add(read);
    if (this.#queue.size >= (this.#init.limit ?? 100)) this.#flush();
    return read;
  }

  /** Waits until the tick's chains of promises have run dry, which no timer does on both platforms. */
  async #flushLater(): Promise<void> {
    let seen = -1;
    while (seen !== this.#queue.size) {
      seen = this.#queue.size;
      for (let turn = 0; turn < 10; turn++) await undefined;
    }
    this.#flush();
  }

  #flush(): void {
    if (this.#queue.size === 0) return;
    const reads = [...this.#queue];
    this.#queue = new Set();
    void this.#run(reads);
  }

  /** Never rejects: every outcome reaches its waiters. */
  async #run(reads: readonly Read<Result, Tag>[]): Promise<void> {
    const controller = new AbortController();
    for (const read of reads) {
      read.abandoned = () => {
        if (reads.every(({ waiting }) => waiting === 0)) controller.abort();
      };
    }
    const operations = reads.map(({ operation }) => operation);
    try {
      const answers = await this.#init.send(operations, controller.signal);
      const results = this.#init.receive(
        reads.map(({ waiting, tag }, index) => ({ answer: answers[index], tag, wanted: waiting > 0 })),
      );
      for (const [index, read] of reads.entries()) {
        this.#forget(read);
        read.outcome.resolve(results[index] as Result);
      }
    } catch (error) {
      const wanted = reads.filter(({ waiting }) => waiting > 0);
      if (reads.length > 1 && wanted.length > 0 && maySpareNeighbours(error)) {
        await Promise.all(wanted.map((read) => this.#run([read])));
        return;
      }
      for (const read of reads) {
        this.#forget(read);
        read.outcome.reject(error);
      }
    }
  }

  #abandon(read: Read<Result, Tag>): void {
    this.#forget(read);
    read.abandoned();
  }

  #forget(read: Read<Result, Tag>): void {
    if (this.#shared.get(read.key) === read) this.#shared.delete(read.key);
  }
}

/** A server that is not there, or does not know the user, fails every read alike. */
function maySpareNeighbours(error: unknown): boolean {
  if (!FtrackError.is(error)) return false;
  return (
    (error.code.startsWith("server_") && error.code !== "server_authentication") ||
    error.code === "network_http_status" ||
    error.code === "network_malformed_response" ||
    error.code === "timeout_request"
  );
}
