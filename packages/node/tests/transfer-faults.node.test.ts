import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session as CoreSession, DiskAccessor, StandardStructure } from "@ftrack-kit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodePlatform } from "../src/platform.js";
import { createVersion } from "./support/create-version.js";
import { openServer, openSession } from "./support/open-server.js";

const mebibyte = 1024 * 1024;
const large = randomBytes(18 * mebibyte + 5);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "faults-"));
});
afterEach(() => rm(folder, { recursive: true }));

const checksumOf = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Reads some of every request, and then resets its connection. */
async function openResetting(after: number) {
  const resetting = createServer((socket: Socket) => {
    let read = 0;
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      read += chunk.length;
      if (read > after) socket.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => resetting.listen(0, "127.0.0.1", resolve));
  const { port } = resetting.address() as AddressInfo;
  const close = () => new Promise((resolve) => resetting.close(resolve));
  return { url: `http://127.0.0.1:${port}/`, close };
}

describe("uploads", () => {
  it("survive a connection that is reset in the middle of a part", async () => {
    const server = await openServer();
    const resetting = await openResetting(3 * mebibyte);
    let puts = 0;
    const resetTwo: typeof fetch = (url, init) =>
      fetch(init?.method === "PUT" && ++puts <= 2 ? resetting.url : url, init);
    const session = await openSession(server, { fetch: resetTwo });

    const component = await session.createComponent(await file("a.mov", large), {}, { location: "server" });

    const stored = await new Response(await session.readComponent(component)).arrayBuffer();
    expect(checksumOf(new Uint8Array(stored))).toBe(checksumOf(large));
    expect(puts).toBeGreaterThan(4);
    await resetting.close();
  });

  it.each([
    ["in one piece", large.subarray(0, 3 * mebibyte)],
    ["in parts", large],
  ])("leave on the server's disk what is on ours: %s", async (_, bytes) => {
    const data = join(folder, "server");
    const session = await openSession(await openServer({ data }));

    await session.createComponent(await file("a.mov", bytes), {}, { location: "server" });

    const blobs = join(data, "files");
    const stored = await Promise.all((await readdir(blobs)).map((name) => readFile(join(blobs, name))));
    expect(stored.map(checksumOf)).toContain(checksumOf(bytes));
    expect(stored.filter(({ length }) => length === bytes.length)).toHaveLength(1);
  });

  it.each([
    "a b.txt",
    "-rf",
    "quote'\" [1-5].txt",
    "100% #?&=;+.txt",
    "line\nbreak.txt",
    "名前 🎬.mov",
    `${"long".repeat(50)}.exr`,
    "back\\slash.txt",
    ".hidden",
    "C: colon|pipe<>*.txt",
  ])("take a file named %j there and back", async (name) => {
    const session = await openSession(await openServer());
    const path = await file(name, name);

    const component = await session.createComponent(path, { name }, { location: "server" });
    await session.downloadComponent(component, join(folder, "copy"));

    const row = await session.query(`select name from Component where id is "${component.id}"`).one();
    expect(row.name).toBe(name);
    expect(await readFile(join(folder, "copy"), "utf8")).toBe(name);
  });

  it("follow a link to a file, and refuse a folder", async () => {
    const session = await openSession(await openServer());
    await symlink(await file("real.txt", "real"), join(folder, "link.txt"));

    const component = await session.createComponent(join(folder, "link.txt"), {}, { location: "server" });

    expect(await new Response(await session.readComponent(component)).text()).toBe("real");
    await expect(session.createComponent(folder, {}, { location: "server" })).rejects.toMatchObject({
      cause: { code: "location_resource_invalid" },
    });
  });
});

describe.skipIf(process.platform !== "linux")("a full disk", () => {
  /** Partial files land on a device that is always full. */
  async function openOnFullDisk() {
    const server = await openServer();
    const node = createNodePlatform({ cacheFolder: join(folder, "cache") });
    const files = node.files as NonNullable<typeof node.files>;
    const full: typeof files = {
      ...files,
      write: (path, options) =>
        path.endsWith(".part") ? files.write("/dev/full") : files.write(path, options),
    };
    const session = await CoreSession.open(
      { serverUrl: server.url, apiUser: "jane", apiKey: "test-key" },
      { ...node, files: full },
    );
    const version = await createVersion(session);
    const component = await session.createComponent(
      new Blob([large]),
      { name: "main", version_id: version.id },
      { location: "server" },
    );
    await mkdir(join(folder, "store"));
    return { session, component, files: full };
  }

  it("ends a download to a path with a code of its own, and leaves nothing", async () => {
    const { session, component } = await openOnFullDisk();

    const downloading = session.downloadComponent(component, join(folder, "store", "copy.mov"));

    await expect(downloading).rejects.toMatchObject({ code: "location_full" });
    expect(await readdir(join(folder, "store"))).toEqual([]);
    await session.close();
  });

  it("ends a transfer to a location on it, which then has nothing", async () => {
    const { session, component, files } = await openOnFullDisk();
    const disk = await session.locations.configure({
      name: "studio.full",
      accessor: new DiskAccessor({ files, prefix: join(folder, "store") }),
      structure: new StandardStructure(),
    });

    const adding = disk.addComponent(component, { source: session.locations.server });

    await expect(adding).rejects.toMatchObject({
      code: "location_transfer",
      cause: { code: "location_full" },
    });
    const left = await readdir(join(folder, "store"), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    expect(await disk.getComponentAvailability(component)).toBe(0);
    await session.close();
  });
});
