import { describe, expect, it } from "vitest";
import { MemoryCache } from "../../src/cache/memory-cache.js";
import { PersistedRows } from "../../src/session/persisted-rows.js";
import { createManager, seedTasks } from "./support/create-manager.js";

describe("a cache that outlives the session", () => {
  it("gives another session what this one loaded, without a request", async () => {
    const cache = new PersistedRows(new MemoryCache());
    const first = createManager({ cache });
    seedTasks(first.server, 2);
    await first.query("select name, bid, status.name, metadata.key, metadata.value from Task");
    await Promise.resolve();
    await cache.flush();
    const second = createManager({ cache });
    // biome-ignore lint/suspicious/noExplicitAny: no map of types in this test.
    const [task] = second.manager.decode([{ __entity_type__: "Task", id: "task-1" }]) as any[];

    expect(await task.$get("bid")).toBe(1);
    expect(await task.$get("status.name")).toBe("doing");
    expect(second.server.requests).toHaveLength(0);
  });

  it("never learns of local values, and forgets what was deleted", async () => {
    const cache = new MemoryCache();
    const { manager, server, query } = createManager({ cache });
    seedTasks(server, 2);
    const [one, two] = await query("select name from Task");
    one.name = "mine";

    await query("select bid from Task");
    manager.delete(two);
    await manager.commit();
    await Promise.resolve();

    const kept = cache.keys().map((key) => cache.get(key)) as { id: string; name?: string }[];
    expect(kept.find(({ id }) => id === "task-1")).toBeUndefined();
    expect(kept.find(({ id }) => id === "task-0")?.name).toBe("mine");
    one.name = "later";
    await query("select bid from Task");
    await Promise.resolve();
    expect(
      (cache.get(cache.keys().find((key) => key.includes("task-0")) ?? "") as { name: string }).name,
    ).toBe("mine");
  });
});
