import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { launchFirefox } from "./firefox.mjs";
import { root } from "./lib.mjs";

// Runs the suites that every platform has to pass in a real Firefox. Not part of `npm test`: most machines have none.
const { createDevServer } = await import("@ftrack-kit/dev-server");
const credentials = { user: "jane", key: "test-key" };
const faults = [
  { on: "test.cut-socket", closeSockets: true },
  { on: "test.twice", duplicate: 1 },
];
const server = await createDevServer({ seed: "demo", credentials, faults });
const script = await bundle();
const site = createServer((request, response) => {
  const isScript = request.url === "/suites.js";
  response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
  response.end(isScript ? script : '<!doctype html><title>suites</title><script src="/suites.js"></script>');
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));

let browser;
try {
  browser = await launchFirefox();
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on("pageerror", (error) => console.error(`the page says: ${error.message}`));
  await page.goto(`http://127.0.0.1:${site.address().port}/`);
  const outcomes = await page.evaluate((connection) => globalThis.runSuites(connection), {
    url: server.url,
    ...credentials,
  });
  const failed = outcomes.filter(({ passed }) => !passed);
  for (const { name, error } of failed) console.error(`✗ ${name}\n  ${error}`);
  console.log(
    `${await browser.version()}: ${outcomes.length - failed.length} passed, ${failed.length} failed`,
  );
  process.exitCode = failed.length > 0 || outcomes.length === 0 ? 1 : 0;
} finally {
  await browser?.close();
  site.close();
  await server.close();
}

async function bundle() {
  const result = await build({
    entryPoints: [join(root, "tests/web/firefox/suites.ts")],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    conditions: ["@ftrack-kit/source"],
    alias: { vitest: join(root, "tests/web/firefox/vitest.ts") },
  });
  return result.outputFiles[0].text;
}
