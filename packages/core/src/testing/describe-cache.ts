import { describe, expect, it } from "vitest";
import { type Cache, getMany, setMany } from "../cache/cache.js";

/** States what every {@link Cache} owes its users. Values are JSON-safe; a cache is made anew for each case. */
export function describeCache(name: string, create: () => Promise<Cache> | Cache): void {
  describe(`cache contract: ${name}`, () => {
    it("gives back what was set, and nothing for what was not", async () => {
      const cache = await create();

      await cache.set("key", { name: "bunny" });

      expect(await cache.get("key")).toEqual({ name: "bunny" });
      expect(await cache.get("other")).toBeUndefined();
      await cache.close?.();
    });

    it("tells values that look like nothing from nothing", async () => {
      const cache = await create();

      for (const value of [null, 0, "", false]) await cache.set(String(value), value);

      for (const value of [null, 0, "", false]) expect(await cache.get(String(value))).toBe(value);
      await cache.close?.();
    });

    it("says whether there was something to remove", async () => {
      const cache = await create();
      await cache.set("key", 1);

      expect(await cache.remove("key")).toBe(true);
      expect(await cache.remove("key")).toBe(false);
      expect(await cache.get("key")).toBeUndefined();
      await cache.close?.();
    });

    it("lists its keys, each once", async () => {
      const cache = await create();
      await cache.set("a", 1);
      await cache.set("b", 2);
      await cache.set("a", 3);

      expect([...(await cache.keys())].sort()).toEqual(["a", "b"]);
      await cache.close?.();
    });

    it("clears everything, or the keys a pattern is found in", async () => {
      const cache = await create();
      await setMany(cache, [
        ["Task|1", 1],
        ["Task|2", 2],
        ["Shot|1", 3],
      ]);

      await cache.clear(/^Task/);
      expect([...(await cache.keys())]).toEqual(["Shot|1"]);

      await cache.clear();
      expect([...(await cache.keys())]).toEqual([]);
      await cache.close?.();
    });

    it("clears by a pattern that remembers where it was", async () => {
      const cache = await create();
      await setMany(cache, [
        ["Task|1", 1],
        ["Task|2", 2],
      ]);

      await cache.clear(/Task/g);

      expect([...(await cache.keys())]).toEqual([]);
      await cache.close?.();
    });

    it("reads, writes and removes many at once", async () => {
      const cache = await create();

      await setMany(cache, [
        ["a", 1],
        ["b", 2],
      ]);
      await setMany(cache, [
        ["a", undefined],
        ["c", 3],
      ]);

      expect(await getMany(cache, ["a", "b", "c"])).toEqual(
        new Map([
          ["b", 2],
          ["c", 3],
        ]),
      );
      await cache.close?.();
    });

    it("can be closed twice", async () => {
      const cache = await create();
      await cache.set("key", 1);

      await cache.close?.();
      await cache.close?.();
    });
  });
}
