import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const versions = {
  esbuild: "0.28.2",
  vite: "7.3.8",
  rollup: "4.68.7",
  "@rollup/plugin-node-resolve": "16.0.3",
  "@rollup/plugin-commonjs": "29.0.3",
  webpack: "5.112.1",
};

/** Installs the bundlers, without any script of theirs; the folder is kept between runs. */
export function installBundlers(folder) {
  if (existsSync(join(folder, "node_modules/webpack"))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", install, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

/** Others are remarks on how dependencies are written. */
const failing = new Set(["UNRESOLVED_IMPORT", "MISSING_EXPORT", "MISSING_GLOBAL_NAME", "THIS_IS_UNDEFINED"]);
const htmlOf = (script) =>
  `<!doctype html><link rel="icon" href="data:,"><script type="module" src="./${script}"></script>`;

/** How each bundler makes a page of the consumer's `page.mjs`, with nothing but its defaults for the web. */
const builders = {
  esbuild: async (load, consumer, outdir) => {
    const { build } = await load("esbuild");
    const entryPoints = [join(consumer, "page.mjs")];
    await build({
      entryPoints,
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      logLevel: "error",
    });
    return htmlOf("page.js");
  },
  Vite: async (load, consumer, outdir) => {
    const { build } = await load("vite");
    writeFileSync(join(consumer, "index.html"), htmlOf("page.mjs"));
    await build({
      root: consumer,
      base: "./",
      logLevel: "error",
      build: { outDir: outdir, emptyOutDir: false },
    });
    return undefined;
  },
  Rollup: async (load, consumer, dir) => {
    const { rollup } = await load("rollup");
    const { default: resolve } = await load("@rollup/plugin-node-resolve");
    const { default: commonjs } = await load("@rollup/plugin-commonjs");
    const plugins = [resolve({ browser: true }), commonjs()];
    const onwarn = (warning) => {
      if (failing.has(warning.code)) throw new Error(warning.message);
    };
    const bundle = await rollup({ input: join(consumer, "page.mjs"), plugins, onwarn });
    await bundle.write({ dir, format: "es" });
    return htmlOf("page.js");
  },
  webpack: async (load, consumer, path) => {
    const { default: webpack } = await load("webpack");
    const compiler = webpack({
      mode: "production",
      entry: join(consumer, "page.mjs"),
      output: { path },
      performance: false,
    });
    await new Promise((resolve, reject) => {
      compiler.run((error, stats) => {
        if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString("errors-only")));
        else compiler.close(resolve);
      });
    });
    return '<!doctype html><link rel="icon" href="data:,"><script src="./main.js"></script>';
  },
};

export const bundlers = Object.keys(builders).map((name) => ({
  name,
  version: versions[name.toLowerCase()],
}));

/** Bundles the consumer's page; its `index.html` can be opened afterwards. */
export async function bundle(folder, name, consumer, outdir) {
  mkdirSync(outdir, { recursive: true });
  const { resolve } = createRequire(join(folder, "package.json"));
  const load = (module) => import(pathToFileURL(resolve(module)).href);
  const html = await builders[name](load, consumer, outdir);
  if (html !== undefined) writeFileSync(join(outdir, "index.html"), html);
}
