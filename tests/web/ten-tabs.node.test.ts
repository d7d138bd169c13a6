import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "./support/bundle.js";
import { openChromium } from "./support/chromium.js";
import { openSite, type Site } from "./support/site.js";

const credentials = { user: "jane", key: "test-key" };
const patience = { timeout: 15_000 };

/** What the dashboard in a page tells of itself. */
interface Told {
  readonly names: readonly string[];
  readonly gaps: number;
  readonly problems: readonly string[];
}

/** Runs in the page: a dashboard as somebody would write it. */
async function openDashboard({ url, share }: { url: string; share: boolean }): Promise<void> {
  const { Session } = (globalThis as unknown as { ftrackKit: typeof import("@ftrack-kit/browser") })
    .ftrackKit;
  const problems: string[] = [];
  const tell = (message: string) => void problems.push(message);
  const session = await Session.open({
    serverUrl: url,
    apiUser: "jane",
    apiKey: "test-key",
    share,
    logger: { debug: () => undefined, info: () => undefined, warn: tell, error: tell },
  });
  let gaps = 0;
  session.eventHub.on("gap", () => gaps++);
  await session.query("select name, full_name from Project order by name").plain();
  const live = session.live("select name from Sequence order by name");
  await new Promise<void>((resolve) => {
    live.subscribe(() => {
      if (live.getSnapshot().status === "live") resolve();
    });
  });
  Object.assign(globalThis, {
    dashboard: {
      tell: () => ({
        names: live.getSnapshot().rows.map(({ name }) => name),
        gaps,
        problems,
      }),
      close: () => session.close(),
    },
  });
}

const tell = (page: Page): Promise<Told> =>
  page.evaluate(() => (globalThis as unknown as { dashboard: { tell(): Told } }).dashboard.tell());
const close = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as { dashboard: { close(): Promise<void> } }).dashboard.close());

/** Whether a page is the one that leads: it holds the lock the others wait for. */
const leads = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const own = `probe ${Math.random()}`;
        void navigator.locks.request(own, async () => {
          const { held = [] } = await navigator.locks.query();
          const clientOf = (test: (name: string) => boolean) =>
            held.find(({ name }) => test(name ?? ""))?.clientId;
          resolve(clientOf((name) => name === own) === clientOf((name) => name.endsWith(" leader")));
        });
      }),
  );

describe("ten tabs of one user", { timeout: 60_000 }, () => {
  let server: DevServer;
  let site: Site;
  let browser: Browser;
  let artist: Session;

  beforeAll(async () => {
    server = await createDevServer({ seed: "demo", credentials });
    const page = { body: '<!doctype html><title>tab</title><script src="/kit.js"></script>' };
    site = await openSite({ "/": page, "/kit.js": { body: await bundle("iife"), type: "text/javascript" } });
    browser = await openChromium("--renderer-process-limit=20");
    artist = await Session.open({ serverUrl: server.url, apiUser: "jane", apiKey: "test-key" });
  }, 60_000);

  afterAll(async () => {
    await artist?.close();
    await browser?.close();
    await site?.close();
    await server?.close();
  });

  /** Opens a browser profile with some tabs and starts the dashboards in all of them at once. */
  async function openTabs(count: number, share: boolean) {
    const context = await browser.newContext();
    const pages: Page[] = [];
    for (let index = 0; index < count; index++) {
      const page = await context.newPage();
      await page.goto(site.url);
      pages.push(page);
    }
    server.requests.clear();
    await Promise.all(pages.map((page) => page.evaluate(openDashboard, { url: server.url, share })));
    return { context, pages };
  }

  async function rename(): Promise<string> {
    const sequence = await artist.query("select name from Sequence order by id").first();
    if (!sequence) throw new Error("The demo seed has no sequence.");
    sequence.name = `renamed_${Math.random().toString(36).slice(2, 8)}`;
    await artist.commit();
    return sequence.name;
  }

  const operationsOf = () =>
    server.requests.records.filter(({ path, method }) => path === "/api" && method === "POST").length;

  it("make one connection, hear every event, and cost about what one tab costs", async () => {
    const alone = await openTabs(1, false);
    const cost = { opening: server.requests.length, api: operationsOf() };
    await alone.context.close();
    await expect.poll(() => server.connections.length, patience).toBe(0);

    const { context, pages } = await openTabs(10, true);
    const opening = { all: server.requests.length, api: operationsOf() };
    const connections = server.connections.length;
    server.requests.clear();
    const name = await rename();
    for (const page of pages)
      await expect.poll(async () => (await tell(page)).names, patience).toContain(name);
    // The artist's look-up and commit are two of them.
    const following = operationsOf() - 2;
    const told = await Promise.all(pages.map(tell));
    await context.close();

    expect(connections).toBe(1);
    expect(opening.api).toBeLessThanOrEqual(cost.api * 1.5);
    expect(opening.all).toBeLessThanOrEqual(cost.opening * 1.5 + 2);
    expect(following).toBeLessThanOrEqual(2);
    expect(told.flatMap(({ problems }) => problems)).toEqual([]);
  });

  for (const how of ["is closed", "crashes", "closes its session"] as const) {
    it(`go on with one connection when the leading tab ${how}, and miss nothing unseen`, async () => {
      const { context, pages } = await openTabs(3, true);
      const leading = await Promise.all(pages.map(leads));
      const leader = pages[leading.indexOf(true)] as Page;
      const others = pages.filter((page) => page !== leader);

      if (how === "is closed") await leader.close();
      if (how === "closes its session") await close(leader);
      if (how === "crashes") {
        const devtools = await context.newCDPSession(leader);
        const crashed = leader.waitForEvent("crash");
        devtools.send("Page.crash").catch(() => undefined);
        await crashed;
      }
      const name = await rename();
      for (const page of others)
        await expect.poll(async () => (await tell(page)).names, patience).toContain(name);
      await expect.poll(() => server.connections.length, patience).toBe(1);
      const told = await Promise.all(others.map(tell));
      await context.close();

      expect(leading.filter(Boolean)).toHaveLength(1);
      expect(told.map(({ gaps }) => gaps)).toEqual([1, 1]);
      expect(told.flatMap(({ problems }) => problems)).toEqual([]);
    });
  }
});
