import type { Workspace } from "../schema/workspace.js";
import { addBasics } from "./basics/basics.js";
import { addUser } from "./basics/users.js";
import { plantBench } from "./bench.js";
import { plantDemo } from "./demo/demo.js";
import { SeedWriter } from "./seed-writer.js";

/** What a server begins with. */
export type SeedName = "empty" | "demo" | "bench-100k";

/** Keeps the bytes of a component in the server's own location. */
export type PutFile = (componentId: string, bytes: Uint8Array, mediaType: string) => void | Promise<void>;

export interface SeedOptions {
  /** Milliseconds since 1970; dates of the seed are laid out around it. */
  readonly now: number;
  /** Login names that exist whatever the seed; each is an administrator. */
  readonly users: readonly string[];
  readonly putFile: PutFile;
}

/** Names of all seeds, for messages and checks. */
export const seedNames: readonly SeedName[] = ["empty", "demo", "bench-100k"];

/**
 * Plants a seed in a workspace without rows: the same rows every time.
 *
 * The rows are there when the call returns; the promise waits for the files.
 */
export async function seedWorkspace(
  workspace: Workspace,
  name: SeedName,
  options: SeedOptions,
): Promise<void> {
  const files: (void | Promise<void>)[] = [];
  const putFile: PutFile = (...file) => {
    files.push(options.putFile(...file));
  };
  workspace.store.fill(() => {
    const seed = new SeedWriter(workspace, options.now);
    addBasics(seed);
    for (const username of options.users) addUser(seed, { username, role: "Administrator" });
    plants[name](seed, putFile);
  });
  await Promise.all(files);
}

const plants: Readonly<Record<SeedName, (seed: SeedWriter, putFile: PutFile) => void>> = {
  empty: () => {},
  demo: plantDemo,
  "bench-100k": plantBench,
};
