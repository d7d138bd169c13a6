import { ManualClock } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import { createEntityCache } from "../../src/session/create-entity-cache.js";
import { openEntityCache } from "../../src/session/entity-cache.js";
import type { Session } from "../../src/session/session.js";
import { silentLogger } from "../../src/util/logger.js";

describe("the cache of a session", () => {
  it("does without the application's layer when that does not open for a long time", async () => {
    const clock = new ManualClock();
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    const cache = createEntityCache();

    const opening = openEntityCache(
      () => new Promise<never>(() => undefined),
      {} as Session,
      { clock, logger },
      cache,
    );
    await clock.advance(5_000);
    await opening;

    expect(cache.caches).toHaveLength(1);
    expect(warnings).toEqual(["The function that makes the cache failed; the session works without."]);
    expect(clock.pending).toBe(0);
  });
});
