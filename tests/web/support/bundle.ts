import { build } from "esbuild";

/** The browser package from source, as the file of a script tag or as a module. */
export async function bundle(format: "iife" | "esm"): Promise<string> {
  const result = await build({
    entryPoints: ["packages/browser/src/index.ts"],
    bundle: true,
    write: false,
    format,
    globalName: "ftrackKit",
    platform: "browser",
    target: "es2022",
    minify: true,
    conditions: ["@ftrack-kit/source"],
  });
  return result.outputFiles[0]?.text ?? "";
}
