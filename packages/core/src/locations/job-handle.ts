import { loadMedia } from "./load-media.js";
import type { CallOptions, LocationHost } from "./location-host.js";

/** What a job can be in. */
export type JobStatus = "queued" | "running" | "done" | "failed" | (string & {});

/** A job as it stands. */
export interface JobState {
  readonly status: JobStatus;
  /** What the job says about itself; read from JSON where it is some. */
  readonly data: unknown;
}

/** How a job is waited for. */
export interface WaitOptions extends Pick<CallOptions, "signal"> {
  /** Called with every status the job is seen in. */
  readonly onStatus?: ((status: JobStatus) => void) | undefined;
  /** Longest wait, in milliseconds. Waits for ever by default. */
  readonly timeout?: number | undefined;
}

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
    const { readJob } = await loadMedia();
    return readJob(this.#host, this.id, options);
  }

  /**
   * Waits until the job is done: told by events where the hub is connected, and by looking again now and then.
   *
   * @throws {@link LocationError} `location_job_failed` when it fails, `TimeoutError` `timeout_wait`.
   */
  async wait(options: WaitOptions = {}): Promise<Result> {
    const { waitForJob } = await loadMedia();
    return this.#read(await waitForJob(this.#host, this.id, options));
  }
}
