import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build } from "vite";
import { lookAtViews, openPage, problems } from "./look-at-views.js";
import { measureBench } from "./measure-bench.js";
import { openSite } from "./open-site.js";
import { workOnBoard } from "./work-on-board.js";

// Builds the dashboard and uses it in a browser: `pnpm example web-dashboard`.
const screenshots = fileURLToPath(new URL("../../../.artifacts/screenshots", import.meta.url));
await mkdir(screenshots, { recursive: true });
await build({ root: fileURLToPath(new URL("..", import.meta.url)), logLevel: "error" });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
try {
  await using site = await openSite("demo");
  console.log(`${await lookAtViews(browser, site.url, screenshots)} views looked at`);
  const page = await openPage(browser, { viewport: { width: 1280, height: 844 } });
  await page.goto(site.url);
  await workOnBoard(page, site.other);
  await page.screenshot({ path: `${screenshots}/dashboard-board-used.png` });
  await page.close();
  console.log("cards moved by mouse and keyboard, others' changes seen, offline and back");
  if (process.env.FTRACK_KIT_NIGHTLY) await measureBench(browser, screenshots);
} finally {
  await browser.close();
}
for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode = problems.length ? 1 : 0;
