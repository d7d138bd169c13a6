import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FtrackError } from "@ftrack-kit/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "../../src/session.js";
import {
  collectWarnings,
  createSession,
  openServer,
  openSession,
  optionsFor,
} from "../support/open-server.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftrack-kit-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const quick = { retry: { base: 1, max: 5 } };

describe("a session whose server misbehaves", () => {
  it("says that the server cannot be reached when it is down at opening, after trying again", async () => {
    const server = await openServer();
    const options = optionsFor(server, quick);
    await server.close();

    const error = await Session.open(options).catch((error: unknown) => error);

    expect(error).toMatchObject({
      code: "network_unreachable",
      retryable: true,
      details: { attempts: 4, delivered: false },
    });
    expect((error as Error).message).toContain("ECONNREFUSED");
    expect(JSON.stringify(error)).not.toContain("test-key");
  });

  it("opens although the connection dies in the middle of the first answers", async () => {
    const server = await openServer({
      faults: [
        { on: "api", drop: "before", times: 1 },
        { on: "api", truncate: true, times: 1 },
      ],
    });

    const session = await openSession(server, quick);

    expect(session.schemas.length).toBeGreaterThan(100);
  });

  it("reads through a proxy's HTML 502, half a JSON and a 429", async () => {
    const server = await openServer();
    const session = await openSession(server, quick);

    for (const fault of [
      { html: true, status: 502 },
      { truncate: true },
      { status: 429, retryAfter: 0 },
      { drop: "after" as const },
    ]) {
      server.faults.add({ on: "query", times: 1, ...fault });
      expect((await session.query("User")).length).toBeGreaterThan(0);
    }
  });

  it("says which page answered when the proxy never recovers", async () => {
    const server = await openServer();
    const session = await openSession(server, quick);
    server.faults.add({ on: "query", html: true, status: 502 });

    const error = await session
      .query("User")
      .all()
      .catch((error: unknown) => error);

    expect(error).toMatchObject({ code: "network_http_status", details: { status: 502, attempts: 4 } });
    expect((error as FtrackError).details.excerpt).not.toContain("<");
  });

  it("keeps every change when a commit fails, and sends it once the server is back", async () => {
    const server = await openServer();
    const session = await openSession(server, quick);
    const schema = (await session.query("ProjectSchema").first())!;
    server.faults.add({ on: "create", status: 503, times: 1 });
    session.create("Project", { name: "bunny", full_name: "Bunny", project_schema: schema });

    await session.commit().catch(() => session.commit());

    const other = await openSession(server);
    expect(await other.query('Project where name is "bunny"')).toHaveLength(1);
    expect(session.recordedOperations).toEqual([]);
  });

  it("finds out by itself that a commit arrived whose answer was lost", async () => {
    const server = await openServer();
    const session = await openSession(server, quick);
    const schema = (await session.query("ProjectSchema").first())!;
    server.faults.add({ on: "create", drop: "after", times: 1 });
    session.create("Project", { name: "once", full_name: "Once", project_schema: schema });

    await session.commit();

    expect(await session.query('Project where name is "once"')).toHaveLength(1);
  });

  it.each([false, true])("says that credentials are wrong, in strict mode or not (%s)", async (strictApi) => {
    const server = await openServer();

    const opening = Session.open(optionsFor(server, { apiKey: "wrong-key", strictApi }));

    await expect(opening).rejects.toMatchObject({
      code: "server_authentication",
      name: "AuthenticationError",
    });
  });

  it("reads what it can of an entity type that came after it opened, instead of failing", async () => {
    const server = await openServer();
    const session = await openSession(server);

    const error = await session
      .query("Spaceship" as string)
      .all()
      .catch((error: unknown) => error);

    expect(error).toMatchObject({ code: "query_unknown_type" });
    await expect(session.get("Spaceship" as "Task", "x")).rejects.toMatchObject({
      code: "entity_unknown_type",
    });
  });

  it("gives up a request after its time", async () => {
    const server = await openServer({ faults: [{ on: "query", latency: 60_000 }] });
    // Opening has the same time for its requests, which a busy machine may need.
    const open = () => openSession(server, { timeout: 400, retry: false });
    const session = await vi.waitFor(open, { timeout: 15_000 });

    const reading = session.query("Status").all();

    await expect(reading).rejects.toMatchObject({ code: "timeout_request" });
  });

  it("cancels a request with the caller's own reason", async () => {
    const server = await openServer({ faults: [{ on: "query", latency: 60_000 }] });
    const session = await openSession(server);
    const reason = { why: "changed my mind" };
    const controller = new AbortController();

    const cancelled = session
      .query("User", { signal: controller.signal })
      .all()
      .catch((error: unknown) => error);
    setTimeout(() => controller.abort(reason), 20);

    expect(await cancelled).toBe(reason);
  });

  it("says so when something else than an ftrack server answers", async () => {
    const { createServer } = await import("node:http");
    const page = createServer((_, response) => response.end("<html><h1>Welcome</h1></html>"));
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    const { port } = page.address() as { port: number };

    const opening = Session.open({
      serverUrl: `http://127.0.0.1:${port}`,
      apiUser: "jane",
      apiKey: "test-key",
      schemaCachePath: false,
    });

    await expect(opening).rejects.toMatchObject({
      code: "network_malformed_response",
      details: { excerpt: "Welcome" },
    });
    page.close();
  });
});

describe("a session whose schema cache misbehaves", () => {
  const records = async () =>
    (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".record"));

  it("opens, warns once and mends it when the file is garbage", async () => {
    const server = await openServer();
    await (await openSession(server, { schemaCachePath: folder })).close();
    const [record] = (await records()) as [string];
    const { logger, warnings } = collectWarnings();

    for (const garbage of [
      "garbage",
      '{"key":1}\n[]',
      (await readFile(join(folder, record), "utf8")).slice(0, 5_000),
    ]) {
      await writeFile(join(folder, record), garbage);
      const session = await openSession(server, { schemaCachePath: folder, logger });
      expect(session.schemas.length).toBeGreaterThan(100);
      await session.close();
    }
    server.requests.clear();
    await openSession(server, { schemaCachePath: folder });

    expect(warnings).toHaveLength(3);
    expect(server.requests.records.map(({ actions }) => actions)).toEqual([["query_server_information"]]);
  });

  it("opens and warns once when the folder cannot be made", async () => {
    const server = await openServer();
    const { logger, warnings } = collectWarnings();
    await writeFile(join(folder, "file"), "");

    const session = await openSession(server, { schemaCachePath: join(folder, "file"), logger });

    expect(session.schemas.length).toBeGreaterThan(100);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("schema cache");
  });

  it("opens and warns once when the record cannot be replaced", async () => {
    const server = await openServer();
    await (await openSession(server, { schemaCachePath: folder })).close();
    const [record] = (await records()) as [string];
    await rm(join(folder, record));
    await mkdir(join(folder, record));
    await chmod(join(folder, record), 0o500);
    const { logger, warnings } = collectWarnings();

    const session = await openSession(server, { schemaCachePath: folder, logger });
    await session.close();

    expect(warnings).toHaveLength(1);
  });

  it("is found where the environment says", async () => {
    const server = await openServer();
    process.env.FTRACK_API_SCHEMA_CACHE_PATH = folder;
    try {
      await (await openSession(server, { schemaCachePath: undefined })).close();
    } finally {
      delete process.env.FTRACK_API_SCHEMA_CACHE_PATH;
    }

    expect(await records()).toHaveLength(1);
  });
});

describe("credentials of the environment", () => {
  it("are enough to open a session", async () => {
    const server = await openServer();
    Object.assign(process.env, {
      FTRACK_SERVER: server.url,
      FTRACK_API_USER: "jane",
      FTRACK_API_KEY: "test-key",
    });
    try {
      const session = await Session.open({ schemaCachePath: false });
      expect(session.apiUser).toBe("jane");
      await session.close();
    } finally {
      for (const name of ["FTRACK_SERVER", "FTRACK_API_USER", "FTRACK_API_KEY"]) delete process.env[name];
    }
  });

  it("are asked for by name when they are missing", () => {
    expect(() => new Session({ serverUrl: "https://studio.example.com", apiUser: "jane" })).toThrow(
      /apiKey.*FTRACK_API_KEY/,
    );
    expect(() => new Session({ schemaCachePath: 7 as never })).toThrow(/schemaCachePath/);
    expect(() => createSession({ url: "nowhere" } as never)).toThrow(/serverUrl/);
  });
});
