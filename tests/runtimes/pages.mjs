import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright";
import sirv from "sirv";
import { chromiumOptions } from "../../scripts/chromium.mjs";
import { launchFirefox } from "../../scripts/firefox.mjs";

const headers = { "content-security-policy": "script-src 'self'; worker-src 'self'" };

/** Real browsers, each by the driver that knows it; their pages are alike as far as they are used here. */
const browsers = {
  Chromium: async () => {
    const browser = await chromium.launch(chromiumOptions());
    return {
      version: browser.version(),
      openContext: () => browser.newContext(),
      waitFor: (page, condition, timeout) => page.waitForFunction(condition, undefined, { timeout }),
      close: () => browser.close(),
    };
  },
  Firefox: async () => {
    const browser = await launchFirefox();
    return {
      version: (await browser.version()).replace(/^\w+\//, ""),
      openContext: () => browser.createBrowserContext(),
      waitFor: (page, condition, timeout) => page.waitForFunction(condition, { timeout }),
      close: () => browser.close(),
    };
  },
};

export const browserNames = Object.keys(browsers);

/** Serves folders of a consumer and opens their pages in a real browser, which may run no script but ours. */
export async function openBrowser(name, consumer) {
  const files = sirv(consumer, { dev: true, setHeaders: (response) => setAll(response) });
  const server = createServer((request, response) => files(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await browsers[name]();
  return {
    version: browser.version,
    /** Runs the scenario in a page. */
    run: async (path, options) => {
      const context = await browser.openContext();
      const page = await context.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") problems.push(message.text());
      });
      try {
        await page.goto(`${origin}/${path}`);
        await browser.waitFor(page, () => "runInPage" in globalThis, 15_000);
        const { steps, failed } = await page.evaluate((given) => globalThis.runInPage(given), options);
        if (failed !== undefined) throw new Error(failed);
        if (problems.length > 0) throw new Error(problems.join("\n"));
        return steps;
      } catch (error) {
        throw problems.length > 0 ? new Error(`${error.message}\n${problems.join("\n")}`) : error;
      } finally {
        await context.close();
      }
    },
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function setAll(response) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** A page of the consumer without a bundler: the script-tag file, its module, and the workers that use it. */
export const pages = {
  "script tag":
    '<script src="./ftrack-kit.min.js"></script><script type="module" src="./script-page.mjs"></script>',
  "ES module": '<script type="module" src="./module-page.mjs"></script>',
  "Web Worker": '<script type="module" src="./worker-page.mjs"></script>',
  "Service Worker": '<script type="module" src="./service-worker-page.mjs"></script>',
};

export const fileOf = (page) => `${page.toLowerCase().replaceAll(" ", "-")}.html`;
export const pathOf = (consumer, page) => join(consumer, fileOf(page));
