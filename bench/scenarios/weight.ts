import { relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import type { Contender, Scenario } from "../contract.js";

// What a client costs before it does anything.

/** Published names, hidden from the bundler, so that what was built for publishing is loaded. */
const load =
  (name: string): Contender =>
  async () => ({
    run: async () => {
      const loaded = await import(name);
      return { kept: loaded, check: () => typeof loaded.Session };
    },
  });

/** A file and everything that it imports before it runs. */
function atOnce(outputs: Metafile["outputs"], entry: string, seen = new Set<string>()): Set<string> {
  seen.add(entry);
  for (const { path, kind } of outputs[entry]?.imports ?? []) {
    if (kind === "import-statement" && !seen.has(path)) atOnce(outputs, path, seen);
  }
  return seen;
}

const bundled =
  (contents: string): Contender =>
  async () => {
    const { build } = await import("esbuild");
    return {
      run: async () => {
        const { outputFiles, metafile } = await build({
          stdin: { contents, resolveDir: process.cwd(), loader: "js" },
          bundle: true,
          splitting: true,
          minify: true,
          write: false,
          metafile: true,
          format: "esm",
          outdir: "out",
          platform: "browser",
          target: "es2022",
          conditions: ["browser", "import", "module"],
          logLevel: "error",
        });
        const kilobytes = new Map(
          outputFiles.map(({ path, contents: bytes }) => [
            relative(process.cwd(), path),
            gzipSync(bytes, { level: 9 }).length / 1024,
          ]),
        );
        const sum = (paths: Iterable<string>) =>
          [...paths].reduce((total, path) => total + (kilobytes.get(path) ?? 0), 0);
        return {
          check: () => true,
          metrics: {
            "kB gzipped, at once": sum(atOnce(metafile.outputs, "out/stdin.js")),
            "kB gzipped, all files": sum(kilobytes.keys()),
          },
        };
      },
    };
  };

export const weightScenarios: readonly Scenario[] = [
  {
    name: "import",
    title: "Cold import in Node, over an empty process",
    processes: 9,
    repeats: 0,
    contenders: {
      "@ftrack-kit/node": load("@ftrack-kit/node"),
      "@ftrack/api": load("@ftrack/api"),
    },
    targets: [{ contender: "@ftrack-kit/node", metric: "cpu", phase: "first", atMost: 40 }],
  },
  {
    name: "bundle",
    title: "A web page's bundle, minified",
    processes: 1,
    repeats: 0,
    contenders: {
      "ftrack-kit, Session": bundled('export { Session } from "@ftrack-kit/browser";'),
      "ftrack-kit, everything": bundled('export * from "@ftrack-kit/browser";'),
      "@ftrack/api, Session": bundled('export { Session } from "@ftrack/api";'),
      "@ftrack/api, everything": bundled('export * from "@ftrack/api";'),
    },
    targets: [
      { contender: "ftrack-kit, Session", metric: "kB gzipped, at once", phase: "first", atMost: 30 },
      { contender: "ftrack-kit, everything", metric: "kB gzipped, at once", phase: "first", atMost: 40 },
    ],
  },
];
