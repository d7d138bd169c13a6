import { describe, expect, it } from "vitest";
import { Authenticator } from "../../src/auth/authenticator.js";
import type { Auth } from "../../src/auth/credentials.js";
import { EventServer, peaceful, record } from "./support/event-server.js";

/** A server that lets in whoever shows the last key it handed out, and a hub that asks for keys. */
function studio(auth?: Auth) {
  let handedOut = 0;
  let valid = "";
  const server = new EventServer();
  server.script = {
    ...peaceful,
    handshake: (id) => {
      const shown = server.handshakes.at(-1)?.headers["ftrack-api-key"];
      return shown === valid ? peaceful.handshake(id) : { status: 401, text: "" };
    },
  };
  const give = () => {
    valid = `key-${++handedOut}`;
    return { apiKey: valid };
  };
  const { clock } = server;
  const hub = server.hub({ auth: new Authenticator({ auth: auth ?? give, clock, timeout: 5_000 }) });
  const expire = () => {
    valid = "another";
  };
  const keys = () => server.handshakes.map(({ headers }) => headers["ftrack-api-key"]);
  return { server, hub, expire, keys };
}

describe("a hub whose credentials come from a function", () => {
  it("asks for them when it connects first", async () => {
    const { server, hub, keys } = studio();

    hub.connect();
    await server.clock.advance(100);

    expect(hub.status.state).toBe("ready");
    expect(keys()).toEqual(["key-1"]);
    await hub.close();
  });

  it("reconnects with fresh ones when the old ones are refused, and tells nobody but of the gap", async () => {
    const { server, hub, expire, keys } = studio();
    hub.connect();
    await server.clock.advance(100);
    const told = record(hub);
    expire();

    server.socket.close(1006);
    await server.clock.advance(5_000);

    expect(hub.status.state).toBe("ready");
    expect(keys()).toEqual(["key-1", "key-1", "key-2"]);
    expect(told).toEqual(["disconnected", "reconnecting", "connected", "ready", "gap"]);
    await hub.close();
  });

  it("says that it is refused when fresh ones are refused too", async () => {
    const { server, hub } = studio(() => ({ apiKey: "wrong" }));
    hub.connect();

    const ready = hub.ready.catch((error: unknown) => error);
    await server.clock.advance(100);

    expect(await ready).toMatchObject({ code: "event_hub_rejected" });
    await hub.close();
  });

  it("sends headers for a broker with handshake and socket, and no key", async () => {
    const server = new EventServer();
    const auth = new Authenticator({
      auth: { headers: { authorization: "Bearer abc" } },
      clock: server.clock,
      timeout: 5_000,
    });
    const hub = server.hub({ auth });

    hub.connect();
    await server.clock.advance(100);

    expect(server.handshakes[0]?.headers).toMatchObject({
      authorization: "Bearer abc",
      "ftrack-user": "jane",
    });
    expect(server.handshakes[0]?.headers).not.toHaveProperty("ftrack-api-key");
    expect(server.socket.headers.authorization).toBe("Bearer abc");
    await hub.close();
  });
});
