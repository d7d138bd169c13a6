import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Which process holds a folder. The start tells a process from an earlier one with the same number. */
interface Holder {
  readonly pid: number;
  readonly started: number;
}

/**
 * Makes sure that one server at a time uses a folder. A lock left by a killed process is taken over.
 *
 * @returns How to give the folder free.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock.json");
  const self: Holder = { pid: process.pid, started: performance.timeOrigin };
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(self), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = readHolder(path);
      if (holder && isRunning(holder, self)) {
        throw new Error(
          `The data folder ${folder} is in use by process ${holder.pid}. Close that server, or give this one its own folder.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    // Gone meanwhile, or cut short by a crash.
    return undefined;
  }
}

function isRunning({ pid, started }: Holder, self: Holder): boolean {
  if (pid === self.pid) return started === self.started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
