import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./lib.mjs";

export const docs = join(root, "docs");
const include = /^<<< @\/(\.\.\/[\w./-]+)(?:#([\w-]+))?$/;
/** Kinds of code that are run: on a page they have to come from a file. */
const runnable = /^```(ts|tsx|js|jsx|typescript|javascript|vue|html)\b/;
const generated = ["reference", "dist", "node_modules", "public"];

/** Every page written by hand, by its path in the folder of the documentation. */
export function pages(folder = docs) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith(".") || generated.includes(entry.name) ? [] : pages(path);
    return entry.name.endsWith(".md") && entry.name !== "features.md" ? [relative(docs, path)] : [];
  });
}

/** The lines between the markers of a region, without their common indentation; without a name, the whole file. */
export function readRegion(file, name) {
  const text = readFileSync(file, "utf8");
  if (name === undefined) return text.trimEnd();
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${name}`);
  if (start < 0 || end < start) throw new Error(`${relative(root, file)} has no region "${name}".`);
  const region = lines.slice(start + 1, end);
  const indentations = region.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const indentation = Math.min(...indentations);
  return region.map((line) => line.slice(indentation)).join("\n");
}

/** A page with the code it shows in place of where that comes from. */
export function withCode(page) {
  return readFileSync(join(docs, page), "utf8")
    .split("\n")
    .map((line) => {
      const [, path, name] = include.exec(line) ?? [];
      if (path === undefined) return line;
      const language = path.split(".").at(-1);
      return `\`\`\`${language}\n${readRegion(join(docs, path), name)}\n\`\`\``;
    })
    .join("\n");
}

/** What is wrong with the code of a page: regions that do not exist, and code that nobody runs. */
export function problemsOf(page) {
  const problems = [];
  const lines = readFileSync(join(docs, page), "utf8").split("\n");
  for (const [index, line] of lines.entries()) {
    const at = `docs/${page}:${index + 1}`;
    if (runnable.test(line)) problems.push(`${at}: code that is not run; take it from a region of a file`);
    if (!line.startsWith("<<<")) continue;
    const [, path, name] = include.exec(line) ?? [];
    try {
      if (path === undefined) throw new Error("write it as <<< @/../path/file.ts#region");
      readRegion(join(docs, path), name);
    } catch (error) {
      problems.push(`${at}: ${error.message}`);
    }
  }
  return problems;
}
