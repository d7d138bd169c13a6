import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventServer } from "../../src/event-server/event-server.js";
import { FaultScript } from "../../src/faults/fault-script.js";
import { runs } from "../query/runs.js";
import { createServer, FrameClient, jane, john } from "./support.js";

let server: EventServer;
beforeEach(() => {
  server = createServer();
});
afterEach(() => {
  server.close();
  vi.useRealTimers();
});

describe("handshake", () => {
  it("answers four fields, websocket among the transports", () => {
    const [id, heartbeat, close, transports] = server.handshake(jane).split(":");

    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect([heartbeat, close, transports]).toEqual(["15", "25", "websocket"]);
  });

  it("greets a socket with the connect packet", () => {
    expect(new FrameClient(server).frames).toEqual(["1::"]);
  });

  it("lets one socket in per handshake and tells the next to come again", () => {
    const id = server.handshake(jane).split(":")[0];
    new FrameClient(server, jane, id);

    const second = new FrameClient(server, jane, id);

    expect(second.frames).toEqual(["7:::1+0"]);
    expect(second.closed).toBe(1);
    expect(server.connections).toHaveLength(1);
  });

  it("refuses ids it never gave", () => {
    expect(new FrameClient(server, jane, "made up").frames).toEqual(["7:::1+0"]);
  });

  it("lets a handshake grow old", () => {
    vi.useFakeTimers();
    const id = server.handshake(jane).split(":")[0];

    vi.advanceTimersByTime(31_000);

    expect(new FrameClient(server, jane, id).frames).toEqual(["7:::1+0"]);
  });
});

describe("heartbeats", () => {
  it("beats within ten seconds and again", () => {
    vi.useFakeTimers();
    const client = new FrameClient(server);

    vi.advanceTimersByTime(10_000);
    client.send("2::");
    vi.advanceTimersByTime(8_000);

    expect(client.frames.filter((frame) => frame === "2::")).toHaveLength(2);
  });

  it("keeps a client that answers, whichever way its heartbeat is spelt", () => {
    vi.useFakeTimers();
    const client = new FrameClient(server);

    for (let beat = 0; beat < 20; beat++) {
      vi.advanceTimersByTime(8_000);
      client.send(beat % 2 ? "2::" : "2:::");
    }

    expect(client.closed).toBe(0);
  });

  it("gives up a client that says nothing", () => {
    vi.useFakeTimers();
    const client = new FrameClient(server);

    vi.advanceTimersByTime(40_000);

    expect(client.closed).toBe(1);
    expect(server.connections).toEqual([]);
  });

  it("has no timer left when the last client is gone", () => {
    vi.useFakeTimers();
    const client = new FrameClient(server);

    client.send("0::");

    expect(client.closed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("subscriptions", () => {
  it("acknowledges with exactly one object", () => {
    expect(new FrameClient(server).subscribe("a", "topic=x")).toEqual([{ success: true }]);
  });

  it("says why an expression cannot be used", () => {
    const [answer] = new FrameClient(server).subscribe("a", "topic=") as [
      { success: boolean; message: string },
    ];

    expect(answer).toMatchObject({ success: false, message: expect.stringContaining("column 7") });
  });

  it("refuses a second subscription under an id and keeps the first", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=first");

    const answer = client.subscribe("a", "topic=second");
    client.publish({ topic: "first" });
    client.publish({ topic: "second" });

    expect(answer).toEqual([{ success: false, message: "duplicate subscriber a" }]);
    expect(client.events.map(({ topic }) => topic)).toEqual(["first"]);
  });

  it("ends with unsubscribe, which always succeeds", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");
    const unsubscribe = { topic: "ftrack.meta.unsubscribe", data: { subscriber: { id: "a" } } };

    const answers = [client.publish(unsubscribe), client.publish(unsubscribe)];
    client.publish({ topic: "x" });

    expect(answers).toEqual([[{ success: true }], [{ success: true }]]);
    expect(client.events).toEqual([]);
  });

  it("understands the whole expression language", () => {
    const client = new FrameClient(server);
    client.subscribe("a", 'topic=ftrack.* and not (data.kind="b c" or source.user.username=john)');
    const other = new FrameClient(server, john);

    client.publish({ topic: "ftrack.one", data: { kind: "a" } });
    client.publish({ topic: "ftrack.two", data: { kind: "b c" } });
    client.publish({ topic: "other", data: { kind: "a" } });
    other.publish({ topic: "ftrack.three" });

    expect(client.events.map(({ topic }) => topic)).toEqual(["ftrack.one"]);
  });

  it("does not deliver subscribing and unsubscribing itself", () => {
    const client = new FrameClient(server);

    client.subscribe("all", "topic=*");
    client.subscribe("more", "topic=x");

    expect(client.events).toEqual([]);
  });

  it("vanish with their connection", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");

    if (client.connection) server.disconnect(client.connection);

    expect(new FrameClient(server).publish({ topic: "x" })).toEqual([{ success: true }]);
    expect(client.events).toEqual([]);
  });
});

describe("routing", () => {
  it("delivers once per connection, however many subscribers match, and to the publisher too", () => {
    const client = new FrameClient(server);
    const other = new FrameClient(server, john);
    for (const id of ["a", "b", "c"]) client.subscribe(id, "topic=x");
    other.subscribe("d", "topic=*");

    client.publish({ topic: "x" });

    expect(client.events).toHaveLength(1);
    expect(other.events).toHaveLength(1);
  });

  it("delivers without packet id, in the only form the npm client reads", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");

    client.publish({ topic: "x" });

    expect(client.frames.some((frame) => frame.startsWith('5:::{"name":"ftrack.event","args":[{'))).toBe(
      true,
    );
  });

  it("passes exactly the known keys on and fills in what is missing", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");

    client.publish({ topic: "x", strange: true, in_reply_to_event: "no", sent: "yesterday" });

    expect(client.events).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        topic: "x",
        data: {},
        target: "",
        sent: null,
        source: { user: jane },
        inReplyToEvent: null,
      },
    ]);
  });

  it("adds the user's id and keeps what the source says of itself", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");

    client.publish({ topic: "x", source: { id: "hub", applicationId: "app", user: { username: "jane" } } });
    client.publish({ topic: "x", source: { user: { username: "john" } } });
    client.publish({ topic: "x", source: { user: { username: "stranger" } } });

    expect(client.events.map(({ source }) => source)).toEqual([
      { id: "hub", applicationId: "app", user: jane },
      { user: john },
      { user: { username: "stranger" } },
    ]);
  });

  it("keeps data of any kind as it is", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");
    const values = ["text", ["a", 1], 0, false, { nested: { deep: [null] } }];

    for (const data of values) client.publish({ topic: "x", data });

    expect(client.events.map(({ data }) => data)).toEqual(values);
  });

  it("brings a reply to the hub it is meant for, and to no other", () => {
    const asking = new FrameClient(server);
    const other = new FrameClient(server, john);
    asking.subscribe("hub-1", "topic=ftrack.meta.reply");
    other.subscribe("hub-2", "topic=ftrack.meta.reply");

    other.publish({ topic: "ftrack.meta.reply", target: "id=hub-1", inReplyToEvent: "e", data: "yes" });

    expect(asking.events).toMatchObject([{ inReplyToEvent: "e", data: "yes" }]);
    expect(other.events).toEqual([]);
  });

  it("finds a target by application and user, the latter known from the connection", () => {
    const web = new FrameClient(server);
    web.subscribe("web", "topic=*", { applicationId: "ftrack.client.web" });
    const bystander = new FrameClient(server, john);
    bystander.subscribe("web-2", "topic=*", { applicationId: "ftrack.client.web" });

    bystander.publish({ topic: "x", target: 'applicationId=ftrack.client.web and user.id="id-of-jane"' });

    expect(web.events).toHaveLength(1);
    expect(bystander.events).toEqual([]);
  });

  it("delivers an event with an unreadable target to nobody", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=*");

    const answer = client.publish({ topic: "x", target: "((" });

    expect(answer).toEqual([{ success: true }]);
    expect(client.events).toEqual([]);
  });

  it("keeps the order of one publisher", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");

    for (let n = 0; n < 100; n++) client.publish({ topic: "x", data: n });

    expect(client.events.map(({ data }) => data)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it("acknowledges only what carries a number", () => {
    const client = new FrameClient(server);

    client.send('5:::{"name":"ftrack.event","args":[{"topic":"x"}]}');

    expect(client.frames).toEqual(["1::"]);
  });

  it("refuses what is no event", () => {
    const client = new FrameClient(server);

    const answers = [client.publish([]), client.publish({}), client.publish({ topic: 5 })];

    expect(answers).toEqual(Array(3).fill([{ success: false, message: "An event needs a topic." }]));
  });

  it("closes a client that does not take its frames", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=x");
    client.bufferedAmount = 100 * 1024 * 1024;

    client.publish({ topic: "x" });

    expect(client.closed).toBe(1);
  });

  it("sends nothing to a connection that is closed, late acknowledgements included", () => {
    const client = new FrameClient(server);
    client.send("0::");
    const before = client.frames.length;

    client.publish({ topic: "x" });
    client.connection?.acknowledge(1, undefined);

    expect(client.frames).toHaveLength(before);
  });
});

describe("faults", () => {
  it("delivers an event more than once", () => {
    server = createServer(new FaultScript(1, [{ on: "x", duplicate: 2 }]));
    const client = new FrameClient(server);
    client.subscribe("a", "topic=*");

    client.publish({ topic: "x" });
    client.publish({ topic: "y" });

    expect(client.events.map(({ topic }) => topic)).toEqual(["x", "x", "x", "y"]);
  });

  it("delivers an event late", () => {
    vi.useFakeTimers();
    server = createServer(new FaultScript(1, [{ on: "event", latency: 500 }]));
    const client = new FrameClient(server);
    client.subscribe("a", "topic=*");

    client.publish({ topic: "x" });
    const before = client.events.length;
    vi.advanceTimersByTime(500);

    expect([before, client.events.length]).toEqual([0, 1]);
  });

  it("loses an event, or cuts the socket it was going to", () => {
    const faults = new FaultScript(1, [
      { on: "lost", drop: "before" },
      { on: "cut", closeSockets: true },
    ]);
    server = createServer(faults);
    const client = new FrameClient(server);
    client.subscribe("a", "topic=*");

    client.publish({ topic: "lost" });
    client.publish({ topic: "cut" });

    expect(client.events).toEqual([]);
    expect(client.closed).toBe(1);
  });
});

describe("frames from outside", () => {
  it("never make it throw, whatever they hold", { timeout: 120_000 }, () => {
    const json = fc.oneof(
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    const event = fc.record(
      {
        topic: fc.oneof(
          fc.constantFrom("ftrack.meta.subscribe", "ftrack.meta.unsubscribe", "x"),
          fc.string(),
        ),
        data: fc.oneof(
          fc.jsonValue(),
          fc.record({
            subscriber: fc.oneof(fc.jsonValue(), fc.record({ id: fc.string() })),
            subscription: fc.oneof(fc.constant("topic=*"), fc.string()),
          }),
        ),
        target: fc.oneof(fc.constant("id=a"), fc.string(), fc.jsonValue()),
        source: fc.jsonValue(),
      },
      { requiredKeys: ["topic"] },
    );
    const frame = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.nat(9), fc.string({ maxLength: 4 }), json)
        .map(([code, id, data]) => `${code}:${id}::${data}`),
      fc.tuple(fc.nat(), event).map(([id, given]) => {
        return `5:${id}+::${JSON.stringify({ name: "ftrack.event", args: [given] })}`;
      }),
    );
    let client = new FrameClient(server);

    fc.assert(
      fc.property(frame, (text) => {
        if (client.closed) client = new FrameClient(server);
        client.send(text);
        client.frames.length = 0;
      }),
      { numRuns: runs },
    );
  });

  it("are refused when nested deeper than they could be passed on", () => {
    const client = new FrameClient(server);
    client.subscribe("a", "topic=*");
    const depth = 200_000;

    client.send(
      `5:9+::{"name":"ftrack.event","args":[{"topic":"x","data":${"[".repeat(depth)}${"]".repeat(depth)}}]}`,
    );

    expect(client.frames.at(-1)).toMatch(/^6:::9\+\[\{"success":(false|true)/);
    expect(client.publish({ topic: "y" })).toEqual([{ success: true }]);
  });
});
