import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session as CoreSession, DiskAccessor, MemoryAccessor, StandardStructure } from "@ftrack-kit/core";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNodeFiles } from "../src/files.js";
import { createNodePlatform } from "../src/platform.js";
import { createVersion } from "./support/create-version.js";

const files = createNodeFiles();
const credentials = { user: "jane", key: "test-key" };
let server: DevServer;
let folder: string;
let session: CoreSession;

beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "demo", credentials });
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await files.resolve(await mkdtemp(join(tmpdir(), "locations-")));
  session = await openSession();
});
afterEach(async () => {
  await session.close();
  await rm(folder, { recursive: true });
});

function openSession(): Promise<CoreSession> {
  const { user: apiUser, key: apiKey } = credentials;
  const platform = createNodePlatform({ cacheFolder: join(folder, "cache") });
  return CoreSession.open({ serverUrl: server.url, apiUser, apiKey }, platform);
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

const textOf = async (stream: Promise<ReadableStream<Uint8Array>>) => new Response(await stream).text();

describe("createComponent", () => {
  it("uploads a file to the server, where its bytes are those of the file", async () => {
    const path = await file("movie å.mov", "moving pictures");

    const component = await session.createComponent(path, { name: "main" }, { location: "server" });

    expect(component.file_type).toBe(".mov");
    expect(component.size).toBe(15);
    expect(await textOf(session.readComponent(component))).toBe("moving pictures");
    expect(await session.getComponentAvailability(component)).toMatchObject({
      [session.locations.server.id]: 100,
      [session.locations.origin.id]: 0,
    });
  });

  it.each([
    ["bytes", () => new TextEncoder().encode("content")],
    ["a blob", () => new Blob(["content"])],
    ["a file", () => new File(["content"], "preview.mp4")],
    ["a stream", () => new Blob(["content"]).stream()],
    [
      "an async iterable",
      async function* () {
        yield new TextEncoder().encode("con");
        yield new TextEncoder().encode("tent");
      },
    ],
  ])("uploads %s", async (_, make) => {
    const input = make();

    const component = await session.createComponent(
      typeof input === "function" ? input : (input as Blob),
      {},
      { location: "server" },
    );

    const stored = await session
      .query(`select size, name from FileComponent where id is "${component.id}"`)
      .one();
    expect(stored.size).toBe(7);
    expect(await textOf(session.readComponent(component))).toBe("content");
  });

  it("names a component after its file", async () => {
    const component = await session.createComponent(
      new File(["x"], "preview.tar.mp4"),
      {},
      { location: "server" },
    );

    expect([component.name, component.file_type]).toEqual(["preview.tar", ".mp4"]);
  });

  it("registers a path where it is, in the preferred location, moving nothing", async () => {
    const path = await file("scene.ma", "scene");

    const component = await session.createComponent(path);

    const location = await session.pickLocation(component);
    expect(location?.name).toBe("ftrack.unmanaged");
    expect(await location?.getFilesystemPath(component)).toBe(path);
  });

  it("stores a sequence in a few requests, however many frames it has", async () => {
    for (let frame = 1; frame <= 40; frame++)
      await file(`render/beauty.${String(frame).padStart(4, "0")}.exr`, `frame ${frame}`);
    const version = await createVersion(session);
    const disk = await session.locations.configure({
      name: `studio.disk ${folder}`,
      accessor: new DiskAccessor({ files, prefix: join(folder, "store") }),
      structure: new StandardStructure(),
      priority: 1,
    });
    const before = server.requests.length;

    const component = await session.createComponent(
      `${folder}/render/beauty.%04d.exr [1-40]`,
      { name: "Beauty Pass", version_id: version.id },
      { location: disk },
    );

    expect(server.requests.length - before).toBeLessThanOrEqual(10);
    const path = await disk.getFilesystemPath(component);
    expect(path).toMatch(/beauty_pass\.%04d\.exr$/);
    expect(await readFile(path.replace("%04d", "0040"), "utf8")).toBe("frame 40");
    expect(await disk.getComponentAvailability(component)).toBe(100);

    await disk.removeComponent(component);

    expect(await disk.getComponentAvailability(component)).toBe(0);
    expect(await readdir(join(path, ".."))).toEqual([]);
  });

  it("uploads a sequence to the server in few API requests", async () => {
    for (let frame = 8; frame <= 12; frame++) await file(`f.${frame}.png`, `frame ${frame}`);

    const component = await session.createComponent(
      `${folder}/f.%01d.png [8-12]`,
      {},
      { location: "server" },
    );

    expect(await session.locations.server.getComponentAvailability(component)).toBe(100);
    const frames = await session.query(
      `select name, size from FileComponent where container_id is "${component.id}"`,
    );
    expect(frames.map(({ name }) => name).sort()).toEqual(["10", "11", "12", "8", "9"]);
  });

  it.each(["missing.mov", "missing.%04d.exr [1-3]"])(
    "makes nothing of %s, which is not there",
    async (name) => {
      const before = server.requests.length;
      const path = join(folder, name);

      const creating = session.createComponent(path, { name: "gone forever" }, { location: "server" });

      await expect(creating).rejects.toMatchObject({ code: "location_resource_missing" });
      expect(server.requests.length).toBe(before);
      expect(await session.query('select id from Component where name is "gone forever"').all()).toEqual([]);
    },
  );

  it("commits nothing that was pending, where helpers of others do", async () => {
    const version = await createVersion(session);
    session.create("Note", { content: "not committed" });

    await session.createComponent(new Blob(["x"]), { version: version.id }, { location: "server" });

    expect(session.recordedOperations.length).toBe(1);
    session.rollback();
  });

  it("refuses a version that is not committed, and records both together on request", async () => {
    const { assetId } = await createVersion(session);
    const version = session.create("AssetVersion", { asset_id: assetId });

    await expect(session.createComponent(new Blob(["x"]), { version })).rejects.toMatchObject({
      code: "location_uncommitted",
    });
    const component = await session.createComponent(
      await file("a.txt", "a"),
      { version_id: version.id },
      { location: null },
    );
    await session.commit();

    expect(await session.query(`select id from Component where id is "${component.id}"`).all()).toHaveLength(
      1,
    );
  });

  it("names what it would not use, instead of losing it", async () => {
    const data = { name: "main", file_tpye: ".mov" };

    await expect(session.createComponent(new Blob(["x"]), data)).rejects.toThrow(
      expect.objectContaining({
        code: "options_unknown",
        message: 'A component is not made with "file_tpye". Did you mean "file_type"?',
      }),
    );
    expect(session.recordedOperations).toEqual([]);
  });
});

describe("Location", () => {
  it("refuses a component that is there already, before anything is moved", async () => {
    const component = await session.createComponent(new Blob(["x"]), {}, { location: "server" });

    const again = session.locations.server.addComponent(component, { source: session.locations.origin });

    await expect(again).rejects.toMatchObject({ code: "location_component_present" });
  });

  it("moves data from one place to another, with progress, verified", async () => {
    const content = new Uint8Array(300_000).map((_, index) => index % 251);
    const component = await session.createComponent(
      new Blob([content]),
      { name: "data" },
      { location: "server" },
    );
    const memory = new MemoryAccessor();
    const place = await session.locations.configure({
      name: `studio.memory ${folder}`,
      accessor: memory,
      structure: { resourceIdentifier: ({ name, id }) => `${name}/${id}` },
      transformer: { encode: (text) => btoa(text), decode: (text) => atob(text) },
    });
    const seen: number[] = [];

    await place.addComponent(component, {
      source: session.locations.server,
      onProgress: ({ loaded, total }) => seen.push(loaded / (total ?? 0)),
    });

    expect(seen.at(-1)).toBe(1);
    expect(await place.getResourceIdentifier(component)).toBe(`data/${component.id}`);
    expect((await memory.stat(`data/${component.id}`))?.size).toBe(300_000);
  });

  it("takes data back out of the target when a later file fails", async () => {
    await file("s.1.txt", "one");
    await file("s.2.txt", "two");
    const target = new MemoryAccessor();
    const place = await session.locations.configure({
      name: `studio.failing ${folder}`,
      accessor: target,
      structure: { resourceIdentifier: ({ name, kind }) => `${kind}-${name}` },
    });
    const component = await session.createComponent(
      `${folder}/s.%d.txt [1-3]`,
      {},
      { location: "unmanaged" },
    );

    const adding = place.addComponent(component, { source: session.locations.unmanaged, concurrency: 1 });

    await expect(adding).rejects.toMatchObject({ code: "location_transfer", details: { left: [] } });
    expect(await target.list("")).toEqual([]);
    expect(await place.getComponentAvailability(component)).toBe(0);
  });

  it("refuses two components that would land in one file", async () => {
    const version = await createVersion(session);
    const place = await session.locations.configure({
      name: `studio.standard ${folder}`,
      accessor: new MemoryAccessor(),
      structure: new StandardStructure(),
    });
    const make = (name: string) =>
      session.createComponent(
        new Blob([name]),
        { name, file_type: ".txt", version_id: version.id },
        { location: "server" },
      );
    const both = await Promise.all([make("Café"), make("cafe")]);

    const adding = place.addComponents(both, { source: session.locations.server });

    await expect(adding).rejects.toMatchObject({ code: "location_structure" });
  });

  it("gives addresses that hold no API key and work", async () => {
    const component = await session.createComponent(new Blob(["signed"]), {}, { location: "server" });

    const url = await session.locations.server.getUrl(component);

    expect(url).not.toContain(credentials.key);
    expect(await (await fetch(url)).text()).toBe("signed");
  });

  it("says which components it does not have", async () => {
    const component = await session.createComponent(new Blob(["x"]), {}, { location: "server" });

    await expect(session.locations.review.getResourceIdentifier(component)).rejects.toMatchObject({
      code: "location_component_missing",
      details: { componentIds: [component.id] },
    });
  });
});
