import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Event, EventHub, type Logger, type RequestHooks } from "@ftrack-kit/core";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { createNodePlatform, FileCache, type NodeSessionOptions, Session } from "@ftrack-kit/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Telltale } from "./support/telltale.js";

const key = "distinctive+key/7545==";
const cookie = "cookie-of-the-studio-9917";
const header = "header-of-the-broker-3381";
const secrets = [key, cookie, header];

let server: DevServer;
let folder: string;
let telltale: Telltale;
let signatures = 0;

beforeEach(async () => {
  telltale = new Telltale(secrets);
  signatures = 0;
  folder = await mkdtemp(join(tmpdir(), "ftrack-kit-secrets-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

beforeAll(async () => {
  server = await createDevServer({ seed: "demo", credentials: { user: "jane", key } });
});

afterAll(() => server.close());

const observed = (what: string) => (message: string, facts?: unknown) =>
  telltale.show(`log: ${what} "${message}"`, { message, facts });
const logger: Logger = {
  debug: observed("debug"),
  info: observed("info"),
  warn: observed("warning"),
  error: observed("error"),
};
const hooks: RequestHooks = {
  onRequest: (info) => telltale.show("onRequest", info),
  onResponse: (info) => telltale.show("onResponse", info),
  onRetry: (info) => telltale.show("onRetry", info),
  trace: (work, run) => {
    telltale.show("trace", work);
    return run();
  },
};

const optionsOf = (options: NodeSessionOptions = {}): NodeSessionOptions => ({
  serverUrl: server.url,
  apiUser: "jane",
  apiKey: key,
  headers: { "x-broker": header },
  cookies: { session: cookie },
  schemaCachePath: join(folder, "schemas"),
  cache: new FileCache(join(folder, "entities")),
  retry: { limit: 1, base: 1 },
  timeout: 2_000,
  logger,
  hooks,
  ...options,
});

/** Does something that fails, and looks at how. */
async function failing(what: string, work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    telltale.show(`error: ${what}`, error);
    return error;
  }
  throw new Error(`${what} should have failed`);
}

/** Reads whatever was stored on disk. */
async function showFiles(): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    telltale.show("file name", path);
    if (entry.isFile()) telltale.show(`file ${entry.name}`, await readFile(path, "utf8"));
  }
}

/** A runtime at its worst: what it throws quotes everything it was given. */
const quoting: typeof fetch = (input, init) => {
  const url = String(input);
  const signature = new URL(url).searchParams.get("signature");
  if (signature) {
    signatures++;
    telltale.watchFor(signature);
  }
  const told = `cannot fetch ${url} with ${JSON.stringify(Object.fromEntries(new Headers(init?.headers)))}`;
  const inner = Object.assign(new Error(told), { input: url, options: told });
  return Promise.reject(new TypeError(told, { cause: new AggregateError([inner], told, { cause: inner }) }));
};

/** Something in between that answers with a page, or a refusal, that repeats the request. */
const echoing =
  (status: number, print: (told: string) => string): typeof fetch =>
  async (input, init) => {
    const told = `${String(input)} ${JSON.stringify(Object.fromEntries(new Headers(init?.headers)))}`;
    return new Response(print(told), { status });
  };

describe("secrets of a session at work", () => {
  it("are in nothing that it logs, keeps, publishes or shows", async () => {
    const session = await Session.open(optionsOf({ autoConnectEventHub: true }));
    const events: unknown[] = [];
    session.eventHub.subscribe("topic=*", (event) => void events.push(event));
    await session.eventHub.ready;
    const live = session.live("select name, status.name from Task limit 5");
    const snapshots: unknown[] = [];
    live.subscribe((rows, change) => void snapshots.push({ rows, change }));

    const task = await session.query("select name, status.name, metadata from Task").first();
    if (!task) throw new Error("The demo seed has no task.");
    task.name = "renamed";
    await session.commit();
    await session.ensure("Task", { name: "ensured", parent: await task.$get("parent") }, ["name"]);
    await session.populate([task], "project.full_name");
    await session.search({ entityType: "Task", terms: ["a"], expression: "Task" });
    const component = await session.createComponent(
      new Blob(["bytes"]),
      { name: "main.bin" },
      { location: "server" },
    );
    await session.eventHub.publish(new Event("studio.test", { a: 1 }));
    await failing("a misspelt attribute", () => session.query("select nmae from Task" as string));
    await failing("a refused action", () => session.call([{ action: "no_such_action" } as never]));
    await failing("a refused commit", async () => {
      session.create("Task", { name: "no parent" });
      await session.commit();
    });
    session.rollback();
    telltale.show("session", session);
    telltale.show("hub", session.eventHub);
    telltale.show("entities", [task, component]);
    telltale.show("operations", session.recordedOperations);
    await session.close();
    await failing("a closed session", () => session.query("Task"));

    for (const event of events) telltale.show("event", event);
    for (const snapshot of snapshots) telltale.show("snapshot", snapshot);
    await showFiles();
    expect(events.length).toBeGreaterThan(0);
    expect(telltale.seen).toBeGreaterThan(50);
    expect(telltale.leaks).toEqual([]);
  });

  it("are in no address that is asked for", async () => {
    const addresses: string[] = [];
    const session = await Session.open(
      optionsOf({
        fetch: (input, init) => {
          addresses.push(String(input));
          return fetch(input, init);
        },
        autoConnectEventHub: true,
      }),
    );
    await session.eventHub.ready;
    await session.createComponent(new Blob(["bytes"]), { name: "main.bin" }, { location: "server" });
    await session.close();

    for (const address of addresses) telltale.show("address", address);

    expect(addresses.length).toBeGreaterThan(2);
    expect(telltale.leaks).toEqual([]);
  });
});

describe("secrets when things go wrong", () => {
  it("are not told by what a runtime throws", async () => {
    const closed = new Session(optionsOf({ fetch: quoting }));
    await failing("opening", () => closed.open());
    closed.eventHub.on("error", (error) => telltale.show("hub error", error));
    closed.eventHub.connect();
    await failing("the handshake", () => closed.eventHub.whenReady({ timeout: 100 }));
    telltale.show("hub status", closed.eventHub.status);
    await closed.close();

    expect(telltale.leaks).toEqual([]);
  });

  it.each<[string, typeof fetch]>([
    ["a page of a proxy", echoing(502, (told) => `<html><body>Bad gateway: ${told}</body></html>`)],
    ["a page without markup", echoing(404, (told) => told)],
    ["a page that claims to be fine", echoing(200, (told) => `<html>${told}</html>`)],
    ["a refusal", echoing(200, (told) => JSON.stringify({ exception: "Oops", content: told }))],
    ["a refusal in parts", echoing(500, (told) => JSON.stringify({ exception: "Oops", content: [told] }))],
    ["an answer cut short", echoing(200, (told) => JSON.stringify([told]).slice(0, -2))],
    ["an error code", echoing(200, (told) => JSON.stringify({ exception: told, error_code: told }))],
  ])("are not told by %s that repeats the request", async (_, send) => {
    const session = new Session(optionsOf({ fetch: send }));
    await failing("opening", () => session.open());
    session.eventHub.connect();
    await failing("the handshake", () => session.eventHub.whenReady({ timeout: 100 }));
    telltale.show("hub status", session.eventHub.status);
    await session.close();

    expect(telltale.leaks).toEqual([]);
  });

  it("are not told when bytes cannot be moved", async () => {
    let isBroken = false;
    const session = await Session.open(
      optionsOf({
        fetch: (input, init) =>
          isBroken && !String(input).endsWith("/api") ? quoting(input, init) : fetch(input, init),
      }),
    );
    const upload = () =>
      session.createComponent(new Blob(["bytes"]), { name: "main.bin" }, { location: "server" });
    const component = await upload();
    isBroken = true;

    const failures = await Promise.all([
      failing("an upload", upload),
      failing("a download", () => session.readComponent(component)),
    ]);
    await session.close();

    expect(failures).toEqual([
      expect.objectContaining({ code: expect.stringMatching(/^location_/) }),
      expect.objectContaining({ code: "location_transfer" }),
    ]);
    expect(signatures).toBeGreaterThan(6);
    expect(telltale.leaks).toEqual([]);
  }, 60_000);

  it("are not told by a hub that has to write the key into the address", async () => {
    const platform = { ...createNodePlatform({ cacheFolder: folder }), fetch: quoting };
    const hub = new EventHub({
      serverUrl: server.url,
      apiUser: "jane",
      apiKey: key,
      credentials: "query",
      platform,
      logger,
      cookies: { session: cookie },
      headers: { "x-broker": header },
    });
    hub.on("error", (error) => telltale.show("hub error", error));
    hub.connect();
    await failing("the handshake", () => hub.whenReady({ timeout: 100 }));
    telltale.show("hub", [hub, hub.status]);
    await hub.close();

    expect(telltale.leaks).toEqual([]);
  });

  it.each([
    ["a key of several lines", { apiKey: `${key}\n` }],
    ["a header of several lines", { headers: { "x-broker": `${header}\n` } }],
    [
      "an address with a password",
      { serverUrl: `https://jane:${encodeURIComponent(key)}@studio.example.com` },
    ],
    ["an unknown option", { apiKez: key }],
    ["a key of another type", { apiKey: { key } }],
  ])("are not told by options that are refused: %s", async (_, options) => {
    await failing("the options", () => new Session(optionsOf(options as never)));

    expect(telltale.leaks).toEqual([]);
  });

  it("are not told by credentials that a function gives, old or new", async () => {
    const given = [header, key];
    const session = new Session(
      optionsOf({
        apiKey: undefined,
        headers: {},
        auth: () => ({ headers: { authorization: `Bearer ${given.shift() ?? cookie}` } }),
        fetch: echoing(401, (told) =>
          JSON.stringify({ exception: "InvalidCredentialsError", content: told }),
        ),
      }),
    );

    await failing("opening", () => session.open());
    await session.close();

    expect(telltale.leaks).toEqual([]);
  });
});
