import { LocationError } from "../errors/location-error.js";
import { TimeoutError } from "../errors/network-error.js";
import { ql } from "../query/ql.js";
import type { JobState, JobStatus, WaitOptions } from "./job-handle.js";
import type { CallOptions, HostEvent, LocationHost } from "./location-host.js";

/** Looks again after this time even without an event, in milliseconds. */
const pollDelays = { connected: 15_000, alone: 2_000 };

/** How a job stands now. */
export async function readJob(host: LocationHost, id: string, options?: CallOptions): Promise<JobState> {
  const expression = ql`select status, data from Job where id is ${id}`.text;
  const [row] = await host.query(expression, { kind: "read", ...options });
  if (!row) throw problemOf(id, "is not on the server any more");
  return { status: String(row.status), data: parse(row.data) };
}

/**
 * Waits until a job is done, and gives what it says about itself then.
 *
 * @throws {@link LocationError} `location_job_failed` when it fails, `TimeoutError` `timeout_wait`.
 */
export async function waitForJob(
  host: LocationHost,
  id: string,
  { signal, onStatus, timeout }: WaitOptions,
): Promise<unknown> {
  const deadline = timeout === undefined ? undefined : host.clock.monotonic() + timeout;
  const news = new Bell(host, signal);
  const stop = host.events.subscribe("topic=ftrack.update", (event) => {
    if (concerns(event, id)) news.ring();
  });
  let last: JobStatus | undefined;
  try {
    for (;;) {
      const { status, data } = await readJob(host, id, { signal });
      if (status !== last) onStatus?.(status);
      last = status;
      if (status === "done") return data;
      if (status === "failed") throw problemOf(id, "failed", data);
      await news.heardWithin(delayBefore(deadline, host, id));
    }
  } finally {
    stop();
    news.close();
  }
}

function delayBefore(deadline: number | undefined, host: LocationHost, jobId: string): number {
  const usual = host.events.connected ? pollDelays.connected : pollDelays.alone;
  if (deadline === undefined) return usual;
  const left = deadline - host.clock.monotonic();
  if (left > 0) return Math.min(usual, left);
  throw new TimeoutError("timeout_wait", {
    message: `Job ${jobId} was not done in time; it goes on, and can be waited for again.`,
    details: { jobId },
  });
}

function problemOf(jobId: string, problem: string, data?: unknown): LocationError {
  return new LocationError("location_job_failed", {
    message: `Job ${jobId} ${problem}.`,
    details: { jobId, data },
  });
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
