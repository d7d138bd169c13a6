import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session } from "@ftrack-kit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodePlatform } from "../src/platform.js";
import { openServer, openSession, optionsFor } from "./support/open-server.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "resume-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function sequence(frames: number): Promise<string> {
  for (let frame = 1; frame <= frames; frame++) {
    await writeFile(join(folder, `beauty.${String(frame).padStart(4, "0")}.exr`), `frame ${frame}`);
  }
  return join(folder, `beauty.%04d.exr [1-${frames}]`);
}

async function start() {
  const server = await openServer();
  const open = () => openSession(server, { schemaCachePath: join(folder, "cache") });
  const uploads = () => server.requests.records.filter(({ actions }) => actions.includes("upload")).length;
  return { server, open, uploads, session: await open() };
}

const names = (text: string) => `select id, name from ${text} where name is "beauty"`;

describe("the store of uploads", () => {
  it("is opened by the first upload that can go on, and closed with the session", async () => {
    const server = await openServer();
    const opened: string[] = [];
    const closed: string[] = [];
    const node = createNodePlatform({ cacheFolder: join(folder, "cache") });
    const openCache: typeof node.openCache = async (namespace) => {
      const store = await node.openCache(namespace);
      opened.push(namespace);
      const close = store.close.bind(store);
      return Object.assign(store, { close: () => close().then(() => void closed.push(namespace)) });
    };
    const { schemaCachePath: _, ...options } = optionsFor(server, { schemaCache: false });
    const session = await Session.open(options, { ...node, openCache });
    await session.createComponent(new Blob(["x"]), {}, { location: "server" });
    const before = [...opened];
    await session.createComponent(new Blob(["x"]), {}, { location: "server", resumeKey: "x" });

    await session.close();

    expect({ before, opened, closed }).toEqual({ before: [], opened: ["uploads"], closed: ["uploads"] });
  });
});

describe("createComponent", () => {
  it("sends only the files of a sequence that the server does not have, from another session", async () => {
    const { server, session, open, uploads } = await start();
    const path = await sequence(12);
    const settings = { location: "server", resumeKey: "beauty", concurrency: 1 } as const;
    server.faults.add({ on: "upload", after: 7, status: 404 });
    await expect(session.createComponent(path, { name: "beauty" }, settings)).rejects.toMatchObject({
      code: "location_transfer",
      message: expect.stringContaining("7 files are there already"),
    });
    server.faults.clear();
    await session.close();
    const before = uploads();
    const again = await open();

    const component = await again.createComponent(path, { name: "beauty" }, settings);

    expect(uploads() - before).toBe(5);
    expect(await again.query(names("Component")).all()).toHaveLength(1);
    expect(await again.getComponentAvailability(component)).toMatchObject({
      [again.locations.server.id]: 100,
    });
  });

  it("makes one component although the answer to its creation was lost", async () => {
    const { server, session } = await start();
    const path = join(folder, "beauty.mov");
    await writeFile(path, "moving pictures");
    server.faults.add({ on: "create", times: 1, drop: "after" });

    const component = await session.createComponent(path, { name: "beauty" }, { location: "server" });

    const found = await session.query(names("Component")).all();
    expect(found.map(({ id }) => id)).toEqual([component.id]);
  });

  it("takes what is stored for its own when nobody could be told of it", async () => {
    const { server, session, uploads } = await start();
    const path = join(folder, "beauty.mov");
    await writeFile(path, "moving pictures");
    const settings = { location: "server", resumeKey: "movie" } as const;
    // The component is created by one request and registered by another.
    server.faults.add({ on: "create", after: 1, times: 1, drop: "before" });
    await expect(session.createComponent(path, { name: "beauty" }, settings)).rejects.toThrow();
    expect(uploads()).toBe(1);

    const component = await session.createComponent(path, { name: "beauty" }, settings);

    expect(uploads()).toBe(1);
    expect(await new Response(await session.readComponent(component)).text()).toBe("moving pictures");
  });
});
