import { LocationError } from "../errors/location-error.js";
import { TimeoutError } from "../errors/network-error.js";
import { ql } from "../query/ql.js";
import type { CallOptions, HostEvent, LocationHost } from "./location-host.js";

export type JobStatus = "queued" | "running" | "done" | "failed" | (string & {});

export interface JobState {
  readonly status: JobStatus;
  /** What the job says about itself; read from JSON where it is some. */
  readonly data: unknown;
}

export interface WaitOptions extends Pick<CallOptions, "signal"> {
  /** Called with every status the job is seen in. */
  readonly onStatus?: ((status: JobStatus) => void) | undefined;
  /** Longest wait, in milliseconds. Waits for ever by default. */
  readonly timeout?: number | undefined;
}

/** Looks again after this time even without an event, in milliseconds. */
const pollDelays = { connected: 15_000, alone: 2_000 };

/**
 * A job on the server.
 *
 * It is no promise itself, so that `await session.encodeMedia(…)` gives the handle as soon as the job is accepted.
 */
export class JobHandle<Result = unknown> {
  readonly id: string;
  readonly #host: LocationHost;
  readonly #read: (data: unknown) => Result;

  constructor(host: LocationHost, id: string, read: (data: unknown) => Result) {
    this.#host = host;
    this.id = id;
    this.#read = read;
  }

  /** How the job stands now. */
  async state(options?: CallOptions): Promise<JobState> {
    const expression = ql`select status, data from Job where id is ${this.id}`.text;
    const [row] = await this.#host.query(expression, { kind: "read", ...options });
    if (!row) throw this.#problem("is not on the server any more");
    return { status: String(row.status), data: parse(row.data) };
  }

  /**
   * Waits until the job is done: told by events where the hub is connected, and by looking again now and then.
   *
   * @throws {@link LocationError} `location_job_failed` when it fails, `TimeoutError` `timeout_wait`.
   */
  async wait({ signal, onStatus, timeout }: WaitOptions = {}): Promise<Result> {
    const deadline = timeout === undefined ? undefined : this.#host.clock.monotonic() + timeout;
    const news = new Bell(this.#host, signal);
    const stop = this.#host.events.subscribe("topic=ftrack.update", (event) => {
      if (concerns(event, this.id)) news.ring();
    });
    let last: JobStatus | undefined;
    try {
      for (;;) {
        const { status, data } = await this.state({ signal });
        if (status !== last) onStatus?.(status);
        last = status;
        if (status === "done") return this.#read(data);
        if (status === "failed") throw this.#problem("failed", data);
        await news.heardWithin(this.#delay(deadline));
      }
    } finally {
      stop();
      news.close();
    }
  }

  #delay(deadline: number | undefined): number {
    const usual = this.#host.events.connected ? pollDelays.connected : pollDelays.alone;
    if (deadline === undefined) return usual;
    const left = deadline - this.#host.clock.monotonic();
    if (left > 0) return Math.min(usual, left);
    throw new TimeoutError("timeout_wait", {
      message: `Job ${this.id} was not done in time; it goes on, and can be waited for again.`,
      details: { jobId: this.id },
    });
  }

  #problem(problem: string, data?: unknown): LocationError {
    return new LocationError("location_job_failed", {
      message: `Job ${this.id} ${problem}.`,
      details: { jobId: this.id, data },
    });
  }
}

/** Wakes a waiting loop; a ring while nobody waits is not lost. */
class Bell {
  readonly #host: LocationHost;
  readonly #signal: AbortSignal | undefined;
  #rung = false;
  #wake: (() => void) | undefined;
  readonly #aborted = () => this.ring();

  constructor(host: LocationHost, signal: AbortSignal | undefined) {
    this.#host = host;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#aborted);
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async heardWithin(delay: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const stop = this.#host.clock.setTimer(delay, resolve, { keepAlive: true });
        this.#wake = () => {
          stop();
          resolve();
        };
      });
    }
    this.#rung = false;
    this.#wake = undefined;
    this.#signal?.throwIfAborted();
  }

  close(): void {
    this.#signal?.removeEventListener("abort", this.#aborted);
  }
}

function concerns({ data }: HostEvent, jobId: string): boolean {
  const entities = (data as { readonly entities?: unknown } | null)?.entities;
  if (!Array.isArray(entities)) return false;
  return entities.some((entity: { readonly entityId?: unknown } | null) => entity?.entityId === jobId);
}

function parse(data: unknown): unknown {
  if (typeof data !== "string") return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
