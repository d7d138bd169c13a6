import type { Clock } from "../platform/clock.js";

/** Milliseconds without any movement after which a connection is given up. */
export const defaultStallTimeout = 60_000;

/** Gives up what does not move: calls back once nothing was heard for a while. */
export class StallWatch {
  readonly #clock: Clock;
  readonly #onStall: (reason: Error) => void;
  #stop: (() => void) | undefined;

  constructor(clock: Clock, onStall: (reason: Error) => void) {
    this.#clock = clock;
    this.#onStall = onStall;
  }

  /** Something moved, or begins to be waited for. @param timeout - Milliseconds. */
  restart(timeout: number): void {
    this.#stop?.();
    const stalled = () => this.#onStall(new Error(`nothing moved for ${timeout} ms`));
    // A socket that is gone without a word does not keep a process alive; the transfer has to.
    this.#stop = this.#clock.setTimer(timeout, stalled, { keepAlive: true });
  }

  stop(): void {
    this.#stop?.();
  }
}
