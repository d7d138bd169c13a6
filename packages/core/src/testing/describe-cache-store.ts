import { describe, expect, it } from "vitest";
import type { CacheStore } from "../platform/cache-store.js";

/** What the suite needs to try a store. */
export interface CacheStoreContract {
  /** Opens the store of a namespace, in one place for all namespaces of a case. */
  readonly open: (namespace: string) => Promise<CacheStore>;
  /** Makes the record of a key unreadable behind the store's back, where that can be done. */
  readonly corrupt?: ((namespace: string, key: string) => Promise<void>) | undefined;
}

/** States what every store of text owes a session. A contract is made anew for each case. */
export function describeCacheStore(name: string, create: () => Promise<CacheStoreContract>): void {
  describe(`cache store contract: ${name}`, () => {
    it("gives back what was stored, and nothing for what was not", async () => {
      const { open } = await create();
      const store = await open("a");

      await store.set("key", "välue\n\u{1f3ac}");

      expect(await store.get("key")).toBe("välue\n\u{1f3ac}");
      expect(await store.get("other")).toBeUndefined();
      await store.close();
    });

    it("tells an empty text from none", async () => {
      const { open } = await create();
      const store = await open("a");

      await store.set("key", "");

      expect(await store.get("key")).toBe("");
      await store.close();
    });

    it.each(["", "a/b\\c", "..", "CON", "x".repeat(2_000), "key", "KEY", "ключ|[1,2]", "__proto__"])(
      "keeps the awkward key %j apart from its neighbours",
      async (key) => {
        const { open } = await create();
        const store = await open("a");

        await store.set(key, "mine");
        await store.set(`${key}!`, "neighbour's");

        expect(await store.get(key)).toBe("mine");
        expect((await store.keys()).sort()).toEqual([key, `${key}!`].sort());
        await store.close();
      },
    );

    it("keeps the last of several writes of one key", async () => {
      const { open } = await create();
      const store = await open("a");

      await store.set("key", "first");
      await store.setMany([
        ["key", "second"],
        ["key", "third"],
      ]);

      expect(await store.get("key")).toBe("third");
      await store.close();
    });

    it("reads, writes and removes many records at once", async () => {
      const { open } = await create();
      const store = await open("a");
      const records = Array.from({ length: 200 }, (_, index) => [`key ${index}`, `value ${index}`] as const);

      await store.setMany(records);
      await store.setMany([
        ["key 1", undefined],
        ["key 2", "changed"],
      ]);

      const found = await store.getMany(["key 0", "key 1", "key 2", "missing"]);
      expect(found).toEqual(
        new Map([
          ["key 0", "value 0"],
          ["key 2", "changed"],
        ]),
      );
      expect(await store.keys()).toHaveLength(199);
      await store.close();
    });

    it("forgets what is deleted, and does not mind deleting nothing", async () => {
      const { open } = await create();
      const store = await open("a");
      await store.set("key", "value");

      await store.delete("key");
      await store.delete("missing");

      expect(await store.get("key")).toBeUndefined();
      expect(await store.keys()).toEqual([]);
      await store.close();
    });

    it("leaves other namespaces alone when one is cleared", async () => {
      const { open } = await create();
      const names = ["a", "A", "a/b", "..", "a|b"];
      const stores = await Promise.all(names.map(open));
      for (const [index, store] of stores.entries()) await store.set("key", `value ${index}`);

      await stores[0]?.clear();

      const values = await Promise.all(stores.map((store) => store.get("key")));
      expect(values).toEqual([undefined, "value 1", "value 2", "value 3", "value 4"]);
      for (const store of stores) await store.close();
    });

    it("finds in a later store what an earlier one wrote", async () => {
      const { open } = await create();
      const first = await open("a");
      await first.set("key", "value");
      await first.close();

      const second = await open("a");

      expect(await second.get("key")).toBe("value");
      await second.close();
    });

    it("stays whole when two stores write the same records at the same time", async () => {
      const { open } = await create();
      const [first, second] = [await open("a"), await open("a")];
      const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
      const long = "x".repeat(10_000);

      await Promise.all([
        first.setMany(keys.map((key) => [key, `1${long}`] as const)),
        second.setMany(keys.map((key) => [key, `2${long}`] as const)),
      ]);

      const values = [...(await first.getMany(keys)).values()];
      expect(values).toHaveLength(20);
      for (const value of values) expect([`1${long}`, `2${long}`]).toContain(value);
      await first.close();
      await second.close();
    });

    it("can be closed twice, and says so when it is used afterwards", async () => {
      const { open } = await create();
      const store = await open("a");

      await store.close();
      await store.close();

      await expect(store.get("key")).rejects.toMatchObject({ code: "cache_closed" });
      await expect(store.set("key", "value")).rejects.toMatchObject({ code: "cache_closed" });
    });

    it("throws for a record that cannot be read, and takes a new one in its place", async () => {
      const { open, corrupt } = await create();
      const store = await open("a");
      await store.set("key", "value");
      if (!corrupt) {
        await store.close();
        return;
      }

      await corrupt("a", "key");

      await expect(store.get("key")).rejects.toMatchObject({ code: "cache_unreadable" });
      await store.set("key", "again");
      expect(await store.get("key")).toBe("again");
      await store.close();
    });
  });
}
