import { describe, expect, it } from "vitest";
import { createUploads, md5Of, uploadOf } from "./support.js";

describe("an upload in one piece", () => {
  it("says where to put the bytes and with which headers", async () => {
    const { service } = createUploads();

    const { url, headers } = await service.prepareUpload(uploadOf("hello"));

    expect(url).toMatch(/^http:\/\/x\/component\/upload\?/);
    expect(headers).toEqual({
      "Content-Type": "image/png",
      "Content-Length": "5",
      "Content-MD5": md5Of("hello", "base64"),
    });
  });

  it("keeps the bytes and answers their entity tag", async () => {
    const { service, put, read } = createUploads();
    const { url } = await service.prepareUpload(uploadOf("hello"));

    const response = await put(url, "hello");

    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe(`"${md5Of("hello", "hex")}"`);
    expect(await read("c1")).toBe("hello");
  });

  it("works with nothing but the component's id", async () => {
    const { service, put, read } = createUploads();
    const request = { componentId: "c1", fileName: undefined, fileSize: undefined, checksum: undefined };

    const { url, headers } = await service.prepareUpload(request);
    const response = await put(url, "anything");

    expect(headers).toEqual({ "Content-Type": "application/octet-stream" });
    expect(response.status).toBe(200);
    expect(await read("c1")).toBe("anything");
  });

  it.each([
    ["fewer bytes than announced", "hell", {}, {}, 400],
    ["more bytes than announced", "hello!", {}, {}, 400],
    ["other bytes than announced", "hullo", {}, {}, 400],
    [
      "other bytes than the request's own checksum",
      "hullo",
      { checksum: undefined },
      { "content-md5": md5Of("hello", "base64") },
      400,
    ],
    [
      "more bytes than the server takes",
      "x".repeat(1001),
      { fileSize: undefined, checksum: undefined },
      {},
      413,
    ],
  ])("refuses %s and keeps what was there", async (_what, sent, changes, headers, status) => {
    const { service, put, read } = createUploads();
    await put((await service.prepareUpload(uploadOf("before"))).url, "before");
    const { url } = await service.prepareUpload(uploadOf("hello", changes));

    const response = await put(url, sent, headers);

    expect(response.status).toBe(status);
    expect(await read("c1")).toBe("before");
  });

  it("refuses an address that was changed, is meant for something else, or has expired", async () => {
    const { clock, service, put, read } = createUploads();
    const { url } = await service.prepareUpload(uploadOf("hello"));

    const changed = await put(url.replace("id=c1", "id=c2"), "hello");
    const unsigned = await put("http://x/component/upload?id=c1", "hello");
    clock.advance(2 * 3_600_000);
    const expired = await put(url, "hello");

    expect([changed.status, unsigned.status, expired.status]).toEqual([403, 403, 403]);
    expect(await read("c1")).toBeUndefined();
  });
});

describe("an upload in parts", () => {
  const texts = ["first ", "second ", "third"];
  const whole = texts.join("");
  const tags = texts.map((text, index) => ({ partNumber: index + 1, eTag: md5Of(text, "hex") }));

  async function begin(changes: object = {}) {
    const uploads = createUploads();
    const { uploadId, urls } = await uploads.service.prepareParts({
      ...uploadOf(whole),
      parts: 3,
      uploadId: undefined,
      ...changes,
    });
    const putAll = () => Promise.all(urls.map((url, index) => uploads.put(url, texts[index] ?? "")));
    const complete = (parts = tags, id = uploadId, componentId = "c1") =>
      uploads.service.completeParts({ uploadId: id, componentId, parts });
    return { ...uploads, urls, uploadId, putAll, complete };
  }

  it("joins the parts, whichever came first, and forgets them", async () => {
    const { urls, put, complete, read, parts, uploadId } = await begin();
    for (const index of [2, 0, 1]) await put(urls[index] ?? "", texts[index] ?? "");

    await complete();

    expect(await read("c1")).toBe(whole);
    expect(await parts.stat(`${uploadId}/1`)).toBeUndefined();
  });

  it("takes entity tags with quotes, as the header has them", async () => {
    const { putAll, complete, read } = await begin();
    const tagsOfHeaders = (await putAll()).map((response, index) => ({
      partNumber: index + 1,
      eTag: response.headers.get("etag") ?? "",
    }));

    await complete(tagsOfHeaders);

    expect(await read("c1")).toBe(whole);
  });

  it("lets a part be sent again", async () => {
    const { urls, put, putAll, complete, read } = await begin();
    await put(urls[1] ?? "", "spoilt");
    await putAll();

    await complete();

    expect(await read("c1")).toBe(whole);
  });

  it.each([
    ["a part that is not named", tags.slice(0, 2)],
    ["parts out of order", [tags[1], tags[0], tags[2]]],
    ["an entity tag that does not fit", [{ partNumber: 1, eTag: "other" }, ...tags.slice(1)]],
  ])("refuses %s, and can be completed rightly afterwards", async (_what, wrong) => {
    const { putAll, complete, read } = await begin();
    await putAll();

    await expect(complete(wrong as typeof tags)).rejects.toMatchObject({ exception: "ValidationError" });
    expect(await read("c1")).toBeUndefined();
    await complete();

    expect(await read("c1")).toBe(whole);
  });

  it("refuses a part that was not uploaded", async () => {
    const { urls, put, complete } = await begin();
    await put(urls[0] ?? "", texts[0] ?? "");

    await expect(complete()).rejects.toThrow("Part 2 was not uploaded");
  });

  it("refuses parts that together are not the announced file", async () => {
    const { putAll, complete, read } = await begin({ fileSize: 5, checksum: undefined });
    await putAll();

    await expect(complete()).rejects.toMatchObject({ exception: "ValidationError" });
    expect(await read("c1")).toBeUndefined();
  });

  it("refuses an upload it does not know, or of another component", async () => {
    const { putAll, complete } = await begin();
    await putAll();

    await expect(complete(tags, "unknown")).rejects.toThrow("no upload unknown");
    await expect(complete(tags, undefined, "c2")).rejects.toThrow("component c2");
  });

  it("is over once it is completed", async () => {
    const { urls, put, putAll, complete } = await begin();
    await putAll();
    await complete();

    expect((await put(urls[0] ?? "", "late")).status).toBe(404);
    await expect(complete()).rejects.toThrow("no upload");
  });

  it("gives fresh addresses to an upload under way, which keeps its parts", async () => {
    const { clock, service, urls, put, uploadId, complete, read } = await begin();
    await put(urls[0] ?? "", texts[0] ?? "");
    clock.advance(16 * 3_600_000);

    const stale = await put(urls[1] ?? "", texts[1] ?? "");
    const renewed = await service.prepareParts({ ...uploadOf(whole), parts: 3, uploadId });
    for (const index of [1, 2]) await put(renewed.urls[index] ?? "", texts[index] ?? "");
    await complete();

    expect(stale.status).toBe(403);
    expect(renewed.uploadId).toBe(uploadId);
    expect(await read("c1")).toBe(whole);
  });

  it.each([
    ["nobody knows", { uploadId: "unknown" }],
    ["has another number of parts", { parts: 2 }],
    ["is of another component", { componentId: "c2" }],
  ])("names a new upload for one that %s", async (_what, changes) => {
    const { service, uploadId } = await begin();

    const other = await service.prepareParts({ ...uploadOf(whole), parts: 3, uploadId, ...changes });

    expect(other.uploadId).not.toBe(uploadId);
  });

  it("is forgotten with its parts after a day", async () => {
    const { clock, service, putAll, parts, uploadId, complete } = await begin();
    await putAll();

    clock.advance(25 * 3_600_000);
    await service.prepareParts({ ...uploadOf("x"), parts: 1, uploadId: undefined });

    expect(await parts.stat(`${uploadId}/1`)).toBeUndefined();
    await expect(complete()).rejects.toThrow("no upload");
  });

  it("has a sensible number of parts", async () => {
    const { service } = createUploads();

    await expect(service.prepareParts({ ...uploadOf("x"), parts: 1e9, uploadId: undefined })).rejects.toThrow(
      "1 to 10000 parts",
    );
  });
});
