import type { Logger } from "@ftrack-kit/core";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { IndexedDbCache } from "../src/indexed-db-cache.js";
import { Session } from "../src/session.js";

const sessions: Session[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const session of sessions.splice(0)) await session.close();
});

async function openSession(options: Partial<ConstructorParameters<typeof Session>[0]> = {}) {
  const { url, user, key } = inject("server");
  const session = new Session({ serverUrl: url, apiUser: user, apiKey: key, ...options });
  sessions.push(session);
  return session.open();
}

function collectWarnings(): { logger: Logger; warnings: string[] } {
  const warnings: string[] = [];
  const nothing = () => undefined;
  const warn = (message: string) => {
    warnings.push(message);
  };
  return { logger: { debug: nothing, info: nothing, warn, error: warn }, warnings };
}

describe("a session in a page", () => {
  it("does its main job: query, create, commit, hear of it elsewhere, roll back, close", async () => {
    const [session, other] = [await openSession(), await openSession({ autoConnectEventHub: true })];
    await other.eventHub.ready;
    const name = `page ${crypto.randomUUID()}`;
    const heard = new Promise((resolve) => other.eventHub.subscribe("topic=ftrack.update", resolve));

    const schema = await session.query("ProjectSchema").first();
    const project = session.create("Project", {
      name,
      full_name: "From a page",
      ...(schema && { project_schema: schema }),
    });
    const shot = session.create("Shot", { name: "010", parent: project });
    session.create("Task", { name: "comp", parent: shot });
    await session.commit();
    shot.name = "never sent";
    session.rollback();

    const [row] = await other.query(
      `select name, parent.name from Shot where parent.name is "${name}"` as string,
    );
    expect([row?.name, row?.parent.name, shot.name]).toEqual(["010", name, "010"]);
    expect(await heard).toMatchObject({ topic: "ftrack.update" });
  });

  it("keeps schemas in IndexedDB: one small request the next time", async () => {
    await (await openSession()).close();
    const requests: (readonly string[])[] = [];

    await openSession({ hooks: { onRequest: ({ actions }) => requests.push(actions) } });

    expect(requests).toEqual([["query_server_information"]]);
  });

  it("keeps entities in IndexedDB for the next visit", async () => {
    const namespace = `entities ${crypto.randomUUID()}`;
    const first = await openSession({ cache: new IndexedDbCache(namespace) });
    const user = await first.query('select username, first_name from User where username is "jane"').one();
    await first.close();
    const requests: unknown[] = [];
    const second = await openSession({
      cache: new IndexedDbCache(namespace),
      hooks: { onRequest: (info) => requests.push(info) },
    });
    const [known] = await second.query(`select id from User where id is "${user.id}"`);
    requests.length = 0;

    expect(await known?.$get("username")).toBe("jane");
    expect(requests).toEqual([]);
  });

  it("works with one warning for each store where the page may not use storage", async () => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    });
    const { logger, warnings } = collectWarnings();

    const session = await openSession({ logger, cache: new IndexedDbCache("blocked") });
    await session.query("User");
    await session.close();

    expect(session.closed).toBe(true);
    expect(warnings.map((text) => text.slice(0, 16))).toEqual(["The schema cache", "The cache failed"]);
  });

  it("needs neither randomUUID nor subtle, which pages over plain http lack", async () => {
    vi.spyOn(crypto, "randomUUID").mockImplementation(() => {
      throw new TypeError("not a function");
    });
    vi.spyOn(crypto, "subtle", "get").mockReturnValue(undefined as never);

    const session = await openSession({ schemaCache: false });
    const user = session.create("User", { username: "zoe" });

    expect(user.id).toMatch(/^[0-9a-f-]{36}$/);
    session.rollback();
  });

  it("says what to do about missing credentials, which a page cannot find by itself", () => {
    expect(() => new Session({ serverUrl: "https://studio.example.com" })).toThrow(/"apiUser" is missing/);
  });

  it("connects through the fetch and WebSocket it was given", async () => {
    const used: string[] = [];
    class Listening extends WebSocket {
      constructor(url: string | URL) {
        super(url);
        used.push("WebSocket");
      }
    }

    const session = await openSession({
      fetch: (...values) => {
        used.push("fetch");
        return fetch(...values);
      },
      WebSocket: Listening,
    });
    session.eventHub.connect();
    await session.eventHub.ready;

    expect(new Set(used)).toEqual(new Set(["fetch", "WebSocket"]));
  });
});

describe("a session in a page with a strict content policy", () => {
  it("evaluates no text", async () => {
    const violations: string[] = [];
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = "script-src 'self' 'unsafe-inline'";
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
    document.head.append(policy);

    const session = await openSession({ schemaCache: false });
    const [user] = await session.query("select username from User limit 1");

    expect(user?.username).toBeTypeOf("string");
    expect(violations.filter((directive) => directive.startsWith("script-src"))).toEqual([]);
    // The policy is in force: what it forbids does not work.
    expect(() => new Function("return 1")()).toThrow(EvalError);
  });
});
