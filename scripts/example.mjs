import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { fromSource, root, run } from "./lib.mjs";

// An example that runs by itself has a `check` entry in its manifest: the file Node runs.
const folder = join(root, "examples");
const wanted = process.argv.slice(2).filter((argument) => argument !== "--");
const runnable = readdirSync(folder).filter((name) => manifestOf(name).check);

function manifestOf(name) {
  return JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
}

const env = { ...process.env, CHROMIUM_PATH: findChromium() };
const names = wanted.length ? wanted : runnable;
let failed = 0;
for (const name of names) {
  console.log(`\n── examples/${name}`);
  const started = Date.now();
  const check = join("examples", name, manifestOf(name).check);
  const code = await run(process.execPath, [...fromSource, check], { env });
  if (code !== 0) failed += 1;
  console.log(`${code === 0 ? "ok" : `failed with ${code}`} after ${Date.now() - started} ms`);
}
console.log(`examples: ${names.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
