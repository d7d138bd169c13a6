import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRegion } from "./docs-regions.mjs";
import { root } from "./lib.mjs";

const file = join(root, "README.md");
const block = /(<!-- code: ([\w./-]+)#([\w,-]+) -->\n+```\w+\n)[\s\S]*?(```)/g;

/** Brings the README's code up to date with the files it comes from; tells whether anything differed. */
export function updateReadme({ write }) {
  const before = readFileSync(file, "utf8");
  const after = before.replace(block, (_all, head, path, regions, tail) => {
    const parts = regions.split(",").map((region) => readRegion(join(root, path), region));
    return `${head}${parts.join("\n\n")}\n${tail}`;
  });
  if (write && after !== before) writeFileSync(file, after);
  return after !== before;
}
