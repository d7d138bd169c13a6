import type { Session, SessionOptions } from "@ftrack-kit/core";
import { createEmbeddedServer, type EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeSession } from "../scenarios/session-suite.js";

type OpenSession = (options: SessionOptions) => Promise<Session>;

const user = "jane";
const key = "embedded-key";
const url = "https://ftrack-dev-server.invalid";

/** Everything a session does, and what only a server at hand lets one see; nothing touches a network. */
export function describeEmbeddedSession(open: OpenSession): void {
  let server: EmbeddedServer;

  beforeAll(async () => {
    server = await createEmbeddedServer({ seed: "demo", credentials: { user, key } });
  });

  afterAll(() => server.close());

  const openEmbedded: OpenSession = (options) =>
    open({ ...options, fetch: server.fetch, WebSocket: server.WebSocket });

  describeSession(openEmbedded, { url, user, key });

  describe("with the server at hand", () => {
    const credentials = { serverUrl: url, apiUser: user, apiKey: key };

    it("finds the server where it says it is", () => {
      expect(server.url).toBe(url);
    });

    it("connects again when the server cuts its socket, and hears the next event", async () => {
      const session = await openEmbedded({ ...credentials, autoConnectEventHub: true });
      await session.eventHub.ready;
      const heard = new Promise<unknown>((resolve) => {
        session.eventHub.subscribe("topic=embedded.again", (event) => resolve(event.data));
      });
      const disconnected = new Promise<void>((resolve) => {
        session.eventHub.on("disconnected", () => resolve());
      });
      const connected = new Promise<void>((resolve) => {
        session.eventHub.on("connected", () => resolve());
      });

      server.faults.add({ on: "embedded.cut", closeSockets: true, times: 1 });
      session.eventHub.subscribe("topic=embedded.cut", () => undefined);
      while (server.publish({ topic: "embedded.cut" }) === 0) await new Promise((end) => setTimeout(end, 10));
      await disconnected;
      await connected;
      while (server.publish({ topic: "embedded.again", data: { number: 2 } }) === 0) {
        await new Promise((end) => setTimeout(end, 10));
      }

      expect(await heard).toEqual({ number: 2 });
      await session.close();
    });

    it("forgets on reset what a session committed", async () => {
      const session = await openEmbedded(credentials);
      const scope = session.create("Scope", { name: "until reset" });
      await session.commit();

      await server.reset();

      const other = await openEmbedded(credentials);
      expect(
        await other.query(`select id from Scope where id is "${scope.id}"` as string).maybeOne(),
      ).toBeNull();
      await Promise.all([session.close(), other.close()]);
    });
  });
}
