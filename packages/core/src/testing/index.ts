/** Contract suites and fakes for tests of your own bindings. Needs vitest. */

export { type AccessorContract, describeAccessor } from "./describe-accessor.js";
export { describeCache } from "./describe-cache.js";
export { type CacheStoreContract, describeCacheStore } from "./describe-cache-store.js";
export { describeHttp, type HttpContract } from "./describe-http.js";
export { describeWebSocket, type WebSocketContract } from "./describe-web-socket.js";
export { createFakePlatform, type FakePlatform, type FakePlatformOptions } from "./fake-platform.js";
export { ManualClock, type Settle, settlePromises, settleTasks } from "./manual-clock.js";
export { MemoryStore } from "./memory-store.js";
