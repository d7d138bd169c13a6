import { EventHubError } from "../errors/event-hub-error.js";
import type { Clock } from "../platform/clock.js";
import { createDeferred, type Deferred } from "../util/deferred.js";
import type { Event } from "./event.js";
import type { EventHandler, HandlerContext } from "./event-topics.js";
import type { LaneOptions } from "./subscription.js";

export interface LaneHost {
  readonly clock: Clock;
  onResult(event: Event<unknown>, result: unknown): void;
  onError(error: unknown, event: Event<unknown>): void;
  /** Called once when a lane begins to give up events, and with their number when it has caught up again. */
  onOverflow(dropped: number, over: boolean): void;
}

interface Job {
  readonly event: Event<unknown>;
  readonly gate: Promise<unknown> | undefined;
  readonly key: string | undefined;
  readonly done: Deferred<void>;
}

/**
 * The queue in front of one handler: limits how much runs and waits, keeps order, and isolates failures.
 *
 * A handler that is free runs at once, without any allocation but its context, which is what makes dispatch fast.
 */
export class HandlerLane {
  readonly #handler: EventHandler<unknown>;
  readonly #options: LaneOptions;
  readonly #host: LaneHost;
  /** In order of arrival: its size is what waits, its first is the oldest. */
  readonly #waiting = new Set<Job>();
  /** Jobs that only lack a free handler. */
  readonly #startable = new Set<Job>();
  /** Jobs behind one with the same key; a key is present while a job of it runs or can start. */
  readonly #behind = new Map<string, Job[]>();
  readonly #running = new Set<Context>();
  #active = 0;
  #dropped = 0;
  #closed = false;
  #idle: Deferred<void> | undefined;

  constructor(handler: EventHandler<unknown>, options: LaneOptions, host: LaneHost) {
    this.#handler = handler;
    this.#options = options;
    this.#host = host;
  }

  /** Events waiting or being handled. */
  get size(): number {
    return this.#waiting.size + this.#active;
  }

  /**
   * Takes an event.
   *
   * @param gate - Something to wait for before the handler is called; the event keeps its place meanwhile.
   * @returns When it is dealt with; `undefined` when it is already.
   */
  push(event: Event<unknown>, gate?: Promise<unknown>): Promise<void> | undefined {
    const { concurrency, orderBy } = this.#options;
    const free = this.#active < concurrency && this.#startable.size === 0;
    if (free && gate === undefined && orderBy === undefined) return this.#run(event);
    const job: Job = { event, gate, key: this.#keyOf(event), done: createDeferred() };
    if (!this.#makeRoom()) return undefined;
    this.#waiting.add(job);
    const behind = job.key === undefined ? undefined : this.#behind.get(job.key);
    if (behind) {
      behind.push(job);
    } else {
      if (job.key !== undefined) this.#behind.set(job.key, []);
      this.#startable.add(job);
    }
    this.#startNext();
    return job.done.promise;
  }

  /** Resolves when nothing waits or runs. */
  idle(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    this.#idle ??= createDeferred();
    return this.#idle.promise;
  }

  /** Forgets what waits; what runs goes on, told by its signal when a reason is given. */
  close(reason?: unknown): void {
    this.#closed = true;
    for (const job of this.#waiting) job.done.resolve();
    this.#waiting.clear();
    this.#startable.clear();
    this.#behind.clear();
    if (reason !== undefined) for (const context of this.#running) context.abort(reason);
    this.#settleIdle();
  }

  #keyOf(event: Event<unknown>): string | undefined {
    try {
      return this.#options.orderBy?.(event);
    } catch (error) {
      this.#host.onError(error, event);
      return undefined;
    }
  }

  /** @returns Whether the new event may wait. */
  #makeRoom(): boolean {
    const { queueLimit, overflow, concurrency } = this.#options;
    const startsNow = this.#active < concurrency && this.#startable.size === 0;
    if (startsNow || this.#waiting.size < queueLimit) return true;
    this.#dropped += 1;
    if (this.#dropped === 1) this.#host.onOverflow(1, false);
    const [oldest] = this.#waiting;
    if (overflow === "drop-newest" || oldest === undefined) return false;
    this.#remove(oldest);
    return true;
  }

  #remove(job: Job): void {
    this.#waiting.delete(job);
    job.done.resolve();
    if (this.#startable.delete(job)) this.#release(job.key);
    else if (job.key !== undefined) {
      const behind = this.#behind.get(job.key);
      behind?.splice(behind.indexOf(job), 1);
    }
  }

  /** Lets the next job of a key start. */
  #release(key: string | undefined): void {
    if (key === undefined) return;
    const next = this.#behind.get(key)?.shift();
    if (next) this.#startable.add(next);
    else this.#behind.delete(key);
  }

  #startNext(): void {
    while (this.#active < this.#options.concurrency) {
      const [job] = this.#startable;
      if (job === undefined) break;
      this.#startable.delete(job);
      this.#waiting.delete(job);
      if (job.gate === undefined) {
        this.#finish(job, this.#run(job.event));
      } else {
        this.#active += 1;
        const gated = job.gate.then(() => {
          this.#active -= 1;
          return job.event.stopped || this.#closed ? undefined : this.#run(job.event);
        });
        this.#finish(job, gated);
      }
    }
    this.#settleIdle();
  }

  #finish(job: Job, running: Promise<void> | undefined): void {
    const finished = () => {
      this.#release(job.key);
      job.done.resolve();
      this.#startNext();
    };
    if (running === undefined) {
      this.#release(job.key);
      job.done.resolve();
    } else {
      running.then(finished, finished);
    }
  }

  #run(event: Event<unknown>): Promise<void> | undefined {
    const context = new Context();
    let result: unknown;
    try {
      result = this.#handler(event, context);
    } catch (error) {
      this.#host.onError(error, event);
      return undefined;
    }
    if (isThenable(result)) return this.#await(event, context, result);
    if (result !== undefined && result !== null) this.#host.onResult(event, result);
    return undefined;
  }

  async #await(event: Event<unknown>, context: Context, result: PromiseLike<unknown>): Promise<void> {
    this.#active += 1;
    this.#running.add(context);
    const { timeout } = this.#options;
    const expired = createDeferred<typeof timedOut>();
    const cancel =
      timeout === undefined ? undefined : this.#host.clock.setTimer(timeout, () => expired.resolve(timedOut));
    try {
      const value = await (cancel ? Promise.race([result, expired.promise]) : result);
      if (value === timedOut) throw expire(context, timeout as number);
      if (value !== undefined && value !== null) this.#host.onResult(event, value);
    } catch (error) {
      this.#host.onError(error, event);
    } finally {
      cancel?.();
      this.#running.delete(context);
      this.#active -= 1;
      this.#startNext();
    }
  }

  #settleIdle(): void {
    if (this.#dropped > 0 && this.#waiting.size === 0) {
      this.#host.onOverflow(this.#dropped, true);
      this.#dropped = 0;
    }
    if (this.size > 0) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }
}

const timedOut = Symbol("timed out");

function expire(context: Context, timeout: number): EventHubError {
  const error = new EventHubError("event_hub_handler_timeout", {
    message: `An event handler did not finish within ${timeout} ms. Let it heed its signal, or give it more time.`,
    details: { timeout },
  });
  context.abort(error);
  return error;
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";

/** Makes the signal only for handlers that look at it. */
class Context implements HandlerContext {
  #controller: AbortController | undefined;
  #reason: unknown;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
