import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFeatures } from "./docs-features.mjs";
import { updateReadme } from "./docs-readme.mjs";
import { docs, pages, problemsOf } from "./docs-regions.mjs";
import { writeTexts } from "./docs-texts.mjs";
import { tool } from "./lib.mjs";

// Builds the documentation into docs/dist. `--check` leaves the API reference out, and changes nothing in git.
const isCheck = process.argv.includes("--check");

const problems = pages().flatMap(problemsOf);
if (updateReadme({ write: !isCheck }) && isCheck) {
  problems.push(
    "README.md: its code differs from the files it comes from; npm run docs brings it up to date",
  );
}
for (const problem of problems) console.error(problem);

rmSync(join(docs, "reference"), { recursive: true, force: true });
console.log(`what works: ${writeFeatures()} sentences`);
writeTexts(JSON.parse(readFileSync(join(docs, ".vitepress/guides.json"), "utf8")));

const codes = [problems.length];
if (!isCheck) codes.push(await tool("typedoc", "--options", "docs/typedoc.json", "--logLevel", "Error"));
codes.push(await tool("vitepress", "build", "docs"));
process.exitCode = codes.some(Boolean) ? 1 : 0;
