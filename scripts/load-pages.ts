import { mkdir } from "node:fs/promises";
import { chromium } from "playwright";
import { chromiumOptions, findChromium } from "./chromium.mjs";

const shots = [
  { page: "dashboard", name: "dashboard-wide-light", width: 1440, height: 900, scheme: "light" },
  { page: "dashboard", name: "dashboard-wide-dark", width: 1440, height: 900, scheme: "dark" },
  { page: "dashboard", name: "dashboard-phone-light", width: 390, height: 844, scheme: "light" },
  { page: "dashboard", name: "dashboard-phone-dark", width: 390, height: 844, scheme: "dark" },
  { page: "script-tag", name: "script-tag", width: 900, height: 700, scheme: "light" },
] as const;

/**
 * Opens every page in a headless Chromium and waits until it says that it is ready.
 *
 * @returns How many page loads succeeded; zero where there is no Chromium.
 */
export async function loadPages(url: string): Promise<number> {
  if (!findChromium()) return 0;
  const browser = await chromium.launch(chromiumOptions());
  await mkdir(".artifacts/screenshots", { recursive: true });
  try {
    for (const { page: path, name, width, height, scheme } of shots) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await page.goto(`${url}/${path}/`);
      await page.locator("[data-state=ready]").waitFor({ timeout: 20_000 });
      if (problems.length) throw new Error(`${path} reported problems: ${problems.join("; ")}`);
      await page.screenshot({ path: `.artifacts/screenshots/${name}.png` });
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return shots.length;
}
