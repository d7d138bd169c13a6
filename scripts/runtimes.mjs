import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDevServer } from "@ftrack-kit/dev-server";
import { bundle, bundlers, installBundlers } from "../tests/runtimes/bundlers.mjs";
import { engines, installEngines, runInEngine } from "../tests/runtimes/engines.mjs";
import { createConsumer } from "../tests/runtimes/packed-consumer.mjs";
import { browserNames, fileOf, openBrowser, pages, pathOf } from "../tests/runtimes/pages.mjs";
import { root, tool } from "./lib.mjs";

// Runs one scenario against the embedded server in every runtime that we claim, on the packages as they would be
// published, and writes what came out into the README. `npm run runtimes -- --no-build` takes what was built before.

const cache = join(root, "node_modules/.cache/runtimes");
const key = "runtimes-key";
const marks = { begin: "<!-- runtimes: written by npm run runtimes -->", end: "<!-- runtimes: end -->" };
/** No icon: browsers would ask for one, and find none. */
const head = '<!doctype html><link rel="icon" href="data:,">';
const rows = [];
const failures = [];

if (!process.argv.includes("--no-build") && (await tool("tsup", "--silent")) !== 0) process.exit(1);

const work = mkdtempSync(join(tmpdir(), "ftrack-kit-runtimes-"));
const server = await createDevServer({ credentials: { user: "jane", key } });
const options = { serverUrl: server.url, apiUser: "jane", apiKey: key };
try {
  const consumer = createConsumer(work);
  installEngines(join(cache, "engines"), engines);
  for (const engine of engines) {
    const version = engine.source.slice(engine.source.lastIndexOf("@") + 1);
    const formats = engine.formats ?? ["mjs", "cjs"];
    await attempt(
      engine.name,
      version,
      formats.map((format) => (format === "mjs" ? "ES module" : "CommonJS")),
      (index) => runInEngine(join(cache, "engines"), engine, formats[index], consumer, options),
    );
  }
  installBundlers(join(cache, "bundlers"));
  for (const [page, html] of Object.entries(pages)) writeFileSync(pathOf(consumer, page), `${head}${html}`);
  for (const name of browserNames) await runPages(name, consumer);
  await runBundles("Chromium", consumer);
} finally {
  await server.close();
  rmSync(work, { recursive: true, force: true });
}

writeTable();
await tool("biome", "format", "--write", "README.md");
for (const failure of failures) console.error(`✗ ${failure}`);
console.log(`runtimes: ${failures.length ? `${failures.length} failed` : "all passed"}`);
process.exitCode = failures.length ? 1 : 0;

/** Runs the scenario in every kind of page and worker of a browser. */
async function runPages(name, consumer) {
  const browser = await openBrowser(name, consumer);
  const ways = Object.keys(pages);
  try {
    await attempt(name, browser.version, ways, (index) => browser.run(fileOf(ways[index]), options));
  } finally {
    await browser.close();
  }
}

/** Runs the scenario in pages as each bundler makes them. */
async function runBundles(name, consumer) {
  const browser = await openBrowser(name, consumer);
  try {
    for (const { name: bundler, version } of bundlers) {
      await attempt(`${name}, bundled by ${bundler}`, version, ["ES module"], async () => {
        const folder = `built-${bundler.toLowerCase()}`;
        await bundle(join(cache, "bundlers"), bundler, consumer, join(consumer, folder));
        return browser.run(`${folder}/index.html`, options);
      });
    }
  } finally {
    await browser.close();
  }
}

/** Runs the scenario in each way that a runtime loads us, and notes a row for the table. */
async function attempt(name, version, ways, runWay) {
  const passed = [];
  for (const [index, way] of ways.entries()) {
    try {
      const steps = await runWay(index);
      console.log(`✓ ${name} ${version}, ${way}: ${steps.join(", ")}`);
      passed.push(way);
    } catch (error) {
      failures.push(`${name} ${version}, ${way}: ${error.message}`);
      console.log(`✗ ${name} ${version}, ${way}`);
    }
  }
  rows.push([name, version, ways.map((way) => `${passed.includes(way) ? "✓" : "✗"} ${way}`).join(", ")]);
}

function writeTable() {
  const path = join(root, "README.md");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const [before, rest] = text.split(marks.begin);
  const after = rest?.split(marks.end)[1];
  if (after === undefined) {
    failures.push(`README.md lacks the marks "${marks.begin}" and "${marks.end}".`);
    return;
  }
  const lines = [["Runtime", "Version", "Loaded as"], ["---", "---", "---"], ...rows];
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  writeFileSync(path, `${before}${marks.begin}\n\n${table}\n\n${marks.end}${after}`);
}
