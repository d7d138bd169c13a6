import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib.mjs";

// A lockfile that names a host would bind every clone to it.
const lockfile = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
const offending = lockfile
  .split("\n")
  .flatMap((line, index) => (line.includes("://") ? [`${index + 1}: ${line.trim()}`] : []));
if (offending.length) {
  console.error(`pnpm-lock.yaml names a host:\n${offending.slice(0, 5).join("\n")}`);
  process.exitCode = 1;
} else {
  console.log("pnpm-lock.yaml names no host");
}
