import { Event, type EventHub } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { EventServer, peaceful, record } from "./support/event-server.js";

const settled = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

async function ready(server: EventServer, options = {}): Promise<EventHub> {
  const hub = server.hub(options);
  hub.connect();
  await server.clock.advance(100);
  return hub;
}

describe("what is wrong is refused where it is given", () => {
  it.each([undefined, null, 5, {}])("when the expression is %s", (expression) => {
    const hub = new EventServer().hub();

    expect(() => hub.subscribe(expression as unknown as string, () => 1)).toThrow(
      expect.objectContaining({ code: "event_hub_expression" }),
    );
  });

  it.each([
    [undefined, {}],
    [() => 1, { priority: Number.NaN }],
    [() => 1, { priority: "5" as unknown as number }],
  ])("when the handler or its priority is none: %s, %o", (handler, options) => {
    const hub = new EventServer().hub();

    expect(() => hub.subscribe("topic=a", handler as () => number, options)).toThrow(
      expect.objectContaining({ code: "options_invalid" }),
    );
    expect(hub.publishLocal(new Event("a"))).toEqual([]);
  });

  it("when an expression only turns into text, or options are none", () => {
    const hub = new EventServer().hub();

    expect(() => hub.subscribe(["topic=a"] as unknown as string, () => 1)).toThrow(/must be text/);
    for (const options of [null, { subscriber: null }, { overflow: "drop" }, { orderBy: "id" }]) {
      expect(() => hub.subscribe("topic=a", () => 1, options as never)).toThrow(
        expect.objectContaining({ code: "options_invalid" }),
      );
    }
  });

  it.each([null, undefined, "a", {}])(
    "when %o is to be answered or asked, which is no event",
    async (given) => {
      const hub = await ready(new EventServer());
      const code = "options_invalid";

      await expect(hub.publishReply(given as unknown as Event, {})).rejects.toMatchObject({ code });
      await expect(hub.request(given as unknown as Event)).rejects.toMatchObject({ code });
    },
  );

  it.each([undefined, null, "a", { topic: "a", data: {} }])(
    "when %o is published, which is no event",
    (given) => {
      const hub = new EventServer().hub();

      expect(() => hub.publish(given as unknown as Event)).toThrow(
        expect.objectContaining({ code: "options_invalid" }),
      );
    },
  );
});

describe("local events", () => {
  it("calls handlers by priority, then in order of subscribing, and gathers what they return", async () => {
    const hub = new EventServer().hub();
    hub.subscribe("topic=a", () => "late", { priority: 200 });
    hub.subscribe("topic=a", async () => "first of the usual");
    hub.subscribe("topic=a", () => undefined);
    hub.subscribe("topic=a", () => "early", { priority: 1 });
    hub.subscribe("topic=b", () => "another topic");

    const results = await hub.publish(new Event("a"), { synchronous: true });

    expect(results).toEqual(["early", "first of the usual", undefined, "late"]);
  });

  it("skips the handlers after one that stops the event, though that one is asynchronous", async () => {
    const hub = new EventServer().hub();
    const event = new Event("a");
    hub.subscribe("topic=a", async (received) => {
      await Promise.resolve();
      received.stop();
      return 1;
    });
    hub.subscribe("topic=a", () => 2);

    const results = await hub.publish(event, { synchronous: true });

    expect(results).toEqual([1]);
    expect(event.stopped).toBe(true);
  });

  it("goes on when a handler throws or rejects, and tells of it", async () => {
    const hub = new EventServer().hub();
    const told = record(hub);
    hub.subscribe("topic=a", () => {
      throw "thrown";
    });
    hub.subscribe("topic=a", () => Promise.reject("rejected"));
    hub.subscribe("topic=a", () => "fine");

    const results = await hub.publish(new Event("a"), { synchronous: true });

    expect(results).toEqual(["fine"]);
    expect(told).toEqual(["thrown", "rejected"]);
  });

  it("goes on though the logger throws", async () => {
    const server = new EventServer();
    const fail = () => {
      throw new Error("disk full");
    };
    const hub = await ready(server, { logger: { debug: fail, info: fail, warn: fail, error: fail } });
    const seen: string[] = [];
    hub.subscribe("topic=a", fail);
    hub.subscribe("topic=a", ({ id }) => seen.push(id));
    hub.on("status", fail);

    server.socket.deliver('5:::{"name":"ftrack.event","args":[{"topic":"a","id":"one"}]}');
    server.socket.deliver('5:::{"name":"ftrack.event","args":[7]}');
    server.socket.deliver("5:::{");
    hub.publishLocal(new Event("a", {}, { id: "two" }));

    expect(seen).toEqual(["one", "two"]);
    expect(hub.status.state).toBe("ready");
  });

  it("calls handlers before it returns when asked to", () => {
    const hub = new EventServer().hub();
    hub.subscribe("topic=a", ({ data }) => data.value);

    expect(hub.publishLocal(new Event("a", { value: 7 }))).toEqual([7]);
  });

  it("says who published, and keeps what the publisher said", async () => {
    const hub = new EventServer().hub({ clientToken: "token" });
    const event = new Event("a", {}, { source: { user: { username: "joe" } } });
    hub.subscribe('topic=a and source.user.username="joe"', ({ source }) => source);

    const [source] = await hub.publish(event, { synchronous: true });

    expect(source).toEqual({
      id: hub.id,
      applicationId: "ftrack-kit",
      host: "render-7",
      clientToken: "token",
      user: { username: "joe" },
    });
  });

  it("calls only the subscribers a target describes, and nobody for a target that cannot be read", async () => {
    const hub = new EventServer().hub();
    const told = record(hub);
    hub.subscribe("topic=a", () => "compositor", { subscriber: { department: "comp" } });
    hub.subscribe("topic=a", () => "lighter", { subscriber: { department: "light" } });
    const send = (target: string) => hub.publish(new Event("a", {}, { target }), { synchronous: true });

    expect(await send("department=light")).toEqual(["lighter"]);
    expect(await send("department=")).toEqual([]);
    expect(told).toEqual(["event_hub_expression"]);
  });
});

describe("subscriptions", () => {
  it("tells the server of a subscription made, and of one ended, while connected", async () => {
    const server = new EventServer();
    const hub = await ready(server);

    const id = hub.subscribe("topic=a", () => undefined, { subscriber: { role: "td" } });
    await server.clock.advance(10);
    const registered = server.socket.subscribers.get(id)?.metadata;
    hub.unsubscribe(id);
    await server.clock.advance(10);

    expect(registered).toEqual({ id, role: "td" });
    expect(server.socket.subscribers.has(id)).toBe(false);
  });

  it("ends with the block it is declared in", () => {
    const hub = new EventServer().hub();
    const received: unknown[] = [];

    {
      using scope = hub.subscription("topic=a", ({ data }) => received.push(data.n));
      hub.publishLocal(new Event("a", { n: 1 }));
      expect(hub.getSubscriber(scope.id)?.expression).toBe("topic=a");
    }
    hub.publishLocal(new Event("a", { n: 2 }));

    expect(received).toEqual([1]);
  });

  it("refuses an id in use and an id nobody has", () => {
    const hub = new EventServer().hub();
    hub.subscribe("topic=a", () => undefined, { subscriber: { id: "mine" } });

    expect(() => hub.subscribe("topic=b", () => undefined, { subscriber: { id: "mine" } })).toThrow(/"mine"/);
    expect(() => hub.unsubscribe("other")).toThrow(/"other"/);
  });

  it("tells when the server refuses one, and is ready with the others", async () => {
    const server = new EventServer();
    server.refusals.set("mine", "not allowed");
    const hub = server.hub();
    const told = record(hub);
    hub.subscribe("topic=a", () => undefined, { subscriber: { id: "mine" } });

    hub.connect();
    await server.clock.advance(100);

    expect(told).toEqual(["connected", "event_hub_rejected", "ready"]);
  });

  it("lets a handler unsubscribe itself and others while an event is under way", async () => {
    const hub = new EventServer().hub();
    const called: string[] = [];
    const first = hub.subscribe("topic=a", () => {
      called.push("first");
      hub.unsubscribe(first);
      hub.unsubscribe(second);
    });
    const second = hub.subscribe("topic=a", () => called.push("second"));
    hub.subscribe("topic=a", () => called.push("third"));

    hub.publishLocal(new Event("a"));
    hub.publishLocal(new Event("a"));

    expect(called).toEqual(["first", "third", "third"]);
  });

  it("tells subscribers of ftrack.meta.connected and ftrack.meta.disconnected", async () => {
    const server = new EventServer();
    const hub = server.hub();
    const topics: string[] = [];
    hub.subscribe("topic=ftrack.meta.*", ({ topic }) => topics.push(topic));

    hub.connect();
    await server.clock.advance(100);
    server.socket.close();
    await server.clock.advance(1_000);

    expect(topics).toEqual(["ftrack.meta.connected", "ftrack.meta.disconnected", "ftrack.meta.connected"]);
  });

  it("drops an event that arrives twice", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const received: unknown[] = [];
    hub.subscribe("topic=a", ({ data }) => received.push(data));
    await server.clock.advance(10);

    for (const n of [1, 1, 2]) server.socket.event({ topic: "a", id: `id-${n}`, data: { n } });
    await server.clock.advance(10);

    expect(received).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it.each([
    { data: { clientToken: "token" } },
    { data: {}, source: { clientToken: "token" } },
    { data: {}, source: { id: "token" } },
  ])("ignores what the own session caused when asked to: %j", async (echo) => {
    const server = new EventServer();
    const hub = await ready(server, { clientToken: "token" });
    const received: string[] = [];
    hub.subscribe("topic=ftrack.update", ({ id }) => received.push(id), { noEcho: true });
    await server.clock.advance(10);

    server.socket.event({ topic: "ftrack.update", id: "echo", ...echo });
    server.socket.event({ topic: "ftrack.update", id: "other", data: { clientToken: "elsewhere" } });
    await server.clock.advance(10);

    expect(received).toEqual(["other"]);
  });

  it("gives events to a loop, and unsubscribes when the loop is left", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const received: unknown[] = [];

    const loop = (async () => {
      for await (const { data } of hub.events("topic=a")) {
        received.push(data.n);
        if (data.n === 2) break;
      }
    })();
    await server.clock.advance(10);
    for (const n of [1, 2, 3]) server.socket.event({ topic: "a", id: `id-${n}`, data: { n } });
    await server.clock.advance(10);
    await loop;
    await server.clock.advance(10);

    expect(received).toEqual([1, 2]);
    expect([...server.socket.subscribers.keys()]).toEqual([hub.id]);
  });

  it("ends loops when the hub is closed", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const next = hub.events("topic=a").next();

    await Promise.all([hub.close(), server.clock.advance(10)]);

    expect(await next).toEqual({ done: true, value: undefined });
  });

  it.each(["events", "statusChanges"] as const)(
    "rejects the loop over %s with the reason its signal aborts for, once, and then is over",
    async (what) => {
      const server = new EventServer();
      const hub = await ready(server);
      const controller = new AbortController();
      const { signal } = controller;
      const loop: AsyncIterator<unknown> =
        what === "events" ? hub.events("topic=a", { signal }) : hub.statusChanges({ signal });
      await server.clock.advance(10);
      const waiting = what === "events" ? [loop.next(), loop.next()] : [];

      controller.abort("seen enough");
      const outcomes = await Promise.allSettled(waiting.length > 0 ? waiting : [loop.next()]);
      const after = await loop.next();
      await server.clock.advance(10);

      expect(new Set(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason))).toEqual(
        new Set(["seen enough"]),
      );
      expect(after.done).toBe(true);
      expect([...server.socket.subscribers.keys()]).toEqual([hub.id]);
    },
  );

  it("leaves a loop without a word although its signal aborted before", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const controller = new AbortController();
    const loop = hub.events("topic=a", { signal: controller.signal });

    controller.abort("seen enough");
    const left = await loop.return?.();

    expect([left?.done, (await loop.next()).done]).toEqual([true, true]);
  });
});

describe("publishing", () => {
  it("resolves with the event's id once the server has taken it", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const event = new Event("a", { n: 1 });
    let id: string | undefined;

    const publishing = hub.publish(event).then((published) => {
      id = published;
    });
    const before = id;
    await server.clock.advance(10);
    await publishing;

    expect([before, id]).toEqual([undefined, event.id]);
    expect(server.published).toEqual([event.id]);
  });

  it("sends exactly the keys other clients accept", async () => {
    const server = new EventServer();
    const hub = await ready(server);

    await Promise.all([hub.publish(new Event("a", { text: "ü" })), server.clock.advance(10)]);

    const frame = server.socket.frames.at(-1) ?? "";
    expect(frame).toMatch(/^5:\d+\+::/);
    const { name, args } = JSON.parse(frame.replace(/^5:\d+\+::/, ""));
    expect(name).toBe("ftrack.event");
    expect(Object.keys(args[0]).sort()).toEqual([
      "data",
      "id",
      "inReplyToEvent",
      "sent",
      "source",
      "target",
      "topic",
    ]);
  });

  it("delivers what was published while away, in order, under the ids it had", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const events = Array.from({ length: 50 }, (_, n) => new Event("a", { n }));
    server.script = { ...peaceful, handshake: () => new TypeError("down") };
    server.socket.close();
    await server.clock.advance(10);

    const publishing = Promise.all(events.map((event) => hub.publish(event)));
    await server.clock.advance(60_000);
    const queued = hub.status.queued;
    server.script = peaceful;
    await server.clock.advance(30_000);

    expect(queued).toBe(50);
    expect(await publishing).toEqual(events.map(({ id }) => id));
    expect(server.published).toEqual(events.map(({ id }) => id));
    expect(hub.status.queued).toBe(0);
  });

  it("sends again what the server took without being able to say so, and receives it once", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const received: string[] = [];
    hub.subscribe("topic=a", ({ id }) => received.push(id));
    await server.clock.advance(10);
    server.script = { ...peaceful, acknowledge: () => [] };
    const event = new Event("a");

    const publishing = hub.publish(event);
    await server.clock.advance(10);
    server.script = peaceful;
    server.socket.close();
    await server.clock.advance(2_000);
    await publishing;

    expect(received).toEqual([event.id]);
  });

  it("rejects what the server refuses, with its reason", async () => {
    const server = new EventServer();
    server.refusals.set("a", "no such audience");
    const hub = await ready(server);

    const publishing = hub.publish(new Event("a")).catch((error: Error) => error.message);
    await server.clock.advance(10);

    expect(await publishing).toContain("no such audience");
  });

  it("rejects what a live server never acknowledges, after three connections", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const swallows = (acknowledgement: string) => {
      const [, id] = /^6:::(\d+)/.exec(acknowledgement) ?? [];
      return server.socket.frames.some(
        (frame) => frame.startsWith(`5:${id}+`) && frame.includes('"topic":"a"'),
      );
    };
    server.script = { ...peaceful, acknowledge: (frame) => (swallows(frame) ? [] : [frame]) };

    const outcome = settled(hub.publish(new Event("a")));
    await server.clock.advance(120_000);

    expect(await outcome).toBe("event_hub_unacknowledged");
    expect(hub.status.state).toBe("ready");
  });

  it("says so when more is published than may wait, and keeps what waits", async () => {
    const server = new EventServer();
    const hub = server.hub({ queueLimit: 2 });
    hub.connect();

    const outcomes = [1, 2, 3].map((n) => settled(hub.publish(new Event("a", { n }))));
    await server.clock.advance(100);

    expect(await Promise.all(outcomes)).toEqual(["resolved", "resolved", "event_hub_overflow"]);
  });

  it("rejects at once when nobody asked for a connection", async () => {
    expect(await settled(new EventServer().hub().publish(new Event("a")))).toBe("event_hub_connection");
  });

  it("takes an event back from the queue when its signal aborts", async () => {
    const server = new EventServer();
    const hub = server.hub();
    const controller = new AbortController();
    hub.connect();

    const outcome = settled(hub.publish(new Event("a"), { signal: controller.signal }));
    controller.abort("changed my mind");
    await server.clock.advance(100);

    expect(await outcome).toBe("changed my mind");
    expect(server.published).toEqual([]);
  });

  it("tells publishers that wait when the hub is disconnected", async () => {
    const server = new EventServer();
    const hub = server.hub();
    hub.connect();

    const outcome = settled(hub.publish(new Event("a")));
    await Promise.all([hub.disconnect(), server.clock.advance(10)]);

    expect(await outcome).toBe("event_hub_closed");
  });
});

describe("replies", () => {
  it("sends what a handler returns to who asked, with the subscriber's description as source", async () => {
    const server = new EventServer();
    const answering = await ready(server);
    const asking = await ready(server);
    answering.subscribe("topic=ping", async ({ data }) => ({ pong: data.n }), { subscriber: { role: "td" } });
    answering.subscribe("topic=ping", () => null);
    await server.clock.advance(10);

    const asked = asking.request(new Event("ping", { n: 1 }));
    await server.clock.advance(20);
    const reply = await asked;

    expect(reply.data).toEqual({ pong: 1 });
    expect(reply.source).toMatchObject({ role: "td", user: { username: "jane" } });
  });

  it("gathers a number of replies, or all that come in time", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    for (const name of ["x", "y", "z"]) hub.subscribe("topic=ping", () => name);
    await server.clock.advance(10);

    const two = hub.request(new Event("ping"), { replies: 2 });
    const all = hub.request(new Event("ping"), { replies: "all", timeout: 500 });
    await server.clock.advance(500);

    expect((await two).map(({ data }) => data)).toEqual(["x", "y"]);
    expect((await all).map(({ data }) => data)).toEqual(["x", "y", "z"]);
  });

  it("gives no more replies than were asked for, though more come at once", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const event = new Event("ping");
    const asking = hub.request(event, { replies: 2 });
    await server.clock.advance(10);

    for (const n of [1, 2, 3]) {
      const reply = new Event("ftrack.meta.reply", { n }, { inReplyToEvent: event.id });
      server.socket.deliver(`5:::${JSON.stringify({ name: "ftrack.event", args: [reply] })}`);
    }

    expect((await asking).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it.each([0, -1, Number.NaN])("refuses to wait for %d replies", async (replies) => {
    const hub = await ready(new EventServer());

    await expect(hub.request(new Event("ping"), { replies })).rejects.toMatchObject({
      code: "options_invalid",
    });
  });

  it("ends a request that nobody answers, is aborted, or outlives its hub, and forgets it", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const idle = server.clock.pending;
    const controller = new AbortController();

    const late = settled(hub.request(new Event("ping"), { timeout: 1_000 }));
    const few = settled(hub.request(new Event("ping"), { replies: 2, timeout: 1_000 }));
    const aborted = settled(hub.request(new Event("ping"), { signal: controller.signal }));
    controller.abort("enough");
    await server.clock.advance(1_000);
    const pending = server.clock.pending;
    const outlived = settled(hub.request(new Event("ping")));
    await Promise.all([hub.close(), server.clock.advance(10)]);

    expect(await Promise.all([late, few, aborted, outlived])).toEqual([
      "event_hub_reply_timeout",
      "event_hub_reply_timeout",
      "enough",
      "event_hub_closed",
    ]);
    expect(pending).toBe(idle);
  });

  it("fails a request at once that cannot be sent", async () => {
    expect(await settled(new EventServer().hub().request(new Event("ping")))).toBe("event_hub_connection");
  });

  it("answers an event by hand, with any value and a source of its own", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    hub.subscribe("topic=ping", (event) => {
      void hub.publishReply(event, ["a", "list"], { note: "by hand" });
    });
    await server.clock.advance(10);

    const asked = hub.request(new Event("ping"));
    await server.clock.advance(20);
    const reply = await asked;

    expect([reply.data, reply.source.note]).toEqual([["a", "list"], "by hand"]);
  });

  it("cannot answer an event that does not say who sent it", async () => {
    const hub = await ready(new EventServer());

    expect(await settled(hub.publishReply(new Event("a"), 1))).toBe("event_hub_rejected");
  });
});

describe("scripts", () => {
  it("waits for a time while handlers work, and until the hub is disconnected without one", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    let waited = 0;
    const count = () => {
      waited += 1;
    };

    const short = hub.wait(5_000).then(count);
    await server.clock.advance(4_999);
    const early = waited;
    await server.clock.advance(1);
    await short;
    const long = hub.wait().then(count);
    await server.clock.advance(86_400_000);
    const still = waited;
    await Promise.all([hub.disconnect(), server.clock.advance(10)]);
    await long;

    expect([early, still, waited]).toEqual([0, 1, 2]);
    expect(await settled(hub.wait(1))).toBe("event_hub_connection");
  });

  it("drains: lets handlers and publishers finish, takes nothing new, and disconnects", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    const done: unknown[] = [];
    hub.subscribe("topic=a", async ({ data }) => {
      await new Promise<void>((resolve) => server.clock.setTimer(1_000, resolve));
      done.push(data.n);
    });
    await server.clock.advance(10);
    for (const n of [1, 2]) server.socket.event({ topic: "a", id: `id-${n}`, data: { n } });
    await server.clock.advance(10);

    const published = settled(hub.publish(new Event("b")));
    const draining = hub.drain(10_000);
    server.socket.event({ topic: "a", id: "id-3", data: { n: 3 } });
    await server.clock.advance(3_000);

    expect(await draining).toBe(true);
    expect(await published).toBe("resolved");
    expect(done).toEqual([1, 2]);
    expect([hub.status.state, server.sockets.size]).toEqual(["idle", 0]);
  });

  it("says when not everything was finished by the deadline", async () => {
    const server = new EventServer();
    const hub = await ready(server);
    hub.subscribe("topic=a", () => new Promise(() => undefined));
    await server.clock.advance(10);
    server.socket.event({ topic: "a", id: "id-1", data: {} });
    await server.clock.advance(10);

    const draining = hub.drain(2_000);
    await server.clock.advance(5_000);

    expect(await draining).toBe(false);
    expect(server.sockets.size).toBe(0);
  });
});
