import assert from "node:assert/strict";
import type { Browser } from "playwright";
import { openPage } from "./look-at-views.js";
import { openSite } from "./open-site.js";

/** A hundred thousand tasks: the first cards show soon, few are in the page, and moving one shows at once. */
export async function measureBench(browser: Browser, screenshots: string): Promise<void> {
  await using site = await openSite("bench-100k");
  const page = await openPage(browser, { viewport: { width: 1280, height: 844 } });
  const started = performance.now();
  await page.goto(site.url);
  await page.locator(".card").first().waitFor();
  const firstCard = performance.now() - started;
  const column = page.getByRole("region", { name: /^In progress \d/ });
  await column.locator(".card").first().waitFor();
  await page.waitForLoadState("networkidle");
  await column.locator("ul").evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await page.waitForFunction(
    (id) => (document.querySelector(`#${id} ul`)?.scrollHeight ?? 0) > 10_000,
    await column.getAttribute("id"),
  );
  const cards = await page.locator(".card").count();
  const select = column.getByRole("combobox").first();
  const label = (await select.getAttribute("aria-label")) ?? "";
  const moved = await select.evaluate(async (element, name) => {
    const control = element as HTMLSelectElement;
    const list = control.closest("ul");
    const before = performance.now();
    control.selectedIndex -= 1;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    while (list?.querySelector(`[aria-label="${name}"]`)) await new Promise(requestAnimationFrame);
    return performance.now() - before;
  }, label);
  await page.screenshot({ path: `${screenshots}/dashboard-bench.png` });
  await page.close();
  console.log(
    `100,000 tasks: first card after ${Math.round(firstCard)} ms, ${cards} cards in the page, a move shows after ${Math.round(moved)} ms`,
  );
  assert.ok(cards < 300, `${cards} cards are in the page.`);
  assert.ok(moved < 500, `A move shows after ${moved} ms.`);
}
