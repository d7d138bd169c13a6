import { gzipSync } from "node:zlib";
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

const bundled =
  (contents: string): Contender =>
  async () => {
    const { build } = await import("esbuild");
    return {
      run: async () => {
        const result = await build({
          stdin: { contents, resolveDir: process.cwd(), loader: "js" },
          bundle: true,
          splitting: true,
          minify: true,
          write: false,
          format: "esm",
          outdir: "out",
          platform: "browser",
          target: "es2022",
          conditions: ["browser", "import", "module"],
        });
        const zipped = result.outputFiles.map(({ contents: bytes }) => gzipSync(bytes, { level: 9 }).length);
        const entry = result.outputFiles.findIndex(({ path }) => path.endsWith("stdin.js"));
        return {
          check: () => true,
          metrics: {
            "kB gzipped, first file": (zipped[entry] ?? Number.NaN) / 1024,
            "kB gzipped, all files": zipped.reduce((sum, bytes) => sum + bytes, 0) / 1024,
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
      { contender: "ftrack-kit, Session", metric: "kB gzipped, first file", phase: "first", atMost: 30 },
      { contender: "ftrack-kit, everything", metric: "kB gzipped, all files", phase: "first", atMost: 40 },
    ],
  },
];
