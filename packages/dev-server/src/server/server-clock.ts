/**
 * The time the server lives by: dates it writes, tokens that expire.
 *
 * Heartbeats and fault delays keep to real time, so that a clock standing still does not cut connections.
 */
export class ServerClock {
  readonly #source: () => number;
  #offset = 0;
  #frozen: number | undefined;

  /** @param source - Milliseconds since 1970. Defaults to the time of the machine. */
  constructor(source: () => number = () => Date.now()) {
    this.#source = source;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozen ?? this.#source() + this.#offset;
  }

  /** Moves the clock to an instant; it runs on from there unless it is frozen. */
  set(instant: number | Date): void {
    const time = Number(instant);
    if (this.#frozen === undefined) this.#offset = time - this.#source();
    else this.#frozen = time;
  }

  /** Moves the clock by a number of milliseconds. */
  advance(duration: number): void {
    this.set(this.now() + duration);
  }

  /** Makes it stand still, here or at an instant. */
  freeze(instant: number | Date = this.now()): void {
    this.#frozen = Number(instant);
  }

  /** Lets it run again from where it stands. */
  resume(): void {
    if (this.#frozen === undefined) return;
    const time = this.#frozen;
    this.#frozen = undefined;
    this.set(time);
  }
}
