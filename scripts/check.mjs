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

/** In this order: what fails fast comes first, what needs a build after the build. */
const steps = {
  chromium: ensureChromium,
  lockfile: () => run(process.execPath, ["scripts/check-lockfile.mjs"]),
  licences: () => run(process.execPath, ["scripts/check-licences.mjs"]),
  types: () => run(process.execPath, ["scripts/typecheck.mjs"]),
  format: () => tool("biome", "ci", "--max-diagnostics=50", "."),
  lint: () => tool("eslint", "."),
  build: () => tool("tsup", "--silent"),
  api: () => run(process.execPath, ["scripts/check-api.mjs"]),
  suites,
  examples: () => run(process.execPath, ["scripts/example.mjs"]),
  docs: () => run(process.execPath, ["scripts/docs.mjs", "--check"]),
  packages: () => run(process.execPath, ["scripts/check-packages.mjs"]),
};

mkdirSync(artifacts, { recursive: true });
const wanted = process.argv.slice(2).filter((argument) => argument in steps);
const summary = [];
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length && !wanted.includes(name)) continue;
  console.log(`\n━━ ${name}`);
  const started = Date.now();
  const code = await step();
  summary.push({
    step: name,
    outcome: code === 0 ? "passed" : "failed",
    seconds: Math.round((Date.now() - started) / 1000),
  });
}

console.log("");
console.table(summary);
const failedSteps = summary.filter(({ outcome }) => outcome === "failed").length;
console.log(`${tests.passed + summary.length - failedSteps} passed, ${tests.failed + failedSteps} failed`);
process.exitCode = failedSteps || tests.failed ? 1 : 0;
