import { Event, type EventHub, type SubscribeOptions } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { EventServer } from "./support/event-server.js";

/** A hub with one subscription whose handler takes as long as the event says, and a log of starts and ends. */
async function working(options: SubscribeOptions) {
  const server = new EventServer();
  const hub = server.hub();
  const log: string[] = [];
  const errors: string[] = [];
  hub.on("error", (error) => errors.push((error as { code: string }).code));
  hub.connect();
  await server.clock.advance(100);
  hub.subscribe("topic=work", workOn(server, log), options);
  await server.clock.advance(10);
  const send = (id: string, takes: number, key = id) =>
    server.socket.event({ topic: "work", id, data: { takes, key } });
  return { server, hub, log, errors, send };
}

function workOn(server: EventServer, log: string[]) {
  return async ({ id, data }: Event) => {
    log.push(`+${id}`);
    await new Promise<void>((resolve) => server.clock.setTimer(data.takes as number, resolve));
    log.push(`-${id}`);
  };
}

describe("handlers", () => {
  it("take one event after the other by default, in order", async () => {
    const { server, log, send } = await working({});

    send("a", 30);
    send("b", 10);
    await server.clock.advance(100);

    expect(log).toEqual(["+a", "-a", "+b", "-b"]);
  });

  it("take as many at once as allowed", async () => {
    const { server, log, send } = await working({ concurrency: 2 });

    for (const [id, takes] of [
      ["a", 30],
      ["b", 10],
      ["c", 5],
    ] as const)
      send(id, takes);
    await server.clock.advance(100);

    expect(log).toEqual(["+a", "+b", "-b", "+c", "-c", "-a"]);
  });

  it("keep the events of one entity in order while others overtake", async () => {
    const { server, log, send } = await working({
      concurrency: 3,
      orderBy: (event) => (event.data as { key: string }).key,
    });

    send("shot-1", 30, "shot");
    send("shot-2", 10, "shot");
    send("task-1", 10, "task");
    send("shot-3", 10, "shot");
    await server.clock.advance(100);

    expect(log).toEqual([
      "+shot-1",
      "+task-1",
      "-task-1",
      "-shot-1",
      "+shot-2",
      "-shot-2",
      "+shot-3",
      "-shot-3",
    ]);
  });

  it("do not hold up each other, the socket, or the heartbeat", async () => {
    const { server, hub, send } = await working({});
    const quick: string[] = [];
    hub.subscribe("topic=work", ({ id }) => quick.push(id));
    await server.clock.advance(10);

    send("a", 3_600_000);
    send("b", 3_600_000);
    await server.clock.advance(60_000);

    expect(quick).toEqual(["a", "b"]);
    expect(server.socket.frames.filter((frame) => frame === "2::").length).toBeGreaterThan(5);
  });

  it.each([
    ["drop-oldest", ["+a", "-a", "+d", "-d", "+e", "-e"]],
    ["drop-newest", ["+a", "-a", "+b", "-b", "+c", "-c"]],
  ] as const)("give up events visibly when too many wait: %s", async (overflow, expected) => {
    const { server, log, errors, send } = await working({ queueLimit: 2, overflow });

    for (const id of ["a", "b", "c", "d", "e"]) send(id, 10);
    await server.clock.advance(100);

    expect(log).toEqual(expected);
    expect(errors).toEqual(["event_hub_overflow", "event_hub_overflow"]);
  });

  it("are told by their signal when time is up, and the next event has its turn", async () => {
    const { server, hub, errors, send } = await working({});
    const started: string[] = [];
    const reasons: unknown[] = [];
    hub.subscribe(
      "topic=work",
      ({ id }, { signal }) => {
        started.push(id);
        signal.addEventListener("abort", () => reasons.push(signal.reason.code));
        return new Promise(() => undefined);
      },
      { timeout: 50 },
    );
    await server.clock.advance(10);

    send("a", 1);
    send("b", 1);
    await server.clock.advance(200);

    expect(started).toEqual(["a", "b"]);
    expect(reasons).toEqual(["event_hub_handler_timeout", "event_hub_handler_timeout"]);
    expect(errors).toEqual(reasons);
  });

  it("of a lower priority wait for those of a higher one, which may stop the event, and keep their order", async () => {
    const { server, hub, log, send } = await working({ priority: 10 });
    const later: string[] = [];
    hub.subscribe("topic=work", (event) => event.id === "b" && event.stop(), { priority: 20 });
    hub.subscribe("topic=work", ({ id }) => later.push(`${id} after ${log.join("")}`), { priority: 30 });
    await server.clock.advance(10);

    for (const id of ["a", "b", "c"]) send(id, 10);
    await server.clock.advance(100);

    expect(later).toEqual(["a after +a-a+b", "c after +a-a+b-b+c-c"]);
  });

  it("are not called any more for events that wait when they are unsubscribed", async () => {
    const { server, hub, log, send } = await working({ subscriber: { id: "mine" } });

    send("a", 10);
    send("b", 10);
    await server.clock.advance(5);
    hub.unsubscribe("mine");
    await server.clock.advance(100);

    expect(log).toEqual(["+a", "-a"]);
  });

  it("are told by their signal when the hub is closed", async () => {
    const server = new EventServer();
    const hub: EventHub = server.hub();
    let aborted: unknown;
    hub.connect();
    await server.clock.advance(100);
    hub.subscribe("topic=a", (_event, { signal }) => {
      signal.addEventListener("abort", () => {
        aborted = signal.reason.code;
      });
      return new Promise(() => undefined);
    });
    await server.clock.advance(10);
    server.socket.event({ topic: "a", id: "1", data: {} });
    await server.clock.advance(10);

    await Promise.all([hub.close(), server.clock.advance(10)]);

    expect(aborted).toBe("event_hub_closed");
  });

  it("refuse limits that make no sense", () => {
    const hub = new EventServer().hub();

    for (const options of [{ concurrency: 0 }, { queueLimit: -1 }, { timeout: Number.NaN }]) {
      expect(() => hub.subscribe("topic=a", () => undefined, options)).toThrow(TypeError);
    }
    expect(hub.publishLocal(new Event("a"))).toEqual([]);
  });
});
