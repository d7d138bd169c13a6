import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import ts from "typescript";
import { docs } from "./docs-regions.mjs";
import { root } from "./lib.mjs";

const kinds = [
  [/\.node\.test\.tsx?$/, "Node"],
  [/\.browser\.test\.tsx?$/, "Chromium"],
  [/\.test-d\.ts$/, "compiler"],
  [/\.test\.tsx?$/, "Node and Chromium"],
];

/** Every test file of the workspace, with the area it belongs to: package and module. */
function testFiles() {
  const folders = [
    ...readdirSync(join(root, "packages")).map((name) => ({
      area: name,
      path: join(root, "packages", name, "tests"),
    })),
    { area: "whole", path: join(root, "tests") },
  ];
  return folders.flatMap(({ area, path }) => {
    let files;
    try {
      files = readdirSync(path, { recursive: true });
    } catch {
      return [];
    }
    return files.flatMap((file) => {
      const runs = kinds.find(([pattern]) => pattern.test(file))?.[1];
      if (!runs || file.includes("node_modules")) return [];
      const module = dirname(file) === "." ? "" : ` / ${dirname(file)}`;
      return [{ area: `${area}${module}`, runs, file: join(path, file) }];
    });
  });
}

/** Text of a title; what is filled in when the test runs shows as an ellipsis. */
function titleOf(node) {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text.replace(/%[sdifjo#]|\$[\w.]+/g, "…");
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

/** Name of the function a call goes to: `it` for `it(…)`, `it.each(…)(…)` and `it.runIf(…)(…)`. */
function calleeOf(node) {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))
    return calleeOf(node.expression ?? node.tag);
  return "";
}

/** The sentences a test file states, by what they are about. */
function sentencesOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const sentences = [];
  const visit = (node, about) => {
    if (ts.isCallExpression(node)) {
      const name = calleeOf(node.expression);
      const title = titleOf(node.arguments[0]);
      if (title && name === "describe") {
        ts.forEachChild(node, (child) => visit(child, [...about, title]));
        return;
      }
      if (title && (name === "it" || name === "test")) sentences.push({ about, title });
    }
    ts.forEachChild(node, (child) => visit(child, about));
  };
  visit(source, []);
  return sentences;
}

/** Keeps text from being read as markup or as a Vue expression. */
const plain = (text) =>
  text.replace(/[&<>|`*_[\]{}$]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll("\n", " ");

/** Writes the page that says what works: the sentences of the test suite, by package and module. */
export function writeFeatures() {
  const areas = new Map();
  for (const { area, runs, file } of testFiles()) {
    const subject = basename(file)
      .replace(/\.(node\.|browser\.)?test(-d)?\.tsx?$/, "")
      .replaceAll("-", " ");
    for (const { about, title } of sentencesOf(file)) {
      const sentences = areas.get(area) ?? [];
      sentences.push({ runs, subject: about.join(", ") || subject, title });
      areas.set(area, sentences);
    }
  }
  const total = [...areas.values()].reduce((sum, sentences) => sum + sentences.length, 0);
  const lines = [
    "---\noutline: 2\nsearch: false\n---\n",
    "# What works\n",
    `${total} sentences, each the name of a test that CI runs. This page is generated from the tests, so it says what is`,
    "checked and nothing else. A sentence with “…” is checked for several values.\n",
    "| Area | Node and Chromium | Node | Chromium | Compiler |\n| --- | ---: | ---: | ---: | ---: |",
  ];
  const sorted = [...areas].sort(([left], [right]) => left.localeCompare(right));
  for (const [area, sentences] of sorted) {
    const count = (runs) => sentences.filter((sentence) => sentence.runs === runs).length || "";
    const counts = ["Node and Chromium", "Node", "Chromium", "compiler"].map(count);
    lines.push(`| [${area}](#${anchorOf(area)}) | ${counts.join(" | ")} |`);
  }
  for (const [area, sentences] of sorted) {
    lines.push(`\n## ${area} {#${anchorOf(area)}}\n`);
    const subjects = groupBySubject(sentences);
    for (const [subject, found] of subjects) {
      lines.push(`\n::: details ${plain(subject)} (${found.length})`);
      for (const { title, runs } of found) lines.push(`- ${plain(title)} <small>${runs}</small>`);
      lines.push(":::");
    }
  }
  writeFileSync(join(docs, "features.md"), `${lines.join("\n")}\n`);
  return total;
}

const anchorOf = (area) => area.replace(/[^\w]+/g, "-").toLowerCase();

function groupBySubject(sentences) {
  const groups = new Map();
  for (const sentence of sentences)
    groups.set(sentence.subject, [...(groups.get(sentence.subject) ?? []), sentence]);
  return groups;
}
