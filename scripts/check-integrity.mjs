import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Whether the published hashes are those of the scripts as they are published. */
export function checkIntegrity(consumer, { problems, say }) {
  const folder = join(consumer, "node_modules/@ftrack-kit/browser/dist/cdn");
  const told = JSON.parse(readFileSync(join(folder, "integrity.json"), "utf8"));
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  for (const name of new Set([...scripts, ...Object.keys(told)])) {
    const hash = createHash("sha384")
      .update(readFileSync(join(folder, name)))
      .digest("base64");
    if (told[name] !== `sha384-${hash}`) problems.push(`integrity.json is wrong about ${name}`);
  }
  say(`integrity: ${scripts.length} hashes compared`);
}
