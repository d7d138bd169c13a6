import type { Cache } from "../cache/cache.js";
import { DiscreetCache } from "../cache/discreet-cache.js";
import type { LayeredCache } from "../cache/layered-cache.js";
import { TolerantCache } from "../cache/tolerant-cache.js";
import { WriteBehindCache } from "../cache/write-behind-cache.js";
import type { Clock } from "../platform/clock.js";
import type { Logger } from "../util/logger.js";
import { within } from "../util/within.js";
import type { CacheOption } from "./options.js";
import type { Session } from "./session.js";

/** Longest wait for the function that makes the cache, in milliseconds; a store may be held by somebody else. */
const longestOpening = 5_000;

/**
 * The cache of a session: memory on top and, below it, the application's layer, which can fail in any way without
 * breaking the session and is written behind.
 */
export async function openEntityCache(
  option: CacheOption | undefined,
  session: Session,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  cache: LayeredCache,
): Promise<void> {
  const layer = await findLayer(option, session, clock, logger);
  if (!layer) return;
  const tolerant = new TolerantCache(new DiscreetCache(layer), { clock, logger, name: "cache" });
  // The tolerant layer below never fails, so nothing can reach `onError`.
  cache.caches.push(new WriteBehindCache(tolerant, { clock, onError: () => undefined }));
}

async function findLayer(
  option: CacheOption | undefined,
  session: Session,
  clock: Clock,
  logger: Logger,
): Promise<Cache | null | undefined> {
  if (typeof option !== "function") return option;
  try {
    return await within(longestOpening, clock, () => option(session));
  } catch (error) {
    logger.warn("The function that makes the cache failed; the session works without.", {
      error: String(error),
    });
    return undefined;
  }
}
