import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlobStore } from "../../src/files/blob-store.js";
import { DiskBlobs } from "../../src/files/disk-blobs.js";
import { MemoryBlobs } from "../../src/files/memory-blobs.js";
import { fitImageWithSharp } from "../../src/files/sharp-images.js";
import type { DevServer } from "../../src/index.js";
import { startServer } from "../server/node-support.js";
import { asJane, call, query } from "../server/support.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftrack-dev-server-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const streamOf = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
const textOf = async (store: BlobStore, id: string, range?: { start: number; end: number }) =>
  new Response(await store.read(id, range)).text();

describe.each([
  ["MemoryBlobs", async () => new MemoryBlobs()],
  ["DiskBlobs", async () => DiskBlobs.open(join(folder, randomUUID()))],
])("%s", (_name, open: () => Promise<BlobStore>) => {
  it("keeps bytes by any id", async () => {
    const store = await open();
    const ids = ["plain", "../../escape", "/etc/x", "a".repeat(5000), "ü\u0000 \n", "A", "a"];

    for (const id of ids) await store.write(id, streamOf(`bytes of ${id}`));

    for (const id of ids) expect(await textOf(store, id)).toBe(`bytes of ${id}`);
  });

  it("reads any range", async () => {
    const store = await open();
    await store.write("x", streamOf("0123456789"));

    await fc.assert(
      fc.asyncProperty(fc.nat(10), fc.nat(10), async (start, end) => {
        fc.pre(start <= end);
        expect(await textOf(store, "x", { start, end })).toBe("0123456789".slice(start, end));
      }),
      { numRuns: 40 },
    );
  });

  it("replaces what is there, with a new version", async () => {
    const store = await open();
    await store.write("x", streamOf("old"));
    const before = await store.stat("x");

    await store.write("x", streamOf("newer"));
    const after = await store.stat("x");

    expect(after?.size).toBe(5);
    expect(after?.version).not.toBe(before?.version);
  });

  it("keeps what is there when new bytes break off", async () => {
    const store = await open();
    await store.write("x", streamOf("whole"));
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      pull: (controller) => controller.error(new Error("cut")),
    });

    await expect(store.write("x", broken)).rejects.toThrow("cut");

    expect(await textOf(store, "x")).toBe("whole");
  });

  it("has nothing after removing and clearing, neither of which minds an empty place", async () => {
    const store = await open();
    await store.write("x", streamOf("x"));
    await store.write("y", streamOf("y"));

    await store.remove("x");
    await store.remove("x");
    const removed = await store.stat("x");
    await store.clear();
    await store.clear();

    expect(removed).toBeUndefined();
    expect(await store.stat("y")).toBeUndefined();
  });

  it("brings a moment back, as often as wanted", async () => {
    const store = await open();
    await store.write("x", streamOf("then"));
    await store.write("gone", streamOf("gone"));
    const restore = await store.keep();

    for (let round = 0; round < 2; round++) {
      await store.write("x", streamOf("now"));
      await store.remove("gone");
      await store.write("later", streamOf("later"));
      await restore();

      expect(await textOf(store, "x")).toBe("then");
      expect(await textOf(store, "gone")).toBe("gone");
      expect(await store.stat("later")).toBeUndefined();
    }
  });
});

describe("DiskBlobs", () => {
  it("removes what a crash left unfinished", async () => {
    const path = join(folder, randomUUID());
    const store = await DiskBlobs.open(path);
    await store.write("x", streamOf("x"));
    await store.keep();

    await DiskBlobs.open(path);

    expect(await readdir(path)).toHaveLength(1);
  });
});

describe("fitImageWithSharp", () => {
  const image = async (width: number, height: number, type: "png" | "jpeg") => {
    const picture = sharp({ create: { width, height, channels: 3, background: "#37b" } });
    return new Blob([new Uint8Array(await picture.toFormat(type).toBuffer())]);
  };
  const sizeOf = async (blob: Blob | undefined) => {
    const { width, height, format } = await sharp(
      new Uint8Array((await blob?.arrayBuffer()) ?? []),
    ).metadata();
    return [width, height, format];
  };

  it.each([
    [600, 300, 100, "png", [100, 50, "png"]],
    [300, 600, 100, "jpeg", [50, 100, "jpeg"]],
    [40, 20, 300, "png", [40, 20, "png"]],
    [5000, 2, 100, "png", [100, 1, "png"]],
  ] as const)("fits %i × %i into %i, as %s", async (width, height, size, type, expected) => {
    expect(await sizeOf(await fitImageWithSharp(await image(width, height, type), size))).toEqual(expected);
  });

  it("draws SVG, and turns anything into JPEG when asked", async () => {
    const svg = new Blob([
      '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="9" height="9"/></svg>',
    ]);

    expect(await sizeOf(await fitImageWithSharp(svg, 20))).toEqual([20, 10, "png"]);
    expect(await sizeOf(await fitImageWithSharp(svg, 20, "image/jpeg"))).toEqual([20, 10, "jpeg"]);
  });

  it("knows what is no image", async () => {
    const png = await image(10, 10, "png");

    expect(await fitImageWithSharp(new Blob(["text"]), 20)).toBeUndefined();
    expect(await fitImageWithSharp(new Blob([]), 20)).toBeUndefined();
    expect(await fitImageWithSharp(png.slice(0, 30), 20)).toBeUndefined();
  });
});

describe("file endpoints over HTTP", () => {
  let server: DevServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());
  const access = `username=jane&apiKey=${encodeURIComponent(asJane["ftrack-api-key"])}`;

  it("ask for user and key", async () => {
    for (const path of ["get", "thumbnail", "remove"]) {
      const wrong = await fetch(`${server.url}/component/${path}?id=x&username=jane&apiKey=wrong`);
      const none = await fetch(`${server.url}/component/${path}?id=x`);

      expect([wrong.status, none.status]).toEqual([403, 403]);
    }
  });

  it("upload many megabytes in parts and give them back by range", async () => {
    const id = randomUUID();
    const part = new Uint8Array(3_000_000).map((_, index) => index % 251);
    const { body } = await call(server, [
      {
        action: "get_upload_metadata",
        component_id: id,
        file_name: "big.bin",
        file_size: 9_000_000,
        parts: 3,
      },
    ]);
    const { upload_id, urls } = body[0];

    const parts = await Promise.all(
      urls.map(async ({ part_number, signed_url }: { part_number: number; signed_url: string }) => {
        const { headers } = await fetch(signed_url, { method: "PUT", body: part });
        return { part_number, e_tag: headers.get("etag")?.replaceAll('"', "") };
      }),
    );
    const { body: done } = await call(server, [
      { action: "complete_multipart_upload", upload_id, component_id: id, parts },
    ]);
    const got = await fetch(`${server.url}/component/get?id=${id}&${access}`, {
      headers: { range: "bytes=2999998-3000001" },
    });

    expect(done[0]).toMatchObject({ action: "complete_multipart_upload", component_id: id });
    expect(got.headers.get("content-range")).toBe("bytes 2999998-3000001/9000000");
    expect([...new Uint8Array(await got.arrayBuffer())]).toEqual([2999998 % 251, 2999999 % 251, 0, 1]);
  });

  it("are reached by signed addresses that rows carry, until these expire", async () => {
    const id = randomUUID();
    const location_id = "3a372bde-05bc-11e4-8908-20c9d081909b";
    const component = { __entity_type__: "FileComponent", id, name: "f", file_type: ".txt" };
    const located = {
      __entity_type__: "ComponentLocation",
      component_id: id,
      location_id,
      resource_identifier: id,
    };
    const { body } = await call(server, [
      { action: "create", entity_type: "FileComponent", entity_data: component },
      { action: "create", entity_type: "ComponentLocation", entity_data: located },
      { action: "get_upload_metadata", component_id: id },
      query(`select url from ComponentLocation where component_id is "${id}"`),
    ]);
    await fetch(body[2].url, { method: "PUT", body: "bytes" });
    const { url } = body[3].data[0].url;

    const before = await fetch(url);
    server.clock.advance(24 * 3_600_000);
    const after = await fetch(url);

    expect(await before.text()).toBe("bytes");
    expect(after.status).toBe(403);
  });

  it("let pages upload and read the entity tag", async () => {
    const { body } = await call(server, [{ action: "get_upload_metadata", component_id: "c" }]);
    const headers = { origin: "https://studio.example" };

    const preflight = await fetch(body[0].url, {
      method: "OPTIONS",
      headers: {
        ...headers,
        "access-control-request-method": "PUT",
        "access-control-request-headers": "content-type",
      },
    });
    const put = await fetch(body[0].url, { method: "PUT", headers, body: "x" });

    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(put.headers.get("access-control-allow-origin")).toBe("https://studio.example");
    expect(put.headers.get("access-control-expose-headers")).toContain("ETag");
    expect(put.headers.get("etag")).toBeTruthy();
  });

  it("show the default thumbnail to anybody", async () => {
    const response = await fetch(`${server.url}/img/thumbnail2.png`);

    const { format } = await sharp(new Uint8Array(await response.arrayBuffer())).metadata();
    expect(format).toBe("png");
  });

  it("open widgets for six minutes, with parameters that clients append", async () => {
    const { body } = await call(server, [{ action: "get_widget_url", name: "info", theme: "light" }]);
    const url = `${body[0].widget_url}&entityType=task&entityId=x`;

    const open = await fetch(url);
    server.clock.advance(10 * 60_000);
    const later = await fetch(url);

    expect(open.status).toBe(200);
    expect(await open.text()).toContain('data-theme="light"');
    expect(later.status).toBe(403);
  });

  it("send a login back to this machine only", async () => {
    const login = (target: string) =>
      fetch(`${server.url}/user/api_credentials?identifier=x&redirect_url=${encodeURIComponent(target)}`, {
        redirect: "manual",
      });

    const local = await login("http://localhost:9999/back?a=1");
    const remote = await login("https://elsewhere.example/");

    expect(local.status).toBe(302);
    const location = new URL(local.headers.get("location") ?? "");
    expect(location.host).toBe("localhost:9999");
    expect(Object.fromEntries(location.searchParams)).toEqual({
      a: "1",
      api_user: "jane",
      api_key: "key of jane",
    });
    expect(remote.status).toBe(400);
  });
});
