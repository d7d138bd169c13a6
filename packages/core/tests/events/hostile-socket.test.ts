import { describe, expect, it } from "vitest";
import { runHostile } from "./support/hostile-run.js";

const nightly = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env
  .FTRACK_KIT_NIGHTLY;
const runs = nightly ? 10_000 : 300;

describe("a hub under attack", () => {
  it("ends with every subscription live once, no event lost or doubled, and nothing left behind", async () => {
    const failures: string[] = [];
    let connections = 0;
    let published = 0;

    for (let seed = 1; seed <= runs; seed++) {
      const outcome = await runHostile(seed);
      connections += outcome.connections;
      published += outcome.published;
      for (const fault of outcome.faults) failures.push(`seed ${seed}: ${fault}`);
    }

    expect(failures).toEqual([]);
    expect(connections).toBeGreaterThan(runs * 2);
    expect(published).toBeGreaterThan(runs * 5);
  }, 1_800_000);
});
