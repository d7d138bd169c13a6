import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "./support/bundle.js";
import { openChromium } from "./support/chromium.js";
import { openSite, type Site } from "./support/site.js";

type Kit = typeof import("@ftrack-kit/browser");
type Globals = { ftrackKit: Kit; first: Kit; module: Kit; session: import("@ftrack-kit/browser").Session };

const credentials = { user: "jane", key: "test-key" };
const patience = { timeout: 10_000 };
/** Reached only by name, so that the page is no secure context; see the browser's flags. */
const hostName = "studio.test";
const strict =
  "default-src 'none'; script-src 'self'; connect-src *; require-trusted-types-for 'script'; trusted-types 'none'";

const script = '<script src="/kit.js"></script>';
const page = (body: string, policy?: string) => ({
  body: `<!doctype html><title>page</title>${body}`,
  headers: policy === undefined ? undefined : { "content-security-policy": policy },
});

describe("the file of a script tag", { timeout: 60_000 }, () => {
  let server: DevServer;
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  /** What pages complained of: uncaught errors, and violations of their policy. */
  let complaints: string[];

  beforeAll(async () => {
    server = await createDevServer({ seed: "demo", credentials });
    site = await openSite({
      "/": page(script),
      "/strict": page(script, strict),
      "/twice": page(`${script}<script src="/keep.js"></script>${script}`),
      "/both": page(`${script}<script type="module" src="/module.js"></script>`),
      "/frame": page('<iframe sandbox="allow-scripts" src="/"></iframe>'),
      "/kit.js": { body: await bundle("iife"), type: "text/javascript" },
      "/kit.mjs": { body: await bundle("esm"), type: "text/javascript" },
      "/keep.js": { body: "globalThis.first = ftrackKit;", type: "text/javascript" },
      "/module.js": {
        body: 'import * as module from "/kit.mjs"; globalThis.module = module;',
        type: "text/javascript",
      },
    });
    browser = await openChromium(`--host-resolver-rules=MAP ${hostName} 127.0.0.1`);
  }, 60_000);

  afterEach(() => context?.close());

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await server?.close();
  });

  async function visit(path: string, origin = site.url): Promise<Page> {
    context = await browser.newContext();
    const opened = await context.newPage();
    complaints = [];
    opened.on("pageerror", (error) => complaints.push(String(error)));
    opened.on("console", (message) => {
      if (/Content Security Policy|TrustedScript/i.test(message.text())) complaints.push(message.text());
    });
    await opened.goto(origin + path);
    return opened;
  }

  /** Changes something from elsewhere. */
  async function touchProject(): Promise<void> {
    await using artist = await Session.open({ serverUrl: server.url, apiUser: "jane", apiKey: "test-key" });
    const project = await artist.query("select full_name from Project").first();
    if (project) project.full_name = `${project.full_name} again`;
    await artist.commit();
  }

  /** Runs in the page: opens a session with everything a page can have. */
  const useSession = async ({ url }: { url: string }) => {
    const { Session, IndexedDbCache, ql } = (globalThis as unknown as Globals).ftrackKit;
    const warnings: string[] = [];
    const session = await Session.open({
      serverUrl: url,
      apiUser: "jane",
      apiKey: "test-key",
      share: true,
      cache: IndexedDbCache.forSession(),
      logger: { ...console, warn: (message: string) => void warnings.push(message) },
    });
    Object.assign(globalThis, { session });
    const tasks = await session.query("select name, description, status.name from Task limit 50");
    const [task] = tasks;
    if (task) task.description = `from ${location.pathname}`;
    await session.commit();
    session.eventHub.connect();
    await session.eventHub.whenReady({ timeout: 10_000 });
    const [same] = await session
      .query(ql`select description from Task where id is ${task?.id ?? ""}`)
      .plain();
    return { tasks: tasks.length, same: same?.description, warnings };
  };

  it("works under a policy without eval, blobs or untrusted types", async () => {
    const opened = await visit("/strict");

    const used = await opened.evaluate(useSession, { url: server.url });

    expect(used).toEqual({ tasks: 50, same: "from /strict", warnings: [] });
    expect(complaints).toEqual([]);
  });

  it("works on a plain-http page, which has neither crypto.subtle nor locks", async () => {
    const opened = await visit("/", `http://${hostName}:${site.port}`);
    const missing = await opened.evaluate(() => [
      isSecureContext,
      typeof crypto.subtle,
      typeof navigator.locks,
    ]);

    const used = await opened.evaluate(useSession, { url: server.url.replace("127.0.0.1", hostName) });

    expect(missing).toEqual([false, "undefined", "undefined"]);
    expect(used).toEqual({ tasks: 50, same: "from /", warnings: [] });
    expect(complaints).toEqual([]);
  });

  it("works in a frame that may use no storage, and says once what it goes without", async () => {
    const opened = await visit("/frame");
    const frame = opened.frames()[1];

    const used = await frame?.evaluate(useSession, { url: server.url });

    expect(used).toMatchObject({ tasks: 50, same: "from /" });
    expect(new Set(used?.warnings).size).toBe(used?.warnings.length);
    expect(used?.warnings.length).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it("can be loaded twice, and copies know each other's errors", async () => {
    const opened = await visit("/twice");

    const outcome = await opened.evaluate(async (url) => {
      const { first, ftrackKit } = globalThis as unknown as Globals;
      const sessions = await Promise.all(
        [first, ftrackKit].map(({ Session }) =>
          Session.open({ serverUrl: url, apiUser: "jane", apiKey: "test-key" }),
        ),
      );
      const failure: unknown = await Promise.resolve(sessions[0]?.query("nonsense (" as string)).catch(
        (error: unknown) => error,
      );
      return { isOther: first !== ftrackKit, isKnown: ftrackKit.FtrackError.is(failure) };
    }, server.url);

    expect(outcome).toEqual({ isOther: true, isKnown: true });
    expect(complaints).toEqual([]);
  });

  it("works beside a module's copy, each sharing with the other", async () => {
    const opened = await visit("/both");
    await opened.waitForFunction(() => "module" in globalThis);

    const connections = await opened.evaluate(async (url) => {
      const { module, ftrackKit } = globalThis as unknown as Globals;
      const options = { serverUrl: url, apiUser: "jane", apiKey: "test-key", share: true } as const;
      const sessions = await Promise.all([module, ftrackKit].map(({ Session }) => Session.open(options)));
      for (const { eventHub } of sessions) eventHub.connect();
      await Promise.all(sessions.map(({ eventHub }) => eventHub.whenReady({ timeout: 10_000 })));
      return sessions.map(({ eventHub }) => eventHub.connected);
    }, server.url);

    expect(connections).toEqual([true, true]);
    expect(server.connections).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it("goes on after a time without network, and tells of the gap", async () => {
    const opened = await visit("/");
    await opened.evaluate(useSession, { url: server.url });
    await opened.evaluate(() => {
      const { session } = globalThis as unknown as Globals;
      Object.assign(globalThis, { gaps: [] as unknown[] });
      session.eventHub.subscribe("topic=ftrack.update", () => undefined);
      session.eventHub.on("gap", (gap) => (globalThis as unknown as { gaps: unknown[] }).gaps.push(gap));
    });

    await context.setOffline(true);
    const failure = await opened.evaluate(() => {
      const { session } = globalThis as unknown as Globals;
      const options = { retry: false, timeout: 2_000 } as const;
      return session.call([{ action: "query", expression: "select id from Task limit 1" }], options).then(
        () => "answered",
        ({ code }: { code: string }) => code,
      );
    });
    const state = () =>
      opened.evaluate(() => (globalThis as unknown as Globals).session.eventHub.status.state);
    // Sockets that are open stay open in an emulated network: the server cuts this one.
    const heal = server.faults.add({ on: "ftrack.update", closeSockets: true });
    await touchProject();
    await expect.poll(state, patience).not.toBe("ready");
    heal();
    await context.setOffline(false);
    await expect.poll(state, patience).toBe("ready");
    const rows = await opened.evaluate(() =>
      (globalThis as unknown as Globals).session.query("select id from Task limit 3").plain(),
    );

    const gaps = await opened.evaluate(() => (globalThis as unknown as { gaps: unknown[] }).gaps.length);

    expect(failure).toBe("network_unreachable");
    expect(gaps).toBe(1);
    expect(rows).toHaveLength(3);
    expect(complaints).toEqual([]);
  });

  it("goes on when the browser's storage is full, and says so once for each store", async () => {
    const opened = await visit("/");
    const devtools = await context.newCDPSession(opened);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: site.url, quotaSize: 1_000 });

    const used = await opened.evaluate(useSession, { url: server.url });
    const closed = await opened.evaluate(() => (globalThis as unknown as Globals).session.close());

    expect(used).toMatchObject({ tasks: 50, same: "from /" });
    expect(used.warnings.length).toBeGreaterThan(0);
    expect(new Set(used.warnings).size).toBe(used.warnings.length);
    expect(closed).toBeUndefined();
    expect(complaints).toEqual([]);
  });
});
