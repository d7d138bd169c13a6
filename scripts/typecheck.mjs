import { tool } from "./lib.mjs";

// Core, the web and Node are checked with nothing but what they may use; everything else shares one program, because
// each program reads and checks the sources of core again.
const programs = [
  "packages/core/tests/tsconfig.json",
  "packages/browser/tsconfig.json",
  "packages/node/tsconfig.json",
  "tsconfig.check.json",
];

let failed = 0;
async function work() {
  for (let program = programs.shift(); program; program = programs.shift()) {
    if ((await tool("tsc", "--noEmit", "-p", program)) !== 0) failed += 1;
  }
}
await Promise.all([work(), work()]);
process.exitCode = failed ? 1 : 0;
