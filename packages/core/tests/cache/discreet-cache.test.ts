import { MemoryCache } from "@ftrack-kit/core";
import { describeCache } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import { DiscreetCache } from "../../src/cache/discreet-cache.js";
import { withoutSecrets } from "../../src/cache/without-secrets.js";

describeCache("DiscreetCache", () => new DiscreetCache(new MemoryCache()) as never);

const withKey = "https://studio.example.com/component/thumbnail?id=1&username=jane&apiKey=7545";
const signed = "https://files.example.com/a.mov?X-Amz-Expires=60&X-Amz-Signature=abc";
const plain = "https://studio.example.com/img/default.png";

describe("withoutSecrets", () => {
  it("leaves out addresses that carry their own permission, wherever they are", () => {
    const row = {
      id: "t1",
      thumbnail_url: { url: withKey, value: withKey },
      components: [{ id: "c1", url: signed }],
      description: `see ${signed}`,
    };

    expect(withoutSecrets(row, "nothing")).toEqual({ id: "t1", components: [{ id: "c1" }] });
    expect(withoutSecrets(row, null)).toEqual({
      id: "t1",
      thumbnail_url: null,
      components: [{ id: "c1", url: null }],
      description: null,
    });
  });

  it("leaves out values that are named like secrets", () => {
    const row = {
      id: "u1",
      api_key: "7545",
      session_token: "abc",
      apiKey: "x",
      password: "bunny",
      is_token: true,
    };

    expect(withoutSecrets(row, "nothing")).toEqual({ id: "u1", is_token: true });
  });

  it("keeps everything else as it is, uncopied", () => {
    const row = {
      id: "t1",
      thumbnail_url: { url: plain },
      link: "https://example.com/?page=3",
      key: "fps",
      token_count: 4,
    };

    expect(withoutSecrets(row, "nothing")).toBe(row);
  });

  it("never changes what it was given", () => {
    const row = Object.freeze({ id: "t1", thumbnail_url: Object.freeze({ url: signed }) });

    withoutSecrets(row, null);

    expect(row.thumbnail_url.url).toBe(signed);
  });
});

describe("a discreet cache", () => {
  it("hands on neither single records nor batches with secrets in them", async () => {
    const behind = new MemoryCache();
    const cache = new DiscreetCache(behind);

    await cache.set("one", { id: 1, thumbnail_url: { value: signed } });
    await cache.setMany([
      ["two", { id: 2, url: signed }],
      ["one", undefined],
    ]);

    expect(await behind.get("two")).toEqual({ id: 2 });
    expect(await behind.get("one")).toBeUndefined();
  });
});
