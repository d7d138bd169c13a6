import { describeCache, describeCacheStore } from "@ftrack-kit/core/testing";
import { createStore, set } from "idb-keyval";
import { describe, expect, it, vi } from "vitest";
import { IndexedDbCache } from "../../src/indexed-db-cache.js";
import { openIndexedDbStore } from "../../src/indexed-db-store.js";

let cases = 0;

describeCacheStore("IndexedDB", async () => {
  const prefix = `case ${++cases}/`;
  return {
    open: (namespace) => openIndexedDbStore(prefix + namespace),
    // Another program of the origin may have put anything there.
    corrupt: (namespace, key) =>
      set(key, { not: "text" }, createStore(`ftrack-kit/${prefix}${namespace}`, "records")),
  };
});

describeCache("IndexedDB", () => new IndexedDbCache(`cache ${++cases}`));

describe("openIndexedDbStore", () => {
  it("says so where the page may not use storage", async () => {
    const open = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    });

    await expect(openIndexedDbStore("blocked")).rejects.toMatchObject({ code: "cache_unreadable" });
    open.mockRestore();
  });
});
