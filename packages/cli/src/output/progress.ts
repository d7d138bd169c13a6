import cliProgress from "cli-progress";
import type { Terminal } from "../terminal.js";

/** Progress of something long, on the notes side and only where somebody watches. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

/** Counts what is done; how much there is to do, nobody knows before the end. */
export function createProgress({ interactive }: Terminal, label: string): Progress {
  if (!interactive) return silent;
  const counter = new cliProgress.SingleBar({
    format: `{value} ${label} after {duration_formatted}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  counter.start(0, 0);
  return { update: (done) => counter.update(done), stop: () => counter.stop() };
}
