import { join } from "node:path";
import { build } from "esbuild";

/** Stands where the packages of `@ftrack-kit/node` are found, in a folder nobody publishes. */
const output = "packages/node/node_modules/.cache/bench";

/**
 * Builds the client process from the sources, as the packages are built for publishing.
 *
 * @returns The path of the program.
 */
export async function buildClient(root: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ["bench/client.ts"],
    outdir: output,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    conditions: ["@ftrack-kit/source"],
    packages: "bundle",
    // What our packages carry is bundled, from source; what else applications install is loaded as they load it.
    external: ["ws", "undici", "@ftrack/api", "esbuild", "typescript"],
    sourcemap: true,
    logLevel: "error",
  });
  return join(root, output, "client.mjs");
}
