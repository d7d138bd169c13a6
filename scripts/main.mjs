import { fromSource, run, tool } from "./lib.mjs";

// The main job: build what the pages load, then tour, serve and stay up.
const quiet = { stdio: ["ignore", "ignore", "inherit"] };
const build = { ...process.env, BUILD_ONLY: "browser", BUILD_NO_TYPES: "1" };
const codes = [
  await run("node_modules/.bin/tsup", ["--silent"], { ...quiet, env: build }),
  await tool("vite", "build", "--logLevel", "warn", "examples/web-dashboard"),
];
if (codes.some(Boolean)) process.exit(1);
const job = [...fromSource, "scripts/main-job.ts", ...process.argv.slice(2)];
process.exitCode = await run(process.execPath, job);
