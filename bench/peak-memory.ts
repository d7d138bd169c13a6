import { readFileSync, writeFileSync } from "node:fs";

/**
 * How far the resident memory of this process grew, at its highest, since this was made.
 *
 * The kernel of Linux forgets the highest so far when it is told to. Elsewhere the highest of the whole process
 * counts, which may have been before, while it started.
 */
export class PeakMemory {
  readonly #before: number;

  constructor() {
    try {
      writeFileSync("/proc/self/clear_refs", "5");
    } catch {
      // Not Linux, or not allowed.
    }
    this.#before = process.memoryUsage.rss();
  }

  /** Bytes. */
  get growth(): number {
    return Math.max(highest(), process.memoryUsage.rss()) - this.#before;
  }
}

function highest(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
