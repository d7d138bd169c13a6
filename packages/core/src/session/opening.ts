import type { LayeredCache } from "../cache/layered-cache.js";
import { StoreCache } from "../cache/store-cache.js";
import { TolerantCache } from "../cache/tolerant-cache.js";
import type { Platform } from "../platform/platform.js";
import { openEntityCache } from "./entity-cache.js";
import type { ResolvedSessionOptions } from "./resolve-options.js";
import { type LoadedServer, loadServer } from "./schema-loader.js";
import type { Session } from "./session.js";
import type { Transport } from "./transport.js";

export interface OpeningInit {
  readonly options: ResolvedSessionOptions;
  readonly platform: Platform;
  readonly transport: Transport;
  /** Is given the application's layer. */
  readonly cache: LayeredCache;
  readonly session: Session;
}

/**
 * Opens caches and asks the server who it is.
 *
 * @returns What the server told. `kept` settles once the schemas are stored and their store is closed.
 */
export async function openServer(init: OpeningInit): Promise<LoadedServer> {
  const { options, platform, transport } = init;
  const { serverUrl, logger } = options;
  const { clock } = platform;
  await openEntityCache(options.cache, init.session, { clock, logger }, init.cache);
  const cache = openSchemaCache(options, platform);
  const loaded = await loadServer({
    serverUrl,
    read: (operations) => transport.read(operations),
    cache,
    logger,
  });
  return { ...loaded, kept: loaded.kept.then(() => cache?.close()) };
}

function openSchemaCache(
  { schemaCache, logger }: ResolvedSessionOptions,
  { clock, openCache }: Platform,
): TolerantCache<string> | undefined {
  if (schemaCache === false) return undefined;
  const open = schemaCache === true ? () => openCache("schemas") : async () => schemaCache;
  // A store that was handed in belongs to whoever made it and is not closed.
  const store = new StoreCache(open, { closes: schemaCache === true });
  return new TolerantCache(store, { clock, logger, name: "schema cache" });
}
