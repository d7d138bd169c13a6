import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build as esbuild, transform } from "esbuild";
import { chromium } from "playwright";
import sirv from "sirv";
import { build as vite } from "vite";
import { chromiumOptions } from "./chromium.mjs";

// What a page pays for the SDK, and whether the parts that it loads later work where bundlers put them.

const kilobyte = 1024;
const sessionAlone = 'export { Session } from "@ftrack-kit/browser";';
const everything = 'export * from "@ftrack-kit/browser";';
const builder = 'export { createQueryBuilder } from "@ftrack-kit/browser";';
const language = 'export { checkQuery, parseQuery, printQuery, ql } from "@ftrack-kit/browser";';

/** Kilobytes, gzipped: where we want to be, and what nobody may go beyond meanwhile. The limits only ever fall. */
const budgets = {
  "Session alone, before it opens": { goal: 30, limit: 30 },
  "Session alone, before it opens, by esbuild": { goal: 30, limit: 35 },
  "everything, before a session opens": { goal: 40, limit: 59 },
  "query builder alone": { goal: 3, limit: 3 },
  "query language": { goal: 5, limit: 6 },
  "everything, with all parts": { limit: 129 },
  "script tag": { limit: 126 },
};

/**
 * Bundles what a page imports from the packed tarballs, as Vite does (by Rollup) or as esbuild does.
 *
 * @returns Files by name, with the code and the files it imports at once; and the file a page begins with.
 */
async function bundle(consumer, contents, bundler) {
  const entry = join(consumer, "bundle.js");
  writeFileSync(entry, contents);
  const files = new Map();
  if (bundler === "esbuild") {
    const options = { bundle: true, splitting: true, minify: true, format: "esm", target: "es2022" };
    const output = { outdir: join(consumer, "out"), write: false, metafile: true, absWorkingDir: consumer };
    const { outputFiles, metafile } = await esbuild({ entryPoints: [entry], ...options, ...output });
    const nameOf = (path) => path.split("/").at(-1);
    for (const { path, text } of outputFiles) {
      const { imports } = metafile.outputs[`out/${nameOf(path)}`];
      const atOnce = imports.filter(({ kind }) => kind === "import-statement");
      files.set(nameOf(path), { code: text, imports: atOnce.map((one) => nameOf(one.path)) });
    }
    return { files, begin: "bundle.js" };
  }
  // As a library, so that nothing of Vite's own is counted; it leaves white space in, which pages do not get.
  const lib = { entry, formats: ["es"] };
  const options = { write: false, target: "es2022", minify: false, lib };
  const [{ output }] = await vite({ configFile: false, logLevel: "error", root: consumer, build: options });
  for (const { fileName, code, imports } of output) {
    const { code: small } = await transform(code, { minify: true, format: "esm", target: "es2022" });
    files.set(fileName, { code: small, imports });
  }
  return { files, begin: output.find(({ isEntry }) => isEntry).fileName };
}

/** The file a page begins with and those it needs at once. */
function initialFiles({ files, begin }) {
  const names = new Set([begin]);
  for (const name of names) for (const other of files.get(name).imports) names.add(other);
  return [...names].map((name) => files.get(name).code);
}

const weigh = (codes) => codes.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0) / kilobyte;

/** Bytes a page pays, and what must never reach it. */
export async function checkSizes(consumer, { problems, say }) {
  const session = await bundle(consumer, sessionAlone, "rollup");
  const byEsbuild = await bundle(consumer, sessionAlone, "esbuild");
  const all = await bundle(consumer, everything, "rollup");
  const built = await bundle(consumer, builder, "rollup");
  const read = await bundle(consumer, language, "rollup");
  const cdn = join(consumer, "node_modules/@ftrack-kit/browser/dist/cdn");
  const scripts = ["ftrack-kit.min.js", "ftrack-kit.esm.min.js"].map((name) =>
    readFileSync(join(cdn, name), "utf8"),
  );
  const codesOf = ({ files }) => [...files.values()].map(({ code }) => code);
  const measured = {
    "Session alone, before it opens": weigh(initialFiles(session)),
    "Session alone, before it opens, by esbuild": weigh(initialFiles(byEsbuild)),
    "everything, before a session opens": weigh(initialFiles(all)),
    "query builder alone": weigh(initialFiles(built)),
    "query language": weigh(initialFiles(read)),
    "everything, with all parts": weigh(codesOf(all)),
    "script tag": weigh(scripts.slice(0, 1)),
  };
  for (const [name, kilobytes] of Object.entries(measured)) {
    const { goal, limit } = budgets[name];
    const wanted = goal === undefined ? "" : `goal ${goal} kB, `;
    say(`${name}: ${kilobytes.toFixed(2)} kB gzip; ${wanted}limit ${limit} kB`);
    if (kilobytes > limit)
      problems.push(`${name} weighs ${kilobytes.toFixed(2)} kB, the limit is ${limit} kB`);
  }
  // The full zod asks for `eval` and knows the languages of the world; zod/mini does neither.
  const forbidden = [/["'`]node:/, /["'`]ws["'`]/, /\beval\(/, /\bFunction\(["'`]/, /["'`]ZodString["'`]/];
  for (const code of [...codesOf(all), ...scripts])
    for (const pattern of forbidden)
      if (pattern.test(code)) problems.push(`what pages load contains ${pattern}`);
}

const page = `
import { FtrackError, Session } from "@ftrack-kit/browser";
let session;
window.open = (options) => { session = new Session(options); return session.open().then(() => "open", toCode); };
window.query = () => session.query("select name from Task limit 2").then((tasks) => tasks.length, toCode);
window.upload = () =>
  session.createComponent(new Blob(["bytes"]), { name: "a" }, { location: "server" }).then(() => "made", toCode);
const toCode = (error) => (FtrackError.is(error) ? error.code : String(error));
window.loaded = true;
`;

/** Opens a session on pages that two bundlers made, and takes away the files of parts that are loaded later. */
export async function checkPages(consumer, { problems, say }) {
  const folder = join(consumer, "pages");
  const input = join(consumer, "page.js");
  writeFileSync(input, page);
  for (const name of ["vite", "esbuild"]) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "index.html"), '<script type="module" src="page.js"></script>');
  }
  const names = { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" };
  const output = { outDir: join(folder, "vite"), emptyOutDir: false, target: "es2022" };
  const build = { ...output, rollupOptions: { input, output: names } };
  await vite({ configFile: false, logLevel: "error", root: consumer, base: "./", build });
  const split = { bundle: true, splitting: true, format: "esm", target: "es2022" };
  await esbuild({ entryPoints: [input], ...split, outdir: join(folder, "esbuild") });

  const { createDevServer } = await import(
    pathToFileURL(join(consumer, "node_modules/@ftrack-kit/dev-server/dist/index.js")).href
  );
  const credentials = { user: "jane", key: "k" };
  const server = await createDevServer({ seed: "demo", credentials });
  const files = createServer(sirv(folder, { dev: true })).listen(0, "127.0.0.1");
  const browser = await chromium.launch(chromiumOptions());
  try {
    const options = { serverUrl: server.url, apiUser: credentials.user, apiKey: credentials.key };
    for (const name of ["vite", "esbuild"]) {
      const tab = await browser.newPage();
      const heard = [];
      tab.on("pageerror", (error) => heard.push(`page error: ${error.message}`));
      const call = async (what, ...values) =>
        heard.push(await tab.evaluate(([fn, args]) => window[fn](...args), [what, values]));
      await tab.goto(`http://127.0.0.1:${files.address().port}/${name}/index.html`);
      await tab.waitForFunction("window.loaded");
      await tab.route(/media/, (route) => route.abort());
      await call("open", options);
      await call("query");
      await call("upload");
      await call("query");
      await tab.unroute(/media/);
      await tab.reload();
      await tab.waitForFunction("window.loaded");
      await call("open", options);
      await call("upload");
      const expected = ["open", 2, "network_part_missing", 2, "open", "made"];
      if (JSON.stringify(heard) !== JSON.stringify(expected))
        problems.push(
          `a page made by ${name} gave ${JSON.stringify(heard)}, not ${JSON.stringify(expected)}`,
        );
      await tab.close();
    }
    say(
      "pages made by Vite and esbuild: parts load when they are needed, and one that is missing is an error",
    );
  } finally {
    await browser.close();
    files.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
