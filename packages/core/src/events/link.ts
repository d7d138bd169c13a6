import { EventHubError } from "../errors/event-hub-error.js";
import type { Platform } from "../platform/platform.js";
import { type Backoff, backoffDelay } from "../util/backoff.js";
import type { HubConnection } from "./hub-connection.js";
import { closedError } from "./hub-errors.js";

/** How a lost connection is sought again; times in milliseconds. */
export interface ReconnectPolicy extends Backoff {
  /** Failed attempts in a row before the hub gives up. */
  readonly attempts: number;
}

export interface LinkHost {
  readonly platform: Pick<Platform, "clock" | "environment">;
  readonly policy: ReconnectPolicy;
  readonly random: () => number;
  open(signal: AbortSignal): Promise<HubConnection>;
  onConnecting(attempt: number): void;
  onOpen(connection: HubConnection): void;
  onLost(connection: HubConnection, reason: string): void;
  /** An attempt failed, or a connection was lost; the next attempt follows after the delay. */
  onWaiting(attempt: number, delay: number, error: EventHubError | undefined): void;
  onGivenUp(error: EventHubError): void;
}

/** A connection that lasted this long counts as a success: the next loss starts over with short waits. */
const stableAfter = 10_000;

/** Keeps one connection open from `start` to `stop`, for as long and as often as that takes. */
export class Link {
  readonly #host: LinkHost;
  #stop: AbortController | undefined;
  #connection: HubConnection | undefined;
  #hurry: (() => void) | undefined;

  constructor(host: LinkHost) {
    this.#host = host;
  }

  get started(): boolean {
    return this.#stop !== undefined;
  }

  /** Starts connecting, and returns at once. Does nothing when started. */
  start(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    const { environment } = this.#host.platform;
    const ignoreOnline = environment.onOnline((online) => online && this.#nudge());
    const ignoreVisible = environment.onVisible((visible) => visible && this.#nudge());
    stop.signal.addEventListener("abort", () => {
      ignoreOnline();
      ignoreVisible();
    });
    // Every failure inside becomes a call of the host; what is left is a mistake of ours and must not go unseen.
    this.#keepOpen(stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) this.#giveUp(wrap(error));
    });
  }

  /**
   * Stops, whatever is going on.
   *
   * @returns The connection that was open, which is closing now.
   */
  stop(reason: string): HubConnection | undefined {
    const connection = this.#connection;
    this.#stop?.abort(closedError(reason));
    this.#stop = undefined;
    this.#connection = undefined;
    connection?.close(reason);
    return connection;
  }

  /** The network or the page came back: look whether the connection lives, or try again at once. */
  #nudge(): void {
    this.#connection?.probe();
    this.#hurry?.();
  }

  async #keepOpen(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.#host.onConnecting(failures);
      const { error, lasted } = await this.#once(signal);
      if (signal.aborted) return;
      if (lasted >= stableAfter) failures = 0;
      if (failures >= this.#host.policy.attempts) {
        return this.#giveUp(error ?? wrap(new Error("every connection was lost at once")));
      }
      const delay = backoffDelay(failures, this.#host.policy, this.#host.random());
      failures += 1;
      this.#host.onWaiting(failures, delay, error);
      await this.#wait(delay, signal);
    }
  }

  /** One connection, from the attempt to its end. */
  async #once(signal: AbortSignal): Promise<{ error?: EventHubError; lasted: number }> {
    const { clock } = this.#host.platform;
    let connection: HubConnection;
    try {
      connection = await this.#host.open(signal);
    } catch (error) {
      return { error: wrap(error), lasted: 0 };
    }
    if (signal.aborted) {
      connection.close("the hub was stopped while connecting");
      return { lasted: 0 };
    }
    this.#connection = connection;
    const opened = clock.monotonic();
    this.#host.onOpen(connection);
    const reason = await connection.ended;
    if (signal.aborted) return { lasted: 0 };
    this.#connection = undefined;
    this.#host.onLost(connection, reason);
    return { lasted: clock.monotonic() - opened };
  }

  #wait(delay: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener("abort", done);
        this.#hurry = undefined;
        resolve();
      };
      // A service that only listens has nothing else that keeps its process alive meanwhile.
      const cancel = this.#host.platform.clock.setTimer(delay, done, { keepAlive: true });
      signal.addEventListener("abort", done);
      this.#hurry = done;
    });
  }

  #giveUp(error: EventHubError): void {
    this.stop("no connection could be made");
    this.#host.onGivenUp(error);
  }
}

function wrap(error: unknown): EventHubError {
  if (error instanceof EventHubError) return error;
  return new EventHubError("event_hub_connection", {
    message: "The event hub could not connect.",
    cause: error,
  });
}
