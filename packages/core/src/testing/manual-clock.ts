import type { Clock } from "../platform/clock.js";

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** How a {@link ManualClock} lets pending promises go on between timers. */
export type Settle = () => Promise<void>;

/** Lets promises and one round of tasks run; enough for real streams and response bodies. */
export const settleTasks: Settle = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    // Node's own types of a port have no `onmessage`.
    const onmessage = () => {
      port1.close();
      resolve();
    };
    Object.assign(port1, { onmessage });
    port2.postMessage(undefined);
  });

/** Lets chains of promises run, and nothing else: many times faster, for code that only awaits fakes. */
export const settlePromises: Settle = async () => {
  for (let turn = 0; turn < 40; turn++) await undefined;
};

/**
 * A clock that moves only when told to. Times in milliseconds.
 *
 * @example
 * const clock = new ManualClock();
 * clock.setTimer(1_000, () => console.log("a second later"));
 * await clock.advance(1_000);
 */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  readonly #settle: Settle;
  #now: number;
  #monotonic = 0;

  constructor(options: { start?: number | undefined; settle?: Settle | undefined } = {}) {
    this.#now = options.start ?? Date.UTC(2026, 0, 1);
    this.#settle = options.settle ?? settleTasks;
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  setTimer(delay: number, callback: () => void): () => void {
    const timer = { due: this.#monotonic + Math.max(0, delay), callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves on, calling each timer at its time and letting promises settle after it. */
  async advance(duration: number): Promise<void> {
    const end = this.#monotonic + duration;
    await this.#settle();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#moveTo(Math.max(timer.due, this.#monotonic));
      this.#timers.delete(timer);
      timer.callback();
      await this.#settle();
    }
    this.#moveTo(end);
  }

  /** Lets pending promises go on without moving. */
  settle(): Promise<void> {
    return this.#settle();
  }

  /** A machine asleep: the wall clock moves, while timers and the monotonic clock stand still. */
  sleep(duration: number): void {
    this.#now += duration;
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (next === undefined || timer.due < next.due)) next = timer;
    }
    return next;
  }

  #moveTo(time: number): void {
    this.#now += time - this.#monotonic;
    this.#monotonic = time;
  }
}
