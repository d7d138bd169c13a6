/** A job shown to the user, such as a `Job` entity. */
export interface ActionJob {
  /** Writes what changed; `trace` is for whoever looks into a failure. */
  update(change: {
    readonly status?: "running" | "done" | "failed";
    readonly description?: string;
    readonly trace?: string;
  }): Promise<void>;
}

/** Keeps a job up to date: one update at a time, and of those that wait only the last. */
export class JobProgress {
  readonly #job: ActionJob;
  readonly #onProblem: (error: unknown) => void;
  #next: string | undefined;
  #writing: Promise<void> | undefined;

  constructor(job: ActionJob, onProblem: (error: unknown) => void) {
    this.#job = job;
    this.#onProblem = onProblem;
  }

  report(description: string): void {
    this.#next = description;
    this.#writing ??= this.#write();
  }

  /** Ends the job after what is being written. */
  async finish(status: "done" | "failed", description: string, trace?: string): Promise<void> {
    this.#next = undefined;
    await this.#writing;
    await this.#update({ status, description, ...(trace === undefined ? {} : { trace }) });
  }

  async #write(): Promise<void> {
    while (this.#next !== undefined) {
      const description = this.#next;
      this.#next = undefined;
      await this.#update({ status: "running", description });
    }
    this.#writing = undefined;
  }

  /** A job that cannot be written must not stop the work it tells of. */
  async #update(change: Parameters<ActionJob["update"]>[0]): Promise<void> {
    try {
      await this.#job.update(change);
    } catch (error) {
      this.#onProblem(error);
    }
  }
}
