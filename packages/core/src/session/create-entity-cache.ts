import { LayeredCache } from "../cache/layered-cache.js";
import { MemoryCache } from "../cache/memory-cache.js";

/** Records kept in memory above the application's layer. */
const memoryLimit = 10_000;

/** The cache of a session as it is from the start; opening puts the application's layer below the memory. */
export const createEntityCache = (): LayeredCache =>
  new LayeredCache([new MemoryCache({ limit: memoryLimit })]);
