import { Event, EventHubError, TimeoutError } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { EventServer, peaceful, record } from "./support/event-server.js";

const settled = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

async function connected(server: EventServer, options = {}) {
  const hub = server.hub(options);
  const told = record(hub);
  hub.connect();
  await server.clock.advance(100);
  return { hub, told };
}

describe("connecting", () => {
  it("says ready only when the server has confirmed every subscription", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, acknowledge: () => [] };
    const hub = server.hub();
    hub.subscribe("topic=a", () => undefined, { subscriber: { id: "mine" } });

    hub.connect();
    await server.clock.advance(100);
    const before = hub.status.state;
    for (const id of [1, 2]) server.socket.send(`6:::${id}+[{"success":true}]`);
    await server.clock.advance(10);

    expect(before).toBe("synchronising");
    expect(hub.status.state).toBe("ready");
    expect([...server.socket.subscribers.keys()]).toEqual([hub.id, "mine"]);
  });

  it("loses and reorders nothing of what is done before it has loaded what a connection takes", async () => {
    const server = new EventServer();
    const hub = server.hub();
    const received: unknown[] = [];
    const events = [1, 2, 3].map((n) => new Event("a", { n }));

    hub.connect();
    const first = hub.publish(events[0] as Event);
    const ended = hub.subscribe("topic=a", () => void received.push("ended"));
    const second = hub.publish(events[1] as Event);
    hub.subscribe("topic=a", ({ data }) => void received.push(data.n));
    hub.unsubscribe(ended);
    const third = hub.publish(events[2] as Event);
    const { state, queued } = hub.status;
    await server.clock.advance(100);

    expect([state, queued]).toEqual(["connecting", 3]);
    expect(server.published).toEqual(events.map(({ id }) => id));
    expect(await Promise.all([first, second, third])).toEqual(server.published);
    expect(received).toEqual([1, 2, 3]);
  });

  it("leaves nothing behind when it is closed before it has loaded what a connection takes", async () => {
    const server = new EventServer();
    const hub = server.hub();
    hub.subscribe("topic=a", () => undefined);
    hub.connect();
    const outcomes = [hub.publish(new Event("a")), hub.ready, hub.request(new Event("a"))].map(settled);

    const closing = hub.close();
    await server.clock.advance(60_000);
    await closing;

    expect(await Promise.all(outcomes)).toEqual(Array(3).fill("event_hub_closed"));
    expect([server.handshakes.length, server.clock.pending, hub.status.state]).toEqual([0, 0, "closed"]);
    expect([server.listeners.online.size, server.listeners.visible.size]).toEqual([0, 0]);
  });

  it("keeps the path of a server behind a prefix, for handshake and socket", async () => {
    const server = new EventServer();

    await connected(server, { serverUrl: "https://proxy.test:8443/studio/" });

    expect(server.handshakes[0]?.url).toBe("https://proxy.test:8443/studio/socket.io/1/");
    expect(server.socket.url).toBe("wss://proxy.test:8443/studio/socket.io/1/websocket/s1");
  });

  it("sends credentials, headers and cookies in headers by default, and nothing secret in an address", async () => {
    const server = new EventServer();

    await connected(server, { headers: { "ftrack-strict-api": "true" }, cookies: { node: "b" } });

    expect(server.handshakes[0]?.headers).toEqual({
      "ftrack-user": "jane",
      "ftrack-api-key": "secret-key",
      "ftrack-strict-api": "true",
      cookie: "node=b",
    });
    expect(server.socket.headers).toEqual({ "ftrack-strict-api": "true", cookie: "node=b" });
    expect(server.socket.url).not.toContain("secret-key");
  });

  it("sends credentials in the query of the handshake alone where headers cannot be sent", async () => {
    const server = new EventServer();

    await connected(server, { credentials: "query" });

    const { searchParams } = new URL(server.handshakes[0]?.url ?? "");
    expect(Object.fromEntries(searchParams)).toEqual({ api_user: "jane", api_key: "secret-key" });
    expect(server.handshakes[0]?.headers).toEqual({});
    expect(server.socket.url).toBe("wss://studio.test/socket.io/1/websocket/s1");
  });

  it("never repeats a key that the runtime quotes in its error", async () => {
    const server = new EventServer();
    const failure = new TypeError("cannot fetch https://studio.test/?api_key=secret-key");
    server.script = { ...peaceful, handshake: () => failure };
    const hub = server.hub({ credentials: "query" });

    hub.connect();
    await server.clock.advance(10);

    expect(hub.status.error?.code).toBe("event_hub_connection");
    expect(JSON.stringify(hub.status.error)).not.toContain("secret-key");
  });

  it.each([
    [{ status: 401, text: "" }, "event_hub_rejected"],
    [{ status: 403, text: "" }, "event_hub_rejected"],
    [{ status: 502, text: "<html>" }, "event_hub_connection"],
    [{ status: 200, text: "<html>" }, "event_hub_connection"],
    [{ status: 200, text: "" }, "event_hub_connection"],
    [{ status: 200, text: "a/../b:15:25:websocket" }, "event_hub_connection"],
    [{ status: 200, text: "s1:15:25:xhr-polling" }, "event_hub_connection"],
    [{ status: 200, text: "s1:15:25" }, "event_hub_connection"],
  ])("takes the handshake %j for %s and tries again", async (answer, code) => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => answer };
    const hub = server.hub();
    hub.on("error", () => undefined);

    hub.connect();
    await server.clock.advance(10);
    const { error, state } = hub.status;
    server.script = peaceful;
    await server.clock.advance(1_000);

    expect([state, error?.code]).toEqual(["waiting", code]);
    expect(hub.status.state).toBe("ready");
  });

  it("tells who waits for ready that user or key are refused, instead of letting them hang", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => ({ status: 401, text: "" }) };
    const hub = server.hub();
    const told = record(hub);

    hub.connect();
    const outcome = settled(hub.ready);
    await server.clock.advance(10);

    expect(await outcome).toBe("event_hub_rejected");
    expect(told).toContain("event_hub_rejected");
  });

  it("gives up an attempt that takes too long, and closes a socket that opens after all", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => undefined };
    const hub = server.hub({ connectTimeout: 5_000 });

    hub.connect();
    await server.clock.advance(5_000);

    expect(hub.status.state).toBe("waiting");
    expect(hub.status.error?.message).toContain("5000 ms");
  });

  it("closes a socket of a transport that opens it though the attempt was given up", async () => {
    const server = new EventServer();
    const { openWebSocket, ...platform } = server.platform;
    const hub = server.hub({
      platform: {
        ...platform,
        openWebSocket: async (url, { onMessage }) => {
          await new Promise<void>((resolve) => server.clock.setTimer(1_000, resolve));
          return openWebSocket(url, { onMessage });
        },
      },
    });
    hub.connect();
    await server.clock.advance(500);

    await Promise.all([hub.disconnect(), server.clock.advance(20_000)]);

    expect([server.handshakes.length, server.sockets.size, server.clock.pending]).toEqual([1, 0, 0]);
  });

  it("limits the wait for ready on request", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, open: () => undefined };
    const hub = server.hub();
    const reason = new Error("enough");
    const controller = new AbortController();

    hub.connect();
    const late = hub.whenReady({ timeout: 2_000 }).catch((error: unknown) => error);
    const cancelled = hub.whenReady({ signal: controller.signal }).catch((error: unknown) => error);
    controller.abort(reason);
    await server.clock.advance(2_000);

    expect(await late).toBeInstanceOf(TimeoutError);
    expect(await cancelled).toBe(reason);
  });

  it("waits longer after each failure, with jitter, and never stops by default", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => new TypeError("down") };
    const hub = server.hub();
    const delays: number[] = [];
    hub.on("reconnecting", ({ delay }) => delays.push(delay));

    hub.connect();
    await server.clock.advance(600_000);

    expect(delays.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000]);
    expect(delays.length).toBeGreaterThan(40);
    expect(hub.status.state).toBe("waiting");
  });

  it("gives up after a number of attempts when asked to, and tells everybody", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => new TypeError("down") };
    const hub = server.hub({ reconnect: { attempts: 2 } });
    const told = record(hub);

    hub.connect();
    const ready = settled(hub.ready);
    const published = settled(hub.publish(new Event("a")));
    await server.clock.advance(60_000);

    expect(await ready).toBe("event_hub_connection");
    expect(await published).toBe("event_hub_connection");
    expect(hub.status.state).toBe("idle");
    expect(told).toEqual(["reconnecting", "reconnecting", "event_hub_connection"]);
    expect(server.clock.pending).toBe(0);
  });

  it("refuses an address that is none before anything is sent", () => {
    const server = new EventServer();

    for (const serverUrl of ["studio", "ftp://studio.test", ""]) {
      expect(() => server.hub({ serverUrl })).toThrow(TypeError);
    }
  });
});

describe("staying connected", () => {
  it("answers heartbeats", async () => {
    const server = new EventServer();
    await connected(server);

    await server.clock.advance(20_000);

    expect(server.socket.frames.filter((frame) => frame === "2::")).toHaveLength(2);
  });

  it("keeps a quiet link that answers when asked, though the server sends no heartbeat", async () => {
    const server = new EventServer();
    const { told } = await connected(server);
    server.socket.heartbeats = false;

    await server.clock.advance(600_000);

    expect(told).toEqual(["connected", "ready"]);
    expect([...server.socket.subscribers.keys()]).toHaveLength(1);
  });

  it("leaves a half-open socket within the announced heartbeat and a few seconds, and connects anew", async () => {
    const server = new EventServer();
    const { hub, told } = await connected(server);
    const old = server.socket;
    old.silent = true;

    await server.clock.advance(15_000 + 5_000 + 5_000 + 4_000);
    await server.clock.advance(1_000);

    expect(told).toEqual(["connected", "ready", "disconnected", "reconnecting", "connected", "ready", "gap"]);
    expect(hub.status.state).toBe("ready");
    expect(old.open).toBe(false);
  });

  it("notices after a sleep that the socket is dead, without waiting for the heartbeat to be late", async () => {
    const server = new EventServer();
    const { told } = await connected(server);
    server.socket.silent = true;

    server.clock.sleep(3_600_000);
    await server.clock.advance(10_000);

    expect(told.slice(2)).toEqual(["disconnected", "reconnecting", "connected", "ready", "gap"]);
  });

  it("keeps a socket that survived a sleep", async () => {
    const server = new EventServer();
    const { told } = await connected(server);

    server.clock.sleep(3_600_000);
    await server.clock.advance(60_000);

    expect(told).toEqual(["connected", "ready"]);
  });

  it("tries at once when the network comes back", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => new TypeError("down") };
    const hub = server.hub({ reconnect: { base: 60_000, max: 60_000 } });
    hub.connect();
    await server.clock.advance(1_000);
    server.script = peaceful;

    for (const listener of server.listeners.online) listener(true);
    await server.clock.advance(100);

    expect(hub.status.state).toBe("ready");
  });

  it("looks whether the socket lives when the page is shown again", async () => {
    const server = new EventServer();
    const { told } = await connected(server);
    server.socket.silent = true;

    for (const listener of server.listeners.visible) listener(true);
    await server.clock.advance(8_000);

    expect(told).toContain("disconnected");
  });

  it.each(["0::", "7:::1+0"])("connects anew when the server sends %s", async (frame) => {
    const server = new EventServer();
    const { told } = await connected(server);

    server.socket.send(frame);
    await server.clock.advance(1_000);

    expect(told.slice(2)).toEqual(["disconnected", "reconnecting", "connected", "ready", "gap"]);
  });

  it("says between which moments events may have been missed, once ready again", async () => {
    const server = new EventServer();
    const { hub } = await connected(server);
    const gaps: { from: number; to: number; reason: string }[] = [];
    hub.on("gap", (gap) => gaps.push(gap));
    await server.clock.advance(8_000);
    const lost = server.clock.now();
    server.script = { ...peaceful, handshake: () => new TypeError("down") };

    server.socket.close(1006);
    await server.clock.advance(30_000);
    server.script = peaceful;
    await server.clock.advance(30_000);

    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.reason).toContain("1006");
    expect(gaps[0]?.from).toBeLessThanOrEqual(lost);
    expect(gaps[0]?.from).toBeGreaterThan(lost - 14_000);
    expect(gaps[0]?.to).toBeGreaterThan(lost + 30_000);
  });

  it("acknowledges an event of a server that asks for it", async () => {
    const server = new EventServer();
    await connected(server);

    server.socket.send('5:7+::{"name":"ftrack.event","args":[{"topic":"a"}]}');
    await server.clock.advance(10);

    expect(server.socket.frames).toContain("6:::7");
  });

  it("tells its status as a snapshot and as a stream that ends with the hub", async () => {
    const server = new EventServer();
    const hub = server.hub();
    const states: string[] = [];
    const reading = (async () => {
      for await (const { state } of hub.statusChanges()) states.push(state);
    })();

    hub.connect();
    await server.clock.advance(100);
    const closing = hub.close();
    await server.clock.advance(100);
    await Promise.all([reading, closing]);

    expect(states).toEqual(["idle", "connecting", "synchronising", "ready", "closed"]);
  });
});

describe("connect, disconnect and close", () => {
  it("connects again after a disconnect, with the same subscriptions", async () => {
    const server = new EventServer();
    const { hub, told } = await connected(server);
    hub.subscribe("topic=a", () => undefined, { subscriber: { id: "mine" } });

    const gone = hub.disconnect();
    await server.clock.advance(10);
    await gone;
    const open = server.sockets.size;
    hub.connect();
    await server.clock.advance(100);

    expect(open).toBe(0);
    expect([...server.socket.subscribers.keys()]).toEqual([hub.id, "mine"]);
    expect(told).toEqual(["connected", "ready", "disconnected", "connected", "ready", "gap"]);
  });

  it("can be closed twice, connects again afterwards, and starts without the old subscriptions", async () => {
    const server = new EventServer();
    const { hub } = await connected(server);
    hub.subscribe("topic=a", () => undefined);

    await Promise.all([hub.close(), hub.close(), server.clock.advance(10)]);
    hub.connect();
    await server.clock.advance(100);

    expect(hub.status.state).toBe("ready");
    expect([...server.socket.subscribers.keys()]).toEqual([hub.id]);
  });

  it("stays closed once its session is closed, however early that was", async () => {
    const server = new EventServer();
    const session = new AbortController();
    const hub = server.hub({ signal: session.signal });

    hub.connect();
    await server.clock.advance(1);
    session.abort();
    await server.clock.advance(10_000);

    expect(server.sockets.size).toBe(0);
    expect(server.clock.pending).toBe(0);
    expect(() => hub.connect()).toThrow(EventHubError);
  });

  it("rejects who waits for ready when it is disconnected", async () => {
    const server = new EventServer();
    const hub = server.hub();
    hub.connect();

    const ready = settled(hub.ready);
    await Promise.all([hub.disconnect(), server.clock.advance(10)]);

    expect(await ready).toBe("event_hub_closed");
  });

  it("leaves no timer, listener or socket, wherever a disconnect falls in", async () => {
    for (let moment = 0; moment < 12; moment++) {
      const server = new EventServer();
      const hub = server.hub();
      hub.subscribe("topic=a", () => undefined);

      hub.connect();
      await server.clock.advance(moment);
      await Promise.all([hub.disconnect(), server.clock.advance(20_000)]);

      expect([moment, server.sockets.size, server.clock.pending]).toEqual([moment, 0, 0]);
      expect([...server.listeners.online, ...server.listeners.visible]).toEqual([]);
    }
  });

  it("may be disconnected from within its own listeners", async () => {
    const server = new EventServer();
    for (const name of ["connected", "ready", "reconnecting", "disconnected"] as const) {
      const hub = server.hub();
      hub.on(name, () => void hub.disconnect());
      hub.connect();
      await server.clock.advance(100);
      for (const socket of server.sockets) socket.close();
      await server.clock.advance(10_000);

      expect([name, hub.status.state, server.sockets.size]).toEqual([name, "idle", 0]);
    }
  });
});
