import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createDevServer } from "@ftrack-kit/dev-server";
import { chromium } from "playwright";
import { createServer } from "vite";

const credentials = { user: "jane", key: "example-key" };
const server = await createDevServer({ seed: "demo", credentials });
const connection = { serverUrl: server.url, apiUser: credentials.user, apiKey: credentials.key };
const vite = await createServer({
  root: fileURLToPath(new URL(".", import.meta.url)),
  logLevel: "error",
  resolve: { conditions: ["@ftrack-kit/source", "browser", "module", "import", "default"] },
  plugins: [
    {
      name: "connection",
      configureServer: ({ middlewares }) =>
        void middlewares.use("/connection.json", (_request, response) => {
          response.setHeader("content-type", "application/json").end(JSON.stringify(connection));
        }),
    },
  ],
  server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
});
await vite.listen();
const [address] = vite.resolvedUrls?.local ?? [];
assert.ok(address);

if (process.argv.includes("--serve")) {
  console.log(`  drop something at ${address}, and stop with Ctrl+C`);
} else {
  try {
    await driveHeadless(address);
  } finally {
    await vite.close();
    await server.close();
  }
}

/** What a person does: choose a file, watch it go up, see it; then stop a second one on its way. */
async function driveHeadless(url: string): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(url);
    const status = page.getByRole("status");
    await status.filter({ hasText: "Ready." }).waitFor();

    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><rect width="64" height="36"/></svg>';
    const image = { name: "still.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) };
    await page.locator("input").setInputFiles(image);
    await status.filter({ hasText: "still.svg is the thumbnail now." }).waitFor();
    assert.equal(await page.locator("progress").evaluate((bar: HTMLProgressElement) => bar.value), 1);
    assert.ok((await page.locator("img").evaluate((shown: HTMLImageElement) => shown.naturalWidth)) > 0);
    console.log("  still.svg went up, and is shown");

    server.faults.add({ on: "upload", latency: 10_000 });
    await page.locator("input").setInputFiles({ ...image, name: "other.svg" });
    await page.getByRole("button", { name: "Stop" }).click();
    await status.filter({ hasText: "Nothing was left behind." }).waitFor();
    console.log("  other.svg was stopped on its way");
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
}
