import { copyFileSync, cpSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/lib.mjs";
import { installTarballs, packAll } from "../../scripts/packed.mjs";

/**
 * Makes a project that has the packages as they would be published, and the programs of this folder.
 *
 * @returns Where it is.
 */
export function createConsumer(work) {
  const consumer = join(work, "consumer");
  cpSync(join(dirname(fileURLToPath(import.meta.url)), "consumer"), consumer, { recursive: true });
  installTarballs(consumer, packAll(["core", "browser", "node", "ftrack-kit"], work));
  // `ftrack-kit` brings the browser's package; where it is depends on who installs.
  const cdn = join(root, "packages/browser/dist/cdn");
  for (const file of ["ftrack-kit.min.js", "ftrack-kit.esm.min.js"])
    copyFileSync(join(cdn, file), join(consumer, file));
  return consumer;
}
