import { createEmbeddedServer, type EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import type { Operation } from "../../../src/codec/operations.js";
import type { Clock } from "../../../src/platform/clock.js";
import { Session } from "../../../src/session/session.js";
import { createFakePlatform, type FakePlatformOptions } from "../../../src/testing/fake-platform.js";
import { createId } from "../../../src/util/ids.js";

const credentials = [
  { user: "reader", key: "reader-key" },
  { user: "writer", key: "writer-key" },
];

export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (delay, callback) => {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

/** A server with nothing but what every workspace has. */
export const startServer = (): Promise<EmbeddedServer> =>
  createEmbeddedServer({ seed: "empty", credentials });

/** A session without types, at the embedded server. */
export function openSession(
  server: EmbeddedServer,
  user: "reader" | "writer",
  parts: FakePlatformOptions = {},
): Promise<Session<Record<string, never>>> {
  const platform = createFakePlatform({
    fetch: server.fetch,
    openWebSocket: server.openWebSocket,
    clock: realClock,
    ...parts,
  });
  const options = { serverUrl: server.url, apiUser: user, apiKey: `${user}-key` };
  return Session.open<Record<string, never>>(options, platform);
}

export const create = (entityType: string, data: Readonly<Record<string, unknown>>): Operation => ({
  action: "create",
  entity_type: entityType,
  entity_data: { __entity_type__: entityType, id: createId(), ...data },
});

export const update = (
  entityType: string,
  key: readonly string[],
  data: Readonly<Record<string, unknown>>,
): Operation => ({
  action: "update",
  entity_type: entityType,
  entity_key: key,
  entity_data: { __entity_type__: entityType, ...data },
});

export const remove = (entityType: string, key: readonly string[]): Operation => ({
  action: "delete",
  entity_type: entityType,
  entity_key: key,
});
