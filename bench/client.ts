import type { FromClient, Prepared, Sample, Surroundings, ToClient } from "./contract.js";
import { PeakMemory } from "./peak-memory.js";
import { scenarios } from "./scenarios/all.js";

// A process of one contender. Nothing that a contender needs is loaded before it asks for it.

const say = (message: FromClient) =>
  new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));

/**
 * Garbage is collected by hand around a first run only, for the sake of its memory: it throws away compiled code too,
 * because hidden classes of rows are held weakly, so that later runs would never be quick.
 */
async function measure(prepared: Prepared, isFirst: boolean): Promise<Sample> {
  if (isFirst) await collect();
  const memory = process.memoryUsage();
  const resident = new PeakMemory();
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  const outcome = await prepared.run();
  const { user, system } = process.cpuUsage(cpuStart);
  const wall = performance.now() - start;
  const peak = resident.growth;
  if (isFirst) await collect();
  const held = process.memoryUsage().heapUsed - memory.heapUsed;
  const { check, metrics = {} } = outcome;
  return { cpu: (user + system) / 1_000, wall, peak, held, check: JSON.stringify(check()), metrics };
}

/** Twice, with a pause: finalizers and weak references need a turn of the loop. */
async function collect(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const [scenarioName, contenderName, text] = process.argv.slice(2);
const scenario = scenarios.find(({ name }) => name === scenarioName);
const contender = scenario?.contenders[contenderName ?? ""];
if (!contender || text === undefined) throw new Error(`There is no ${scenarioName}: ${contenderName}.`);

let isFirst = true;
const prepared = await contender(JSON.parse(text) as Surroundings);
async function obey(message: ToClient): Promise<void> {
  if (message === "prepare") {
    await prepared.before?.();
    await say({ ready: true });
  } else if (message === "run") {
    await say({ sample: await measure(prepared, isFirst) });
    isFirst = false;
  } else {
    await prepared.close?.();
    process.exit(0);
  }
}

process.on("disconnect", () => process.exit(0));
process.on("message", (message: ToClient) => {
  obey(message).catch(async (error: unknown) => {
    await say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exit(1);
  });
});
await say({ ready: true });
