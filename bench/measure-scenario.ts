import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.js";
import type { FromClient, Sample, Scenario, ToClient } from "./contract.js";
import type { Servers } from "./servers.js";

/** Everything that was measured of one contender. */
export interface Measured {
  /** First runs of fresh processes. */
  readonly first: Readonly<Record<string, number>>[];
  /** Later runs. */
  readonly repeated: Readonly<Record<string, number>>[];
}

export interface MeasureInit {
  readonly client: string;
  readonly servers: Servers;
  readonly quick: boolean;
  /** Where each process leaves a CPU profile. */
  readonly profiles?: string | undefined;
}

/**
 * Measures a scenario: fresh processes of all contenders, taking turns in every round.
 *
 * @throws When contenders disagree about what came out.
 */
export async function measureScenario(
  scenario: Scenario,
  { client, servers, quick, profiles }: MeasureInit,
): Promise<Map<string, Measured>> {
  const once = new Set(scenario.once);
  // What takes long is not for in between.
  const names = Object.keys(scenario.contenders).filter((name) => !(quick && once.has(name)));
  const results = new Map<string, Measured>(names.map((name) => [name, { first: [], repeated: [] }]));
  const folder = await mkdtemp(join(tmpdir(), "ftrack-kit-bench-"));
  try {
    const start = async (name: string, number: number): Promise<Child> => {
      const own = join(folder, `${names.indexOf(name)}-${number}`);
      const surroundings = { ...servers.surroundings, folder: await makeFolder(own) };
      const child = new Child(client, [scenario.name, name, JSON.stringify(surroundings)], {
        execArgv: ["--expose-gc", "--unhandled-rejections=strict", ...profiling(profiles, name)],
      });
      await child.next();
      return child;
    };
    const runOnce = async (child: Child): Promise<{ numbers: Record<string, number>; check: string }> => {
      await tell(child, "prepare");
      const before = await servers.requests();
      const answer = await tell(child, "run");
      if (!("sample" in answer)) throw new Error("No sample came.");
      const { check, metrics, ...sample }: Sample = answer.sample;
      return { numbers: { ...sample, ...metrics, requests: (await servers.requests()) - before }, check };
    };

    await compareResults(scenario, names, start, runOnce);
    const processes = quick ? 1 : (scenario.processes ?? 3);
    const warmUps = (scenario.repeats ?? 5) === 0 || quick ? 0 : (scenario.warmUps ?? 2);
    const repeats = quick ? Math.min(3, scenario.repeats ?? 5) : (scenario.repeats ?? 5);
    for (let number = 0; number < processes; number++) {
      const taking = names.filter((name) => number === 0 || !once.has(name));
      const children = new Map<string, Child>();
      for (const name of taking) children.set(name, await start(name, number));
      for (let round = 0; round <= warmUps + repeats; round++) {
        for (const [name, child] of children) {
          if (round > 0 && once.has(name)) continue;
          const { numbers } = await runOnce(child);
          if (round === 0) results.get(name)?.first.push(numbers);
          else if (round > warmUps) results.get(name)?.repeated.push(numbers);
        }
      }
      for (const child of children.values()) await child.stop("close");
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}

const profiling = (folder: string | undefined, name: string) =>
  folder === undefined
    ? []
    : [
        "--cpu-prof",
        `--cpu-prof-dir=${folder}`,
        `--cpu-prof-name=${name.replace(/\W+/g, "-")}-${Date.now()}.cpuprofile`,
      ];

async function tell(child: Child, message: ToClient): Promise<FromClient> {
  const answer = (await child.ask(message)) as FromClient;
  if ("failed" in answer) throw new Error(answer.failed);
  return answer;
}

/** A run of each contender that is not timed: answers are recorded, and results compared. */
async function compareResults(
  scenario: Scenario,
  names: readonly string[],
  start: (name: string, number: number) => Promise<Child>,
  runOnce: (child: Child) => Promise<{ check: string }>,
): Promise<void> {
  let expected: string | undefined;
  for (const name of names) {
    const child = await start(name, 1_000);
    const { check } = await runOnce(child);
    await child.stop("close");
    expected ??= check;
    if (check !== expected)
      throw new Error(`${scenario.name}: ${name} made ${check}, ${names[0]} made ${expected}.`);
  }
}
