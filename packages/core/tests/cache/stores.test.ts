import {
  LayeredCache,
  MemoryCache,
  ProxyCache,
  SerialisedCache,
  StoreCache,
  TolerantCache,
  WriteBehindCache,
} from "@ftrack-kit/core";
import { describeCache, describeCacheStore, ManualClock, MemoryStore } from "@ftrack-kit/core/testing";

const quiet = { clock: new ManualClock(), logger: console, name: "cache" };
const textStore = () => new StoreCache(async () => new MemoryStore());

describeCacheStore("memory", async () => {
  const stores = new Map<string, Map<string, string>>();
  return {
    open: async (namespace) => {
      const records = stores.get(namespace) ?? new Map<string, string>();
      stores.set(namespace, records);
      return new MemoryStore(records);
    },
  };
});

describeCache("memory", () => new MemoryCache());
describeCache("bounded memory", () => new MemoryCache({ limit: 100 }));
describeCache("proxy", () => new ProxyCache(new MemoryCache()));
describeCache("layered", () => new LayeredCache([new MemoryCache(), new SerialisedCache(textStore())]));
describeCache("serialised", () => new SerialisedCache(textStore()));
describeCache("tolerant", () => new TolerantCache(new SerialisedCache(textStore()), quiet));
describeCache(
  "write-behind",
  () =>
    new WriteBehindCache(new SerialisedCache(textStore()), {
      clock: new ManualClock(),
      onError: (error) => {
        throw error;
      },
    }),
);
