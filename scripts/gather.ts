import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, rollup } from "rollup";

/** The maps beside the files, so that those of what comes out lead to the sources. */
const withMaps: Plugin = {
  name: "with-maps",
  load: (id) => ({ code: readFileSync(id, "utf8"), map: readFileSync(`${id}.map`, "utf8") }),
};

/**
 * Writes an ES build once more for Node, with everything that the first entry needs at once in one file.
 *
 * Bundlers want small files, of which pages then get what they use. Node reads files one by one, and each costs it
 * half a millisecond. What is loaded later stays apart in both forms.
 *
 * @param folder - Where the build is; what comes out is put into its folder `node`.
 * @param entries - Names of entries, without `.js`.
 */
export async function gatherForNode(folder: string, entries: readonly string[]): Promise<void> {
  const first = join(folder, `${entries[0]}.js`);
  const input = Object.fromEntries(entries.map((entry) => [entry, join(folder, `${entry}.js`)]));
  const build = await rollup({
    input,
    external: (id) => !/^[./]/.test(id),
    plugins: [withMaps],
    // The code stays as it was built.
    treeshake: false,
  });
  const atOnce = new Set<string>();
  await build.write({
    dir: join(folder, "node"),
    format: "es",
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: "[name].js",
    manualChunks(id, { getModuleInfo }) {
      const visit = (file: string) => {
        if (atOnce.has(file)) return;
        atOnce.add(file);
        getModuleInfo(file)?.importedIds.forEach(visit);
      };
      if (atOnce.size === 0) visit(first);
      return atOnce.has(id) ? "at-once" : undefined;
    },
  });
  await build.close();
}
