import cliProgress from "cli-progress";
import type { Terminal } from "../terminal.js";

/** Progress of something long, on the notes side and only where somebody watches. */
export interface Progress {
  /** @param total - `undefined` while it is unknown. */
  update(done: number, total?: number): void;
  stop(): void;
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

export function createProgress({ interactive }: Terminal, label: string): Progress {
  if (!interactive) return silent;
  const bar = new cliProgress.SingleBar({
    format: `${label} {bar} {value}/{total} {percentage}% {eta_formatted}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total ?? done, done);
      else if (total !== undefined) bar.setTotal(total);
      started = true;
      bar.update(done);
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
