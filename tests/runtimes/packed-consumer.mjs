import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = ["core", "browser", "node", "ftrack-kit"];

/**
 * Makes a project that has the packages as they would be published, and the programs of this folder.
 *
 * @returns Where it is.
 */
export function createConsumer(work) {
  const dependencies = {};
  for (const name of wanted) {
    const folder = join(root, "packages", name);
    const destination = join(work, "tarballs", name);
    mkdirSync(destination, { recursive: true });
    // Only pnpm rewrites `workspace:` and `catalog:`.
    execFileSync("pnpm", ["pack", "--pack-destination", destination], { cwd: folder, stdio: "pipe" });
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    dependencies[manifest.name] = `file:${join(destination, readdirSync(destination)[0])}`;
  }
  const consumer = join(work, "consumer");
  cpSync(join(dirname(fileURLToPath(import.meta.url)), "consumer"), consumer, { recursive: true });
  const manifest = { name: "consumer", private: true, dependencies, pnpm: { overrides: dependencies } };
  writeFileSync(join(consumer, "package.json"), JSON.stringify(manifest));
  const install = ["install", "--ignore-workspace", "--ignore-scripts", "--config.confirmModulesPurge=false"];
  execFileSync("pnpm", install, { cwd: consumer, stdio: "pipe", env: { ...process.env, CI: "" } });
  // `ftrack-kit` brings the browser's package; where it is depends on who installs.
  const cdn = join(root, "packages/browser/dist/cdn");
  for (const file of ["ftrack-kit.min.js", "ftrack-kit.esm.min.js"])
    copyFileSync(join(cdn, file), join(consumer, file));
  return consumer;
}
