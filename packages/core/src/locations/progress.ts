import type { Clock } from "../platform/clock.js";

/** How far a transfer is. */
export interface Progress {
  /** Bytes done, those of an earlier attempt included. */
  readonly loaded: number;
  /** Bytes in all; `undefined` for a stream of unknown size. */
  readonly total: number | undefined;
  /** Bytes per second since the transfer began. */
  readonly rate: number;
  /** Expected time left, in milliseconds; `undefined` while it cannot be told. */
  readonly remaining: number | undefined;
}

/** Called while data moves. */
export type OnProgress = (progress: Progress) => void;

/** Counts bytes and tells a listener. */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #total: number | undefined;
  readonly #listener: OnProgress | undefined;
  readonly #started: number;
  #resumed = 0;
  #loaded = 0;

  constructor(clock: Clock, total: number | undefined, listener: OnProgress | undefined) {
    this.#clock = clock;
    this.#total = total;
    this.#listener = listener;
    this.#started = clock.monotonic();
  }

  /** Counts bytes that were there before; they do not make the transfer look faster. */
  resume(bytes: number): void {
    this.#resumed += bytes;
    this.add(bytes);
  }

  /** Negative where bytes have to be sent again. */
  add(bytes: number): void {
    this.#loaded += bytes;
    if (bytes < 0) this.#resumed = Math.min(this.#resumed, this.#loaded);
    const elapsed = this.#clock.monotonic() - this.#started;
    const rate = elapsed > 0 ? ((this.#loaded - this.#resumed) * 1000) / elapsed : 0;
    const left = this.#total === undefined || rate <= 0 ? undefined : (this.#total - this.#loaded) / rate;
    this.#listener?.({
      loaded: this.#loaded,
      total: this.#total,
      rate,
      remaining: left === undefined ? undefined : Math.max(0, left * 1000),
    });
  }
}
