import { MemoryCache, type Session, silentLogger } from "@ftrack-kit/core";
import { ManualClock } from "@ftrack-kit/core/testing";
import { expect, it } from "vitest";
import { createEntityCache } from "../../src/session/create-entity-cache.js";
import { openEntityCache } from "../../src/session/entity-cache.js";

it("a session's own memory knows signed addresses, what outlives it never hears of them", async () => {
  const layer = new MemoryCache();
  const cache = createEntityCache();
  const services = { clock: new ManualClock(), logger: silentLogger };
  await openEntityCache(layer, undefined as unknown as Session, services, cache);
  const thumbnail = { url: "https://studio.example.com/component/thumbnail?id=1&apiKey=7545" };

  await cache.set("task", { id: "t1", thumbnail_url: thumbnail });
  await cache.flush();

  expect(await cache.get("task")).toEqual({ id: "t1", thumbnail_url: thumbnail });
  expect(await layer.get("task")).toEqual({ id: "t1" });
});
