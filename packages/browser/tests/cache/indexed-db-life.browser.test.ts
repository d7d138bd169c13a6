import { describe, expect, it } from "vitest";
import { IndexedDbCache } from "../../src/indexed-db-cache.js";
import { openIndexedDbStore } from "../../src/indexed-db-store.js";

let cases = 0;
const nextNamespace = () => `life ${++cases} ${crypto.getRandomValues(new Uint32Array(1))[0]}`;

/** What another tab may do; fails when an open connection stands in its way. */
function withDatabase(work: () => IDBOpenDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = work();
    request.onblocked = () => reject(new Error("blocked"));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // Deleting gives no database.
      (request.result as IDBDatabase | undefined)?.close();
      resolve();
    };
  });
}

describe("a store in use", () => {
  it("lets another tab delete its database, and starts over", async () => {
    const namespace = nextNamespace();
    const store = await openIndexedDbStore(namespace);
    await store.set("key", "value");

    await withDatabase(() => indexedDB.deleteDatabase(`ftrack-kit/${namespace}`));
    const gone = await store.get("key");
    await store.set("key", "again");

    expect(gone).toBeUndefined();
    expect(await store.get("key")).toBe("again");
    await store.close();
  });

  it("lets another tab upgrade its database, and goes on with it", async () => {
    const namespace = nextNamespace();
    const store = await openIndexedDbStore(namespace);
    await store.set("key", "value");

    await withDatabase(() => indexedDB.open(`ftrack-kit/${namespace}`, 7));

    expect(await store.get("key")).toBe("value");
    await store.close();
  });

  it("shares what it holds with another tab's", async () => {
    const namespace = nextNamespace();
    const [one, other] = [await openIndexedDbStore(namespace), await openIndexedDbStore(namespace)];

    await Promise.all([one.set("a", "1"), other.set("b", "2")]);
    await one.close();

    expect(await other.getMany(["a", "b"])).toEqual(
      new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
    );
    await other.close();
  });
});

describe("a cache in IndexedDB", () => {
  it("leaves nothing behind when told so", async () => {
    const namespace = nextNamespace();
    const cache = new IndexedDbCache(namespace, { clearOnClose: true });
    await cache.set("task", { name: "comp" });

    await cache.close();
    const next = new IndexedDbCache(namespace);

    expect(await next.keys()).toEqual([]);
    await next.close();
  });

  it("keeps servers and users apart", async () => {
    const open = IndexedDbCache.forSession();
    const serverUrl = `https://${nextNamespace().replaceAll(" ", "-")}.example.com`;
    const jane = open({ serverUrl, apiUser: "jane" });
    const joe = open({ serverUrl, apiUser: "joe" });

    await jane.set("task", { name: "secret project" });

    expect(await joe.get("task")).toBeUndefined();
    await Promise.all([jane.close?.(), joe.close?.()]);
  });
});
