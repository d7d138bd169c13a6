import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names of the packages that the sources in a folder import, Node's own left out. */
export function importedPackages(folder) {
  const imported = new Set();
  for (const file of readdirSync(folder, { recursive: true }).map(String)) {
    if (!/\.tsx?$/.test(file)) continue;
    const source = readFileSync(join(folder, file), "utf8");
    const statements = source.matchAll(/^(?:import|export)\b[^;]*?from "([^".][^"]*)"/gm);
    const calls = source.matchAll(/import\("([^".][^"]*)"\)/g);
    for (const [, name] of [...statements, ...calls]) {
      if (name.startsWith("node:")) continue;
      const parts = name.split("/");
      imported.add(parts.slice(0, name.startsWith("@") ? 2 : 1).join("/"));
    }
  }
  return imported;
}
