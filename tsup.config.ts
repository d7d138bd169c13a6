import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Options } from "tsup";
import { splitContents } from "./scripts/contents.js";
import { gatherForNode } from "./scripts/gather.js";
import { writeIntegrity } from "./scripts/integrity.js";

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** What each package publishes: its entries and the platform its code may assume. */
const packages = {
  core: { platform: "neutral", entries: ["index", "testing/index"] },
  browser: { platform: "browser", entries: ["index"] },
  node: { platform: "node", entries: ["index"] },
  "dev-server": { platform: "node", entries: ["index", "embedded", "cli"] },
  cli: { platform: "node", entries: ["index", "cli"] },
  otel: { platform: "neutral", entries: ["index"] },
  react: { platform: "neutral", entries: ["index", "server"] },
  "ftrack-kit": { platform: "neutral", entries: ["browser", "node"] },
} as const satisfies Record<string, { platform: Options["platform"]; entries: readonly string[] }>;

/** Packages with many files for bundlers: their ES builds have a second form for Node. */
const gathered: readonly string[] = ["core"];

/** Packages that pages take parts of: their ES builds have a file for each module that the index names. */
const split: readonly string[] = ["core", "browser"];

const chosen = process.env.BUILD_ONLY?.split(",");
const names = (Object.keys(packages) as (keyof typeof packages)[]).filter(
  (name) => !chosen || chosen.includes(name),
);
const withTypes = !process.env.BUILD_NO_TYPES;

/** tsup would read the root manifest; a package's own manifest says what stays outside its bundle. */
function externalsOf(name: string): RegExp[] {
  const manifest = JSON.parse(readFileSync(`packages/${name}/package.json`, "utf8")) as Manifest;
  const outside = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return outside.map((dependency) => new RegExp(`^${dependency}(/|$)`));
}

/**
 * esbuild keeps the order in which files begin by importing them for nothing. None of ours does anything when it is
 * loaded, so such an import only makes pages read it early, and bundlers warn of it. The line stays, for the source map.
 */
const withoutBareImports: NonNullable<Options["plugins"]>[number] = {
  name: "without-bare-imports",
  renderChunk: (code, { map }) => ({
    code: code.replace(/^import "\.{1,2}\/[^"]+";$/gm, ""),
    map: map ?? null,
  }),
};

/** Commands are run, not imported: they need neither CommonJS nor declarations. */
const importable = (entries: readonly string[]) => entries.filter((entry) => entry !== "cli");

const indexOf = (name: string) => `packages/${name}/src/index.ts`;

function library(name: keyof typeof packages): Options[] {
  const { platform, entries } = packages[name];
  const external = externalsOf(name);
  const filesOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((entry) => [entry, `packages/${name}/src/${entry}.ts`]));
  const shared: Options = {
    entry: filesOf(entries),
    outDir: `packages/${name}/dist`,
    target: "es2022",
    platform,
    sourcemap: true,
    clean: false,
    tsconfig: `packages/${name}/tsconfig.json`,
  };
  return [
    {
      ...shared,
      format: ["esm"],
      splitting: true,
      external,
      plugins: [withoutBareImports],
      esbuildPlugins: split.includes(name)
        ? [splitContents(indexOf(name), { "@ftrack-kit/core": indexOf("core") })]
        : [],
      async onSuccess() {
        if (gathered.includes(name)) await gatherForNode(resolve(`packages/${name}/dist`), entries);
      },
    },
    {
      ...shared,
      entry: filesOf(importable(entries)),
      format: ["cjs"],
      splitting: false,
      external,
    },
  ];
}

for (const name of names) rmSync(`packages/${name}/dist`, { recursive: true, force: true });

/**
 * Declarations of some packages, by one TypeScript program.
 *
 * What two entries of a package share goes into a file at the root of the output, so a package with several entries
 * of its own code is a group by itself.
 */
function declarations(group: readonly (keyof typeof packages)[]): Options[] {
  const wanted = group.filter((name) => names.includes(name));
  if (!withTypes || wanted.length === 0) return [];
  const [only] = wanted.length === 1 ? wanted : [];
  const entry = wanted.flatMap((name) =>
    importable(packages[name].entries).map((file) => [
      only ? file : `${name}/dist/${file}`,
      `packages/${name}/src/${file}.ts`,
    ]),
  );
  return [
    {
      entry: Object.fromEntries(entry),
      outDir: only ? `packages/${only}/dist` : "packages",
      format: ["esm", "cjs"],
      dts: { only: true },
      clean: false,
      external: [/^@ftrack-kit\//, ...wanted.flatMap(externalsOf)],
      tsconfig: "tsconfig.build.json",
    },
  ];
}

const scriptTag: Options = {
  entry: { "ftrack-kit": "packages/browser/src/index.ts" },
  outDir: "packages/browser/dist/cdn",
  globalName: "ftrackKit",
  platform: "browser",
  target: "es2022",
  minify: true,
  sourcemap: true,
  // One file to copy and to check by its hash: the parts that are loaded later elsewhere are in it.
  splitting: false,
  clean: false,
  noExternal: [/.*/],
  async onSuccess() {
    writeIntegrity("packages/browser/dist/cdn");
  },
  tsconfig: "packages/browser/tsconfig.json",
  esbuildOptions(options) {
    options.conditions = ["@ftrack-kit/source", "browser", "module", "import"];
  },
};

export default defineConfig([
  ...names.flatMap(library),
  ...[["core"], ["dev-server"], ["react"], ["browser", "node", "cli", "otel", "ftrack-kit"]].flatMap(
    (group) => declarations(group as (keyof typeof packages)[]),
  ),
  ...(names.includes("browser")
    ? [
        { ...scriptTag, format: ["iife" as const], outExtension: () => ({ js: ".min.js" }) },
        { ...scriptTag, format: ["esm" as const], outExtension: () => ({ js: ".esm.min.js" }) },
      ]
    : []),
]);
