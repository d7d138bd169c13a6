import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cache, MemoryCache } from "@ftrack-kit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileCache } from "../../src/file-cache.js";
import { collectWarnings, createShot, openServer, openSession } from "../support/open-server.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftrack-kit-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a session with a cache", () => {
  it("finds in a later session what an earlier one loaded, without asking for it", async () => {
    const server = await openServer();
    const first = await openSession(server, { cache: new FileCache(folder) });
    const { shot } = await createShot(first);
    await first.query(`select name, description from Shot where id is "${shot.id}"`);
    await first.close();
    const second = await openSession(server, { cache: () => new FileCache(folder) });
    const [known] = await second.query(`select id from Shot where id is "${shot.id}"`);
    server.requests.clear();

    expect(await known?.$get("name")).toBe("010");
    expect(server.requests.length).toBe(0);
  });

  it("never shows what another server says of an entity with the same id", async () => {
    const cache = new MemoryCache();
    const seen: { readonly id: string; readonly name: unknown }[] = [];
    for (const mine of ["named by one studio", "named by another"]) {
      const server = await openServer();
      const naming = await openSession(server);
      const status = await naming.query("select id from Status order by id").first();
      if (!status) throw new Error("The seed has no status.");
      naming.update("Status", status.id, { name: mine });
      await naming.commit();
      const session = await openSession(server, { cache });

      const [known] = await session.query(`select id from Status where id is "${status.id}"`);
      seen.push({ id: status.id, name: await known?.$get("name") });
      await session.close();
    }

    expect(seen[1]?.id).toBe(seen[0]?.id);
    expect(seen.map(({ name }) => name)).toEqual(["named by one studio", "named by another"]);
  });

  it("never keeps local changes", async () => {
    const server = await openServer();
    const first = await openSession(server, { cache: new FileCache(folder) });
    const { shot } = await createShot(first);
    shot.name = "secret plan";
    await first.query("select name from Shot");
    await first.close();

    const second = await openSession(server, { cache: new FileCache(folder) });

    expect((await second.get("Shot", shot.id))?.name).toBe("010");
  });

  it("takes a function of the session, which may wait, and may have nothing to give", async () => {
    const server = await openServer();
    const seen: unknown[] = [];

    const session = await openSession(server, {
      cache: async (asking) => {
        seen.push(asking.serverUrl);
        return null;
      },
    });

    expect(seen).toEqual([server.url]);
    expect((await session.query("User")).length).toBeGreaterThan(0);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("locked"))],
    [
      "throws at once",
      () => {
        throw new Error("locked");
      },
    ],
    ["gives garbage", () => new Map([["x", "garbage"]])],
  ])("works on, with one warning at most, when the store %s", async (_, answer) => {
    const server = await openServer();
    const { logger, warnings } = collectWarnings();
    const broken = {
      get: answer,
      set: answer,
      remove: answer,
      keys: answer,
      clear: answer,
      getMany: answer,
      setMany: answer,
    };
    const session = await openSession(server, { cache: broken as unknown as Cache, logger });

    const { shot } = await createShot(session);
    const [known] = await session.query(`select id from Shot where id is "${shot.id}"`);
    await session.close();

    expect(known).toBe(shot);
    expect(warnings.length).toBeLessThanOrEqual(1);
  });

  it("works on when the function that makes the cache fails", async () => {
    const server = await openServer();
    const { logger, warnings } = collectWarnings();

    const session = await openSession(server, {
      logger,
      cache: () => {
        throw new Error("no database");
      },
    });

    expect((await session.query("User")).length).toBeGreaterThan(0);
    expect(warnings).toHaveLength(1);
  });

  it("counts records that are garbage as missing", async () => {
    const server = await openServer();
    const first = await openSession(server, { cache: new FileCache(folder) });
    const { shot } = await createShot(first);
    await first.close();
    for (const name of await readdir(folder, { recursive: true })) {
      if (name.endsWith(".record")) await writeFile(join(folder, name), "garbage");
    }
    const { logger, warnings } = collectWarnings();

    const second = await openSession(server, { cache: new FileCache(folder), logger });

    expect(await (await second.get("Shot", shot.id))?.$get("description")).toBe("");
    expect(warnings.length).toBeLessThanOrEqual(1);
  });

  it("writes in batches, not one by one", async () => {
    const server = await openServer();
    const batches: number[] = [];
    class Counting extends MemoryCache {
      setMany(records: Iterable<readonly [string, unknown]>) {
        const all = [...records];
        batches.push(all.length);
        for (const [key, value] of all) this.set(key, value);
      }
    }
    const session = await openSession(server, { cache: new Counting() });

    await createShot(session, 50);
    await session.query("select name from Task");
    await session.close();

    expect(batches.length).toBeLessThanOrEqual(3);
    expect(batches.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(52);
  });
});
