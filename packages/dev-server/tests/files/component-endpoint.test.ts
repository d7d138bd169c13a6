import { describe, expect, it } from "vitest";
import { ComponentEndpoint } from "../../src/files/component-endpoint.js";
import { MemoryBlobs } from "../../src/files/memory-blobs.js";
import type { ReadStore, Row } from "../../src/store/row.js";
import { bytesOf } from "./support.js";

const component = (id: string, name: string, file_type: string): Row => ({
  __entity_type__: "FileComponent",
  id,
  name,
  file_type,
});
const rows = [
  component("text", 'pl"ate ü', ".txt"),
  component("page", "page", ".html"),
  component("image", "image", ".png"),
  component("empty", "nothing", ".png"),
];
const store: ReadStore = {
  all: () => rows,
  by: () => [],
  get: (_family, key) => rows.find(({ id }) => id === key),
};

async function createEndpoint() {
  const components = new MemoryBlobs();
  for (const id of ["text", "page", "image"]) {
    await components.write(id, new Blob([bytesOf("0123456789")]).stream());
  }
  const fitImage = async (source: Blob, size: number) =>
    source.type === "image/png" ? new Blob([`${size}`], { type: "image/png" }) : undefined;
  return { components, endpoint: new ComponentEndpoint({ store, components, media: { fitImage } }) };
}

const request = (headers: Record<string, string> = {}, method = "GET") =>
  new Request("http://x/component/get", { headers, method });

describe("download", () => {
  it("sends all bytes as a file with the component's name", async () => {
    const { endpoint } = await createEndpoint();

    const response = await endpoint.download(request(), "text");

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "content-length": "10",
      "content-type": "text/plain",
      "content-disposition": `attachment; filename="pl_ate _.txt"; filename*=UTF-8''pl%22ate%20%C3%BC.txt`,
    });
    expect(await response.text()).toBe("0123456789");
  });

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
  ])("sends the range %s", async (range, text, contentRange) => {
    const { endpoint } = await createEndpoint();

    const response = await endpoint.download(request({ range }), "text");

    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
    expect(await response.text()).toBe(text);
  });

  it("refuses a range behind the end", async () => {
    const { endpoint } = await createEndpoint();

    const response = await endpoint.download(request({ range: "bytes=10-" }), "text");

    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe("bytes */10");
  });

  it("answers HEAD with the headers only", async () => {
    const { endpoint } = await createEndpoint();

    const response = await endpoint.download(request({}, "HEAD"), "text");

    expect(response.headers.get("content-length")).toBe("10");
    expect(await response.text()).toBe("");
  });

  it("continues a download only while the bytes are the same", async () => {
    const { components, endpoint } = await createEndpoint();
    const etag = (await endpoint.download(request(), "text")).headers.get("etag") ?? "";
    const resume = () => endpoint.download(request({ range: "bytes=5-", "if-range": etag }), "text");

    const same = await resume();
    const unchanged = await endpoint.download(request({ "if-none-match": etag }), "text");
    await components.write("text", new Blob([bytesOf("abcdefghij")]).stream());
    const changed = await resume();

    expect([same.status, unchanged.status, changed.status]).toEqual([206, 304, 200]);
    expect(await changed.text()).toBe("abcdefghij");
  });

  it("says that there are no bytes", async () => {
    const { endpoint } = await createEndpoint();

    expect((await endpoint.download(request(), "empty")).status).toBe(404);
    expect((await endpoint.download(request(), "unknown")).status).toBe(404);
  });

  it("fails once the bytes were removed, and removing again is no harm", async () => {
    const { endpoint } = await createEndpoint();

    const removed = [await endpoint.remove("text"), await endpoint.remove("text")];

    expect(removed.map(({ status }) => status)).toEqual([200, 200]);
    expect((await endpoint.download(request(), "text")).status).toBe(404);
  });
});

describe("thumbnail", () => {
  it("fits the image into the square asked for, within limits", async () => {
    const { endpoint } = await createEndpoint();
    const sizes = await Promise.all(
      [10, 0, Number.NaN, 1e9, -3].map(async (size) =>
        (await endpoint.thumbnail(request(), "image", size)).text(),
      ),
    );

    expect(sizes).toEqual(["10", "300", "300", "4096", "1"]);
  });

  it("shows the default image for what is no image or has no bytes", async () => {
    const { endpoint } = await createEndpoint();

    for (const id of ["text", "empty"]) {
      const response = await endpoint.thumbnail(request(), id, 300);

      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("image/png");
      expect(new Uint8Array(await response.arrayBuffer()).subarray(1, 4)).toEqual(bytesOf("PNG"));
    }
  });

  it("is not sent again while it is the same", async () => {
    const { endpoint } = await createEndpoint();
    const etag = (await endpoint.thumbnail(request(), "image", 10)).headers.get("etag") ?? "";

    const same = await endpoint.thumbnail(request({ "if-none-match": etag }), "image", 10);
    const larger = await endpoint.thumbnail(request({ "if-none-match": etag }), "image", 20);

    expect([same.status, larger.status]).toEqual([304, 200]);
  });

  it("does not exist for a component that does not", async () => {
    const { endpoint } = await createEndpoint();

    expect((await endpoint.thumbnail(request(), "unknown", 300)).status).toBe(404);
  });
});
