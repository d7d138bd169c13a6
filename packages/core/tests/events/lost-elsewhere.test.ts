import { Event, type EventHub, EventHubError, type Logger } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { EventServer, peaceful, record } from "./support/event-server.js";

async function ready(server: EventServer, options = {}): Promise<EventHub> {
  const hub = server.hub(options);
  hub.connect();
  await server.clock.advance(100);
  return hub;
}

async function receivedBy(server: EventServer, hub: EventHub, expression = "topic=a"): Promise<string[]> {
  const received: string[] = [];
  hub.subscribe(expression, ({ id }) => received.push(id));
  await server.clock.advance(10);
  return received;
}

/** Each of these loses users of other clients something; each title says what. */
describe("what users of other clients lose", () => {
  it("hours of chasing foreign events: ftrack.* does not match topics that merely contain ftrack.", async () => {
    const server = new EventServer();
    const received = await receivedBy(server, await ready(server), "topic=ftrack.*");

    for (const topic of ["ftrack.update", "studio.ftrack.update"])
      server.socket.event({ topic, id: topic, data: {} });
    await server.clock.advance(10);

    expect(received).toEqual(["ftrack.update"]);
  });

  it("every event after one whose value had another type than a subscription expected", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const received = await receivedBy(server, hub);
    for (const odd of ["data.n>5", "data.n=5*", 'data.n=""', "topic=x and data.n>=a", "data.list>1"]) {
      hub.subscribe(odd, () => undefined);
    }

    server.socket.event({ topic: "a", id: "1", data: { n: 7, list: [] } });
    server.socket.event({ topic: "a", id: "2", data: { n: null } });
    await server.clock.advance(10);

    expect(received).toEqual(["1", "2"]);
  });

  it("subscriptions on numbers and booleans, which never fire", async () => {
    const server = new EventServer();
    const received = await receivedBy(
      server,
      await ready(server),
      "topic=a and data.n>=5 and data.done=true",
    );

    server.socket.event({ topic: "a", id: "1", data: { n: 10, done: true } });
    server.socket.event({ topic: "a", id: "2", data: { n: 10, done: false } });
    await server.clock.advance(10);

    expect(received).toEqual(["1"]);
  });

  it("the reason why an empty expression is refused", () => {
    expect(() => new EventServer().hub().subscribe("", () => undefined)).toThrow(EventHubError);
    expect(() => new EventServer().hub().subscribe("", () => undefined)).toThrow(/column 1/);
  });

  it.each([
    "5:::{not json",
    "8::",
    "6:::1+[1,2,3]",
    "6:::77+[]",
    '5:::{"name":"ftrack.event","args":[]}',
    "\u0000",
  ])("all events after the packet %j, on a hub that goes on calling itself connected", async (frame) => {
    const server = new EventServer();
    const received = await receivedBy(server, await ready(server));

    server.socket.send(frame);
    server.socket.event({ topic: "a", id: "1", data: {} });
    await server.clock.advance(10);

    expect(received).toEqual(["1"]);
  });

  it("events of newer servers, for a key nobody has heard of", async () => {
    const server = new EventServer();
    const received = await receivedBy(server, await ready(server));

    server.socket.event({ topic: "a", id: "1", data: {}, priority: 5, trace: { id: "x" } });
    await server.clock.advance(10);

    expect(received).toEqual(["1"]);
  });

  it("an event that could not be sent, told to nobody, after 15 seconds of a frozen program", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const circular: Record<string, unknown> = {};
    circular.self = circular;

    const outcomes = await Promise.all(
      [{ circular }, { big: 1n }].map((data) =>
        hub.publish(new Event<unknown>("a", data)).catch((error: EventHubError) => error.code),
      ),
    );

    expect(outcomes).toEqual(["event_hub_unserialisable", "event_hub_unserialisable"]);
    expect(server.published).toEqual([]);
  });

  it("the log of the whole process while reconnecting, and the connection after five minutes", async () => {
    const server = new EventServer();
    const warnings: string[] = [];
    const logger = {
      debug: () => 0,
      info: () => 0,
      error: () => 0,
      warn: (text: string) => warnings.push(text),
    };
    const hub = await ready(server, { logger: logger as unknown as Logger });
    server.script = { ...peaceful, handshake: () => new TypeError("down") };
    server.socket.close();

    await server.clock.advance(86_400_000);
    server.script = peaceful;
    await server.clock.advance(31_000);
    server.socket.send("8::");
    await server.clock.advance(10);

    expect(hub.status.state).toBe("ready");
    expect(warnings).toHaveLength(1);
  });

  it("one reply too many, for a subscription made while connecting that is sent twice", async () => {
    const server = new EventServer();
    const hub = server.hub();
    hub.connect();
    for (let moment = 0; moment < 20; moment++) {
      hub.subscribe(`topic=a.${moment}`, () => undefined);
      await server.clock.advance(1);
    }
    await server.clock.advance(100);

    const subscribed = server.socket.frames.filter((frame) => frame.includes("ftrack.meta.subscribe"));

    expect(subscribed).toHaveLength(21);
    expect(server.duplicateSubscriptions).toEqual([]);
  });

  it("a processor core, when the connection breaks while the queue is sent", async () => {
    const server = new EventServer();
    const hub = server.hub();
    const publishing = Array.from({ length: 20 }, (_, n) => {
      if (n === 0) hub.connect();
      return hub.publish(new Event("a", { n }));
    });
    let sent = 0;
    server.script = {
      ...peaceful,
      acknowledge: (frame) => {
        sent += 1;
        if (sent === 5) server.socket.close();
        return [frame];
      },
    };

    await server.clock.advance(10_000);

    expect(await Promise.all(publishing)).toHaveLength(20);
    expect(server.published).toHaveLength(20);
  });

  it("a session that is closed for good: a connection made in the background outlives it", async () => {
    for (let moment = 0; moment < 6; moment++) {
      const server = new EventServer();
      const hub = server.hub();
      hub.connect();
      await server.clock.advance(moment);

      await Promise.all([hub.close(), server.clock.advance(60_000)]);

      expect([server.sockets.size, server.clock.pending]).toEqual([0, 0]);
    }
  });

  it("time: handlers are called as events arrive, with nobody calling wait, and never behind another one", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    hub.subscribe("topic=a", () => new Promise(() => undefined));
    const received = await receivedBy(server, hub);

    server.socket.event({ topic: "a", id: "1", data: {} });
    server.socket.event({ topic: "a", id: "2", data: {} });
    await server.clock.advance(2);

    expect(received).toEqual(["1", "2"]);
  });

  it("their own subscriber description, which is written into", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const subscriber = Object.freeze({ role: "td" });
    hub.subscribe("topic=a", () => "answer", { subscriber });
    hub.subscribe("topic=a", () => "another", { subscriber });
    await server.clock.advance(10);

    const asked = hub.request(new Event("a"), { replies: 2 });
    await server.clock.advance(20);
    await asked;

    expect(subscriber).toEqual({ role: "td" });
  });

  it("an iteration over results that are suddenly null, for a target that cannot be read", async () => {
    const hub = new EventServer().hub();
    hub.on("error", () => undefined);

    expect(await hub.publish(new Event("a", {}, { target: "((" }), { synchronous: true })).toEqual([]);
  });

  it("a minute of events: the server's own heartbeat is believed instead of a fixed silence", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: (id) => ({ status: 200, text: `${id}:4:8:websocket` }) };
    const hub = await ready(server);
    const told = record(hub);
    server.socket.silent = true;

    await server.clock.advance(20_000);

    expect(told).toContain("gap");
  });

  it("their server, when it lives behind a path of a proxy", async () => {
    const server = new EventServer();

    await ready(server, { serverUrl: "https://host.test/path" });

    expect(server.socket.url).toContain("/path/socket.io/1/websocket/");
  });

  it("the process, to an event server that is down and a promise nobody looks at", async () => {
    const server = new EventServer();
    server.script = { ...peaceful, handshake: () => new TypeError("down") };
    const hub = server.hub({ reconnect: { attempts: 1 } });
    hub.connect();

    hub.subscribe("topic=a", () => undefined);
    void hub.publish(new Event("a"));
    void hub.request(new Event("a"));
    void hub.ready;
    await server.clock.advance(60_000);
    void hub.publish(new Event("a"));
    await Promise.all([hub.close(), server.clock.settle()]);

    expect(hub.status.state).toBe("closed");
  });

  it("events after the first reconnection that follows a disconnect", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const received = await receivedBy(server, hub);

    for (let round = 0; round < 3; round++) {
      await Promise.all([hub.disconnect(), server.clock.advance(10)]);
      hub.connect();
      await server.clock.advance(100);
      server.socket.close();
      await server.clock.advance(2_000);
      server.socket.event({ topic: "a", id: `round ${round}`, data: {} });
      await server.clock.advance(10);
    }

    expect(received).toEqual(["round 0", "round 1", "round 2"]);
  });
});
