import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Hashes for the `integrity` attribute of script tags, by file, in `integrity.json` beside the scripts. */
export function writeIntegrity(folder: string): void {
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const hashes = scripts.sort().map((name) => {
    const hash = createHash("sha384").update(readFileSync(join(folder, name)));
    return [name, `sha384-${hash.digest("base64")}`];
  });
  writeFileSync(join(folder, "integrity.json"), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
}
