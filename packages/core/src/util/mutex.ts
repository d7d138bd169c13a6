/** Runs tasks one after the other, in the order they were asked for. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve();

  /** Waits for its turn, runs, and hands on the outcome; a failing task does not stop the next one. */
  run<Result>(task: () => Promise<Result> | Result): Promise<Result> {
    const turn = this.#tail.then(task, task);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }
}
