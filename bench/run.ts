import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildClient } from "./build-client.js";
import { judge } from "./judge.js";
import { KeptResults } from "./kept-results.js";
import { measureScenario } from "./measure-scenario.js";
import { type Circumstances, printReport, type Result } from "./report.js";
import { measured as all } from "./scenarios/all.js";
import { startServers } from "./servers.js";

// npm run bench [-- <beginning of a scenario's name>…] [--quick] [--profile]
// Every scenario measured at full length is kept as JSON, and the report tells of the latest of each.

const root = fileURLToPath(new URL("..", import.meta.url));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const quick = process.argv.includes("--quick");
const profiles = process.argv.includes("--profile") ? join(root, "bench/results/profiles") : undefined;
const chosen = all.filter(({ name, slow }) =>
  wanted.length > 0 ? wanted.some((word) => name.startsWith(word)) : !(quick && slow),
);
if (chosen.length === 0) {
  console.error(`There is no such scenario. There are: ${all.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}
if (!existsSync(join(root, "packages/browser/dist/index.js"))) {
  console.error("Build the packages first: what is published is measured too (npm run build).");
  process.exit(1);
}

const kept = new KeptResults(join(root, "bench/results"));
const client = await buildClient(root);
const servers = await startServers(root);
const failures: string[] = [];
try {
  for (const scenario of chosen) {
    console.log(`\n${scenario.name}: ${scenario.title}`);
    try {
      const measured = await measureScenario(scenario, { client, servers, quick, profiles });
      const result = { scenario, measured, circumstances: describe() };
      tell(result);
      if (quick || profiles !== undefined) continue;
      kept.keep(result);
      writeFileSync(join(root, "bench/REPORT.md"), printReport(kept.read(all)));
    } catch (error) {
      failures.push(scenario.name);
      console.error(error instanceof Error ? error.message : error);
    }
  }
} finally {
  await servers.stop();
}

if (failures.length > 0) console.error(`Could not be measured: ${failures.join(", ")}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function tell({ scenario, measured }: Result): void {
  console.table(
    Object.fromEntries(
      [...measured].map(([name, { first, repeated }]) => {
        const middle = (runs: typeof first, metric: string) => {
          const values = runs.flatMap((numbers) => numbers[metric] ?? []).sort((a, b) => a - b);
          return values.length === 0 ? undefined : Number(values[values.length >> 1]?.toFixed(2));
        };
        const metrics = Object.keys({ ...first[0], ...repeated[0] });
        const cells = metrics.map((metric) => [
          metric,
          middle(repeated.length > 0 ? repeated : first, metric),
        ]);
        return [name, { "cpu, first": middle(first, "cpu"), ...Object.fromEntries(cells) }];
      }),
    ),
  );
  for (const { target, reached, isMet } of judge(scenario, measured)) {
    const { contender, metric, phase, atMost, relativeTo } = target;
    const unit = relativeTo === undefined ? "" : ` × ${relativeTo}`;
    console.log(
      `${isMet ? "✓" : "✗"} ${contender}, ${metric} (${phase}): ${reached?.toFixed(2)}${unit}, at most ${atMost}`,
    );
  }
}

function describe(): Circumstances {
  const versionOf = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")).version as string;
  return {
    date: new Date().toISOString().slice(0, 19),
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    load: `load ${loadavg()[0]?.toFixed(1)}`,
    versions: {
      Node: process.versions.node,
      "@ftrack/api": versionOf("node_modules/@ftrack/api/package.json"),
      "@ftrack-kit/node": versionOf("packages/node/package.json"),
    },
  };
}
