import { join } from "node:path";
import { Child } from "./child.js";
import type { Surroundings } from "./contract.js";

const user = "jane";
const key = "bench-key";

/** The servers of a run, each a process of its own. */
export interface Servers {
  readonly surroundings: Omit<Surroundings, "folder">;
  /** Requests that recorded answers were given to so far. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

const fromSource = ["--import", "tsx", "--conditions=@ftrack-kit/source"];

/** Starts the embedded server with 100,000 tasks, and in front of it the server that repeats its answers. */
export async function startServers(root: string): Promise<Servers> {
  const start = (name: string, ...args: string[]) =>
    new Child(join(root, "bench", name), args, { execArgv: fromSource, cwd: root });
  const origin = start("origin.ts", user, key);
  const { url: originUrl } = (await origin.next()) as { url: string };
  const replay = start("replay.ts", originUrl);
  const { url: replayUrl, delayedUrl } = (await replay.next()) as { url: string; delayedUrl: string };
  return {
    surroundings: { originUrl, replayUrl, delayedUrl, user, key },
    requests: async () => ((await replay.ask("counts")) as { counts: { requests: number } }).counts.requests,
    stop: async () => {
      await replay.stop();
      await origin.stop();
    },
  };
}
