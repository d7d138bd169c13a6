import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright";

const views = {
  board: ".card",
  timeline: ".timeline li",
  charts: ".chart svg",
  review: ".review li",
} as const;
const widths = { wide: 1280, phone: 390 } as const;
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Opens a page that fails the check by what it writes to the console. */
export async function openPage(browser: Browser, options: Parameters<Browser["newPage"]>[0]): Promise<Page> {
  const page = await browser.newPage(options);
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // A page that is offline on purpose says so.
    if (message.type() === "error" && !/ERR_INTERNET_DISCONNECTED/.test(message.text()))
      problems.push(message.text());
  });
  return page;
}

/** What pages reported. */
export const problems: string[] = [];

/** Every view in light and dark, wide and on a phone: loads, has no accessibility violations, and a screenshot. */
export async function lookAtViews(browser: Browser, url: string, folder: string): Promise<number> {
  let looks = 0;
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [name, width] of Object.entries(widths)) {
      const page = await openPage(browser, { viewport: { width, height: 844 }, colorScheme });
      await page.goto(url);
      for (const [view, content] of Object.entries(views)) {
        await page.getByRole("link", { name: view }).click();
        await page.locator(content).first().waitFor();
        await page.waitForLoadState("networkidle");
        await page.screenshot({ path: `${folder}/dashboard-${view}-${name}-${colorScheme}.png` });
        problems.push(...(await violations(page)).map((one) => `${view} ${name} ${colorScheme}: ${one}`));
        looks += 1;
      }
      await page.close();
    }
  }
  return looks;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.map(
    ({ id, nodes }) => `${id} (${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")})`,
  );
}
