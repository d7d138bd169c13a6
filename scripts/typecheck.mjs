import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, tool } from "./lib.mjs";

/** Every TypeScript program of the workspace: one per package and example, one for the shared tests. */
function programs() {
  const found = ["tsconfig.json"];
  for (const folder of ["packages", "examples"]) {
    for (const name of readdirSync(join(root, folder))) {
      for (const program of [`${folder}/${name}/tsconfig.json`, `${folder}/${name}/tests/tsconfig.json`]) {
        if (existsSync(join(root, program))) found.push(program);
      }
    }
  }
  return found;
}

const waiting = programs();
let failed = 0;
async function work() {
  for (let program = waiting.shift(); program; program = waiting.shift()) {
    if ((await tool("tsc", "--noEmit", "-p", program)) !== 0) failed += 1;
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
process.exitCode = failed ? 1 : 0;
