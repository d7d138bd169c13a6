import { type Cache, type CacheStore, Session, type SessionOptions } from "@ftrack-kit/core";
import { createFakePlatform, ManualClock } from "@ftrack-kit/core/testing";
import { describe, expect, it, vi } from "vitest";
import { schemas } from "./support/schemas.js";

const never = () => new Promise<never>(() => undefined);

/** A cache that holds nothing, and whose writes never end. */
const stuck: Cache = {
  get: async () => undefined,
  set: never,
  remove: never,
  keys: async () => [],
  clear: never,
  flush: never,
  close: never,
};

function setUp(options: Partial<SessionOptions>) {
  const clock = new ManualClock();
  const warn = vi.fn();
  const logger = { debug: () => undefined, info: () => undefined, warn, error: () => undefined };
  const answers: Readonly<Record<string, unknown>> = {
    query_server_information: { version: "4.13.0", schema_hash: "hash" },
    query_schemas: schemas,
    query: {
      action: "query",
      data: [{ __entity_type__: "Task", id: "t", name: "comp" }],
      metadata: { next: { offset: null } },
    },
  };
  const fetch = async (_address: unknown, init?: RequestInit) => {
    const operations = JSON.parse(String(init?.body)) as readonly { action: string }[];
    return new Response(JSON.stringify(operations.map(({ action }) => answers[action])));
  };
  const credentials = { serverUrl: "https://studio.example.com", apiUser: "jane", apiKey: "k" };
  const session = new Session(
    { ...credentials, logger, schemaCache: false, ...options },
    createFakePlatform({ clock, fetch }),
  );
  return { session, clock, warn };
}

async function closesWithin(session: Session, clock: ManualClock, time: number): Promise<boolean> {
  let closed = false;
  const closing = session.close().then(() => {
    closed = true;
  });
  await clock.advance(time);
  if (closed) await closing;
  return closed;
}

describe("closing a session", () => {
  it("waits seconds, not minutes, for a cache whose writes are stuck, and says so", async () => {
    const { session, clock, warn } = setUp({ cache: stuck });
    await session.open();
    await session.query("select name from Task");

    const closed = await closesWithin(session, clock, 5_000);

    expect(closed).toBe(true);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("store"), { waited: 5_000 });
  });

  it("waits as little for a stuck store of schemas", async () => {
    const schemaCache: CacheStore = {
      get: async () => undefined,
      getMany: async () => new Map(),
      set: never,
      setMany: never,
      delete: never,
      keys: async () => [],
      clear: never,
      close: never,
    };
    const { session, clock } = setUp({ schemaCache });
    await session.open();

    expect(await closesWithin(session, clock, 5_000)).toBe(true);
  });

  it("says nothing, and waits for nothing, where stores do what they should", async () => {
    const { session, clock, warn } = setUp({});
    await session.open();

    expect(await closesWithin(session, clock, 0)).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  });
});
