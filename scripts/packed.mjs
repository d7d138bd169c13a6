import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib.mjs";

/** Packs packages, by the names of their folders, as they would be published; gives their tarballs by name. */
export function packAll(folders, work) {
  return new Map(
    folders.map((folder) => {
      const source = join(root, "packages", folder);
      const destination = join(work, "tarballs", folder);
      mkdirSync(destination, { recursive: true });
      // Only pnpm rewrites `workspace:` and `catalog:`.
      pnpm(source, "pack", "--pack-destination", destination);
      const { name } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
      return [name, join(destination, readdirSync(destination)[0])];
    }),
  );
}

/** Makes a folder a project of its own that has these tarballs installed, and nothing of the workspace. */
export function installTarballs(project, tarballs) {
  mkdirSync(project, { recursive: true });
  const dependencies = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]));
  const manifest = { name: "consumer", private: true, dependencies, pnpm: { overrides: dependencies } };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  pnpm(project, "install", "--ignore-workspace", "--ignore-scripts", "--config.confirmModulesPurge=false");
}

function pnpm(cwd, ...args) {
  execFileSync("pnpm", args, {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, CI: "" },
  });
}
