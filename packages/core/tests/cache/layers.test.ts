import {
  type Cache,
  LayeredCache,
  type Logger,
  MemoryCache,
  ProxyCache,
  TolerantCache,
  WriteBehindCache,
} from "@ftrack-kit/core";
import { ManualClock, settlePromises } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";

/** A cache that does what it is told: work, throw, or never answer. */
class MoodyCache extends MemoryCache {
  mood: "fine" | "throwing" | "stuck" = "fine";
  readonly batches: number[] = [];

  getMany(keys: readonly string[]): Promise<Map<string, unknown>> {
    return this.#inMood(
      () =>
        new Map(keys.flatMap((key) => (this.get(key) === undefined ? [] : [[key, this.get(key)] as const]))),
    );
  }

  setMany(records: Iterable<readonly [string, unknown]>): Promise<void> {
    return this.#inMood(() => {
      const all = [...records];
      this.batches.push(all.length);
      for (const [key, value] of all) {
        if (value === undefined) this.remove(key);
        else this.set(key, value);
      }
    });
  }

  async #inMood<Result>(work: () => Result): Promise<Result> {
    if (this.mood === "throwing") throw new Error("disk full");
    if (this.mood === "stuck") return new Promise(() => undefined);
    return work();
  }
}

function collectWarnings(): { logger: Logger; warnings: string[] } {
  const warnings: string[] = [];
  const nothing = () => undefined;
  const warn = (message: string) => {
    warnings.push(message);
  };
  return { logger: { debug: nothing, info: nothing, warn, error: nothing }, warnings };
}

describe("MemoryCache", () => {
  it("lets the least recently used entry go first", () => {
    const cache = new MemoryCache({ limit: 2 });
    cache.set("a", 1);
    cache.set("b", 2);

    cache.get("a");
    cache.set("c", 3);

    expect(cache.keys()).toEqual(["a", "c"]);
  });

  it("gives back the very object it was given", () => {
    const cache = new MemoryCache();
    const value = { name: "bunny" };

    cache.set("a", value);

    expect(cache.get("a")).toBe(value);
  });
});

describe("ProxyCache", () => {
  it("lets one override decide for many records too", async () => {
    class Selective extends ProxyCache<number> {
      override set(key: string, value: number) {
        if (value > 1) return this.proxied.set(key, value);
      }
    }
    const cache = new Selective(new MemoryCache<number>());

    await cache.setMany([
      ["a", 1],
      ["b", 2],
    ]);

    expect(await cache.keys()).toEqual(["b"]);
  });
});

describe("LayeredCache", () => {
  it("writes what a lower layer knows into the layers above, and not below", async () => {
    const [top, middle, bottom] = [new MemoryCache(), new MemoryCache(), new MemoryCache()];
    middle.set("key", "value");

    await new LayeredCache([top, middle, bottom]).get("key");

    expect([top.get("key"), bottom.get("key")]).toEqual(["value", undefined]);
  });

  it("says that something was removed when one layer had it", async () => {
    const bottom = new MemoryCache();
    bottom.set("key", "value");

    const removed = await new LayeredCache([new MemoryCache(), bottom]).remove("key");

    expect(removed).toBe(true);
  });
});

describe("WriteBehindCache", () => {
  const create = (below: Cache) => {
    const clock = new ManualClock({ settle: settlePromises });
    const errors: unknown[] = [];
    const cache = new WriteBehindCache(below, { clock, limit: 10, onError: (error) => errors.push(error) });
    return { clock, cache, errors };
  };

  it("writes what came together as one batch, a moment later", async () => {
    const below = new MoodyCache();
    const { clock, cache } = create(below);

    cache.set("a", 1);
    cache.set("b", 2);
    expect(below.batches).toEqual([]);
    await clock.advance(100);

    expect(below.batches).toEqual([2]);
  });

  it("reads what still waits, and what is on its way", async () => {
    const below = new MoodyCache();
    const { cache } = create(below);
    cache.set("a", 1);
    const waiting = await cache.get("a");

    const writing = cache.flush();
    const leaving = await cache.get("a");
    await writing;

    expect([waiting, leaving, below.get("a")]).toEqual([1, 1, 1]);
  });

  it("does not bring back what was removed while its write waited", async () => {
    const below = new MoodyCache();
    below.set("a", 1);
    const { cache } = create(below);

    await cache.remove("a");

    expect(await cache.get("a")).toBeUndefined();
    await cache.flush();
    expect(below.get("a")).toBeUndefined();
  });

  it("does not wait for the timer once enough has gathered", async () => {
    const below = new MoodyCache();
    const { cache } = create(below);

    for (let index = 0; index < 10; index++) cache.set(`key ${index}`, index);
    await settlePromises();

    expect(below.batches).toEqual([10]);
  });

  it("writes the rest when it is closed, and leaves no timer", async () => {
    const below = new MoodyCache();
    const { cache, clock } = create(below);
    cache.set("a", 1);

    await cache.close();

    expect(below.get("a")).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it("hands over what a batch in the background failed with", async () => {
    const below = new MoodyCache();
    below.mood = "throwing";
    const { cache, clock, errors } = create(below);

    cache.set("a", 1);
    await clock.advance(100);

    expect(errors).toEqual([expect.objectContaining({ message: "disk full" })]);
  });
});

describe("TolerantCache", () => {
  const create = (below: Cache) => {
    const clock = new ManualClock({ settle: settlePromises });
    const { logger, warnings } = collectWarnings();
    return { clock, warnings, cache: new TolerantCache(below, { clock, logger, name: "cache" }) };
  };

  it("counts a throwing store as empty, and warns once", async () => {
    const below = new MoodyCache();
    below.mood = "throwing";
    const { cache, warnings } = create(below);

    await cache.setMany([["a", 1]]);
    const found = await cache.getMany(["a", "b"]);

    expect(found.size).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("cache failed");
  });

  it("does not wait for ever for a store that does not answer, and leaves no timer", async () => {
    const below = new MoodyCache();
    below.mood = "stuck";
    const { cache, clock, warnings } = create(below);

    const reading = cache.getMany(["a"]);
    await clock.advance(5_000);

    expect((await reading).size).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("reads the other records when one of many cannot be read", async () => {
    class OneBroken extends ProxyCache {
      override get(key: string) {
        if (key === "broken") throw new Error("unreadable");
        return super.get(key);
      }
    }
    const memory = new MemoryCache();
    memory.set("fine", 1);
    const { cache } = create(new OneBroken(memory));

    const found = await cache.getMany(["broken", "fine"]);

    expect(found).toEqual(new Map([["fine", 1]]));
  });
});
