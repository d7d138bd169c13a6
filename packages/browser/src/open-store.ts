import type { CacheStore } from "@ftrack-kit/core";

/** Opens the records of a namespace in IndexedDB. What does that is loaded with the first of them. */
export async function openStore(namespace: string): Promise<CacheStore> {
  const { openIndexedDbStore } = await import("./indexed-db-store.js");
  return openIndexedDbStore(namespace);
}
