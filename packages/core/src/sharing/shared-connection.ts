import type { HubConnection } from "../events/hub-connection.js";
import type { Clock } from "../platform/clock.js";
import { createDeferred } from "../util/deferred.js";
import type { ToLeader } from "./messages.js";

interface Waiting {
  readonly onAnswer: (answer: unknown) => void;
  readonly onOverdue: (() => void) | undefined;
}

/** Silence after which the leader is asked whether it is there, in milliseconds. */
const watchInterval = 15_000;
/** Longest wait for a sign of life, in milliseconds. */
const probeTimeout = 5_000;

/** A hub's end of the connection that another member holds. */
export class SharedConnection implements HubConnection {
  readonly id: string;
  readonly socketClosed: Promise<void> = Promise.resolve();
  readonly #clock: Clock;
  readonly #send: (message: ToLeader) => void;
  readonly #onEvent: (payload: unknown) => void;
  readonly #ended = createDeferred<string>();
  readonly #waiting = new Map<number, Waiting>();
  #lastFrameAt: number;
  #lastHeard: number;
  #packet = 0;
  #cancelProbe: (() => void) | undefined;
  #cancelWatch: () => void;
  #isOver = false;

  constructor(
    id: string,
    clock: Clock,
    send: (message: ToLeader) => void,
    onEvent: (payload: unknown) => void,
  ) {
    this.id = id;
    this.#clock = clock;
    this.#send = send;
    this.#onEvent = onEvent;
    this.#lastFrameAt = clock.now();
    this.#lastHeard = clock.monotonic();
    this.#cancelWatch = this.#scheduleWatch();
  }

  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  get lastFrameAt(): number {
    return this.#lastFrameAt;
  }

  send(json: string, onAnswer: (answer: unknown) => void, onOverdue?: () => void): void {
    if (this.#isOver) return;
    this.#packet += 1;
    this.#waiting.set(this.#packet, { onAnswer, onOverdue });
    this.#send({ type: "send", connection: this.id, packet: this.#packet, json });
  }

  probe(): void {
    if (this.#isOver || this.#cancelProbe) return;
    this.#cancelProbe = this.#clock.setTimer(probeTimeout, () => this.end(silence));
    this.#send({ type: "probe", connection: this.id });
  }

  close(reason: string): void {
    if (this.#isOver) return;
    this.#send({ type: "disconnect", connection: this.id });
    this.end(reason);
  }

  /** The leader showed that it is there. */
  hear(): void {
    this.#lastFrameAt = this.#clock.now();
    this.#lastHeard = this.#clock.monotonic();
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
  }

  receive(payload: unknown): void {
    if (this.#isOver) return;
    this.hear();
    this.#onEvent(payload);
  }

  answer(packet: number, value: unknown): void {
    this.hear();
    const waiting = this.#waiting.get(packet);
    this.#waiting.delete(packet);
    waiting?.onAnswer(value);
  }

  overdue(packet: number): void {
    this.#waiting.get(packet)?.onOverdue?.();
  }

  /** The connection is over, without telling the leader. */
  end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting.clear();
    this.#cancelProbe?.();
    this.#cancelWatch();
    this.#ended.resolve(reason);
  }

  /** A page can be suspended and keep what it holds: whoever only listens would never know. */
  #scheduleWatch(): () => void {
    return this.#clock.setTimer(watchInterval, () => {
      this.#cancelWatch = this.#scheduleWatch();
      if (this.#clock.monotonic() - this.#lastHeard >= watchInterval) this.probe();
    });
  }
}

const silence = "the page that holds the connection gave no sign of life";
