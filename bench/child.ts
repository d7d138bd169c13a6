import { type ChildProcess, type ForkOptions, fork } from "node:child_process";

/** A process that answers messages, one at a time. */
export class Child {
  readonly #process: ChildProcess;
  #settle: { resolve(message: unknown): void; reject(error: Error): void } | undefined;

  /** Starts a program; {@link Child.next} gives its first message. */
  constructor(path: string, args: readonly string[], options: ForkOptions = {}) {
    this.#process = fork(path, [...args], { stdio: ["ignore", "ignore", "inherit", "ipc"], ...options });
    this.#process.on("message", (message) => this.#settle?.resolve(message));
    this.#process.on("exit", (code) => this.#settle?.reject(new Error(`${path} ended with code ${code}.`)));
  }

  /** The next message. */
  next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  ask(message: string): Promise<unknown> {
    const answer = this.next();
    this.#process.send(message);
    return answer;
  }

  /** Tells the process to end, and ends it when it does not. */
  async stop(message?: string): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#settle = undefined;
    const ended = new Promise<void>((resolve) => this.#process.once("exit", () => resolve()));
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), 10_000);
    if (message !== undefined) this.#process.send(message);
    else this.#process.disconnect();
    await ended;
    clearTimeout(timer);
  }
}
