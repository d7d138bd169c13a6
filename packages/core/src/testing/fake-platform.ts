import { NetworkError } from "../errors/network-error.js";
import type { Platform } from "../platform/platform.js";
import { ManualClock } from "./manual-clock.js";
import { MemoryStore } from "./memory-store.js";

/** What differs from the ordinary fake. */
export interface FakePlatformOptions extends Partial<Platform> {
  /** Settings the environment tells of. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly userName?: string | undefined;
}

/** A platform without a world: nothing is reachable, nothing is kept on disk, and time stands still. */
export interface FakePlatform extends Platform {
  /** Records of every store opened, by namespace. */
  readonly stores: ReadonlyMap<string, Map<string, string>>;
}

/**
 * Makes a platform for tests; parts given replace the fake ones.
 *
 * @example
 * const platform = createFakePlatform({ fetch: async () => new Response("[]") });
 */
export function createFakePlatform({ settings, userName, ...parts }: FakePlatformOptions = {}): FakePlatform {
  const stores = new Map<string, Map<string, string>>();
  const ignore = () => () => undefined;
  return {
    name: "fake",
    fetch: async () => {
      throw new TypeError("fetch failed");
    },
    openCache: async (namespace) => {
      const records = stores.get(namespace) ?? new Map<string, string>();
      stores.set(namespace, records);
      return new MemoryStore(records);
    },
    openWebSocket: async (url) => {
      throw new NetworkError("network_unreachable", { message: `Nothing at ${url}.`, retryable: true });
    },
    environment: {
      read: (name) => settings?.[name],
      userName: () => userName,
      hostName: () => "fake",
      onOnline: ignore,
      onVisible: ignore,
      runtime: "fake",
    },
    clock: new ManualClock(),
    ...parts,
    stores,
  };
}
