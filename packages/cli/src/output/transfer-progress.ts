import type { Progress as TransferState } from "@ftrack-kit/core";
import cliProgress from "cli-progress";
import type { Terminal } from "../terminal.js";
import { printBytes, printDuration } from "./quantities.js";

/** A bar for bytes on their way, on the notes side and only where somebody watches. */
export interface TransferProgress {
  update(state: TransferState): void;
  stop(): void;
}

const silent: TransferProgress = { update: () => undefined, stop: () => undefined };

export function createTransferProgress({ interactive }: Terminal, label: string): TransferProgress {
  if (!interactive) return silent;
  const bar = new cliProgress.SingleBar({
    format: `${label} {bar} {done} of {whole}, {speed}/s, {left} left`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(1, 0, { done: "0 B", whole: "?", speed: "? B", left: "?" });
  return {
    update({ loaded, total, rate, remaining }) {
      if (total !== undefined && total > 0) bar.setTotal(total);
      bar.update(loaded, {
        done: printBytes(loaded),
        whole: total === undefined ? "?" : printBytes(total),
        speed: printBytes(rate),
        left: remaining === undefined ? "?" : printDuration(remaining),
      });
    },
    stop: () => bar.stop(),
  };
}
