import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Modules of core from the lowest to the highest, each with what it may import besides `errors` and `util`. */
const modules: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  util: [],
  platform: [],
  auth: ["platform"],
  codec: [],
  schema: ["codec"],
  query: ["schema", "codec"],
  cache: ["platform"],
  http: ["platform", "auth", "codec"],
  entity: ["schema", "codec", "query", "platform"],
  events: ["platform", "auth", "codec", "schema"],
  sharing: ["platform", "events"],
  plugins: ["platform", "schema", "events"],
  locations: ["platform", "entity", "http", "codec", "schema", "query", "events"],
  live: ["platform", "schema", "query", "codec", "events"],
  session: [
    "platform",
    "auth",
    "codec",
    "schema",
    "query",
    "cache",
    "http",
    "entity",
    "events",
    "sharing",
    "plugins",
    "locations",
    "live",
  ],
};

/** Packages and what their sources may import; `node:` stands for Node's own modules. */
const packages: Readonly<Record<string, readonly string[]>> = {
  core: ["ky", "zod/mini", "eventemitter3"],
  browser: ["@ftrack-kit/core", "idb-keyval"],
  node: ["@ftrack-kit/core", "undici", "ws", "node:"],
  otel: ["@ftrack-kit/core", "@opentelemetry/api"],
  react: ["@ftrack-kit/core", "react"],
};

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const statements = code.matchAll(/^(?:import|export)\b[^;"]*?from "([^"]+)"|\bimport\("([^"]+)"\)/gm);
  return [...statements].map(([, statement, call]) => (statement ?? call) as string);
}

/** Modules in which types refer to each other across files, because what they describe does: a record its collections. */
const entangled = ["entity", "live", "locations", "session"];

/** Files of core that a file needs before it can begin; with types, also those it only takes types from. */
function neighboursOf(file: string, { types }: { readonly types: boolean }): string[] {
  const code = readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const statements = code.matchAll(
    /^(?:import|export)(?<kind> type)?\b(?<names>[^;"]*?) from "(?<path>\.[^"]+)"/gm,
  );
  return [...statements]
    .map(({ groups }) => groups as { readonly kind?: string; readonly names: string; readonly path: string })
    .filter(({ kind, names }) => types || !(kind || /^\s*\{(?:\s*type [^,}]+,?)+\s*\}$/.test(names)))
    .map(({ path }) => join(dirname(file), path).replace(/\.js$/, ".ts"));
}

/** Follows neighbours until it comes back to where it was; gives the way around, or nothing. */
function findCycle(files: readonly string[], next: (file: string) => readonly string[]): readonly string[] {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const neighbour of next(file)) {
      const cycle = visit(neighbour, [...way, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

describe("core's modules", () => {
  const files = sourcesOf("packages/core/src").filter((file) => file.split("/").length > 4);

  for (const [name, allowed] of Object.entries(modules)) {
    it(`${name} imports only from modules below it`, () => {
      const own = files.filter((file) => file.includes(`/src/${name}/`));

      const upward = own.flatMap((file) =>
        importsOf(file)
          .map((path) => path.match(/^(?:\.\.\/)+(\w+)\//)?.[1])
          .filter((target) => target !== undefined && ![name, "errors", "util", ...allowed].includes(target))
          .map((target) => `${file} imports ${target}`),
      );

      expect(own.length).toBeGreaterThan(0);
      expect(upward).toEqual([]);
    });
  }

  it("no file needs itself before it can begin", () => {
    const cycle = findCycle(files, (file) => neighboursOf(file, { types: false }));

    expect(cycle).toEqual([]);
  });

  it("no two files need each other's types where that can be avoided", () => {
    const plain = files.filter((file) => !entangled.some((name) => file.includes(`/src/${name}/`)));

    const cycle = findCycle(plain, (file) =>
      neighboursOf(file, { types: true }).filter((neighbour) => plain.includes(neighbour)),
    );

    expect(cycle).toEqual([]);
  });

  it("util imports nothing but util and errors", () => {
    const outside = files
      .filter((file) => file.includes("/src/util/"))
      .flatMap((file) =>
        importsOf(file).filter((path) => !path.startsWith("./") && !path.startsWith("../errors/")),
      );

    expect(outside).toEqual([]);
  });

  it("only http imports ky", () => {
    const importers = files.filter((file) => importsOf(file).includes("ky"));

    expect(importers.every((file) => file.includes("/src/http/"))).toBe(true);
  });

  it("only codec spells the wire's type key", () => {
    const spellers = files.filter((file) =>
      /["'`]__entity_type__["'`]/.test(readFileSync(join(root, file), "utf8")),
    );

    expect(spellers.filter((file) => !file.includes("/src/codec/"))).toEqual([]);
  });
});

describe("packages", () => {
  for (const [name, allowed] of Object.entries(packages)) {
    it(`${name} imports only what it may`, () => {
      const outside = sourcesOf(`packages/${name}/src`)
        .filter((file) => !file.includes("/src/testing/"))
        .flatMap((file) =>
          importsOf(file)
            .filter((path) => !path.startsWith("."))
            .filter(
              (path) =>
                !allowed.some(
                  (prefix) => path === prefix || (prefix.endsWith(":") && path.startsWith(prefix)),
                ),
            )
            .map((path) => `${file} imports ${path}`),
        );

      expect(outside).toEqual([]);
    });
  }
});
