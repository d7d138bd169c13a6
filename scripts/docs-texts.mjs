import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { docs, withCode } from "./docs-regions.mjs";

/** The summary of a page: its first paragraph below the title. */
function summaryOf(text) {
  const [, summary = ""] = /^# .+\n+([^#<|`\n][\s\S]*?)\n\n/.exec(text) ?? [];
  return summary.replaceAll("\n", " ");
}

/** Writes llms.txt, an index, and llms-full.txt, all guides in one text, for programs that read. */
export function writeTexts(guides) {
  const index = [
    "# ftrack-kit",
    "",
    "> The ftrack SDK for TypeScript and JavaScript: browsers, Node.js and a plain script tag.",
    "",
  ];
  const full = [];
  for (const { text, items } of guides) {
    index.push(`## ${text}`, "");
    for (const item of items) {
      const page = withCode(`${item.link.slice(1)}.md`);
      index.push(`- [${item.text}](${item.link}): ${summaryOf(page)}`);
      full.push(page.trim());
    }
    index.push("");
  }
  index.push(
    "## Optional",
    "",
    "- [All guides in one text](/llms-full.txt)",
    "- [API reference](/reference/)",
    "",
  );
  mkdirSync(join(docs, "public"), { recursive: true });
  writeFileSync(join(docs, "public/llms.txt"), index.join("\n"));
  writeFileSync(join(docs, "public/llms-full.txt"), `${full.join("\n\n")}\n`);
}
