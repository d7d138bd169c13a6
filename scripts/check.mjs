import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./ensure-chromium.mjs";
import { root, run, tool } from "./lib.mjs";

const artifacts = join(root, ".artifacts");
const report = join(artifacts, "vitest.json");
const tests = { passed: 0, failed: 0 };

/** Runs the test projects, the two that need a browser each by themselves: Vitest cannot start both at once. */
async function suites() {
  let failed = 0;
  for (const projects of [["unit", "types"], ["unit-chromium"], ["chromium"], ["node"]]) {
    rmSync(report, { force: true });
    const chosen = projects.flatMap((project) => ["--project", project]);
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile=${report}`];
    const code = await tool("vitest", "run", ...chosen, ...reporters);
    if (code !== 0) failed += 1;
    if (!existsSync(report)) continue;
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    tests.passed += numPassedTests;
    tests.failed += numFailedTests;
  }
  return failed;
}

/**
 * In this order: what fails fast comes first, what needs a build after the build. Those of one row keep a processor busy
 * each, so they run side by side; suites and examples have the machine to themselves, as they wait for things to happen.
 */
const rows = [
  { chromium: ensureChromium },
  { lockfile: () => run(process.execPath, ["scripts/check-lockfile.mjs"]) },
  { licences: () => run(process.execPath, ["scripts/check-licences.mjs"]) },
  { format: () => tool("biome", "ci", "--max-diagnostics=50", ".") },
  { types: () => run(process.execPath, ["scripts/typecheck.mjs"]) },
  { lint: () => tool("eslint", "."), build: () => tool("tsup", "--silent") },
  { api: () => run(process.execPath, ["scripts/check-api.mjs"]) },
  { suites },
  { examples: () => run(process.execPath, ["scripts/example.mjs"]) },
  {
    docs: () => run(process.execPath, ["scripts/docs.mjs", "--check"]),
    packages: () => run(process.execPath, ["scripts/check-packages.mjs"]),
  },
];

const names = rows.flatMap(Object.keys);
const asked = process.argv.slice(2).filter((argument) => names.includes(argument));
const summary = [];

async function take([name, step]) {
  if (asked.length > 0 && !asked.includes(name)) return;
  console.log(`\n━━ ${name}`);
  const started = Date.now();
  const code = await step();
  summary.push({
    step: name,
    outcome: code === 0 ? "passed" : "failed",
    seconds: Math.round((Date.now() - started) / 1000),
  });
}

mkdirSync(artifacts, { recursive: true });
for (const row of rows) await Promise.all(Object.entries(row).map(take));

console.log("");
console.table(summary);
const failedSteps = summary.filter(({ outcome }) => outcome === "failed").length;
console.log(`${tests.passed + summary.length - failedSteps} passed, ${tests.failed + failedSteps} failed`);
process.exitCode = failedSteps || tests.failed ? 1 : 0;
