import { fromSource, run } from "./lib.mjs";

// Everything: npm run bench. One scenario: npm run bench -- open. In under a minute: npm run bench -- --quick.
process.exitCode = await run(process.execPath, [...fromSource, "bench/run.ts", ...process.argv.slice(2)]);
