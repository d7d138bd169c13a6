import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBroker } from "../../examples/token-broker/broker.js";
import { files, policy } from "../../examples/token-broker/studio.js";
import { bundle } from "./support/bundle.js";
import { openChromium } from "./support/chromium.js";

const key = "the-key-that-stays-on-the-server";
let server: DevServer;
let broker: Awaited<ReturnType<typeof openBroker>>;
let browser: Browser;

beforeAll(async () => {
  const kit = { body: await bundle("iife"), type: "text/javascript" };
  server = await createDevServer({ seed: "demo", credentials: { user: "broker", key } });
  broker = await openBroker({
    serverUrl: server.url,
    apiUser: "broker",
    apiKey: key,
    policy,
    isPassword: (user, password) => user === "jane" && password === "bunny",
    tokenLifetime: 500,
    files: (path) => (path === "/ftrack-kit.min.js" ? kit : files(path)),
  });
  browser = await openChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await broker?.close();
  await server?.close();
});

it("the page of the example shows live tasks and never holds a key or a token that lasts", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sent: string[] = [];
  const problems: string[] = [];
  page.on("request", (request) => sent.push(JSON.stringify([request.url(), request.headers()])));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(broker.url);

  await page.getByLabel("Name").fill("jane");
  await page.getByLabel("Password").fill("bunny");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForSelector("#status[data-state=live]");
  const name = await page.evaluate(() => document.querySelector("#tasks li")?.textContent);
  const stored = await page.evaluate(() => [
    document.cookie,
    ...Object.values({ ...localStorage, ...sessionStorage }),
  ]);
  const anonymous = await context.request.post(`${broker.url}/ftrack/api`, { data: [] });
  const elsewhere = await context.request.post(`${broker.url}/token`, {
    headers: { origin: "https://evil.example" },
  });

  expect(name).toMatch(/^.+: .+/);
  expect(stored).toEqual([""]);
  expect(sent.some((text) => text.includes(key) || text.includes("api_key"))).toBe(false);
  expect([anonymous.status(), elsewhere.status()]).toEqual([401, 401]);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);
