import type { Awaitable } from "../util/awaitable.js";
import { setMany } from "./cache.js";
import { ProxyCache } from "./proxy-cache.js";
import { withoutSecrets } from "./without-secrets.js";

/** Keeps from a cache that outlives the session what must not: signed addresses, and values named like secrets. */
export class DiscreetCache extends ProxyCache {
  override set(key: string, value: unknown): Awaitable<void> {
    return this.proxied.set(key, withoutSecrets(value, "nothing"));
  }

  override setMany(records: Iterable<readonly [key: string, value: unknown]>): Awaitable<void> {
    return setMany(
      this.proxied,
      [...records].map(([key, value]) => [key, withoutSecrets(value, "nothing")] as const),
    );
  }
}
