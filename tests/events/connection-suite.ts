import { Event, type Gap } from "@ftrack-kit/core";
import { expect, it } from "vitest";
import { type Connection, type MakeSession, newTopic, Studio, settle } from "./studio.js";

/** How a hub lives through the loss of real sockets, the same on every platform. */
export function describeConnection(make: MakeSession, connection: Connection): void {
  const studio = new Studio(make, connection);

  it("has every subscription live exactly once after its socket was cut three times", async () => {
    const topic = newTopic();
    const [hub, sender] = [await studio.ready(), await studio.ready()];
    const seen: string[] = [];
    for (let n = 0; n < 20; n++) hub.subscribe(`topic=${topic}.${n}`, ({ topic }) => void seen.push(topic));

    for (let time = 0; time < 3; time++) {
      await studio.cut(hub);
      await hub.ready;
    }
    for (let n = 0; n < 20; n++) await sender.publish(new Event(`${topic}.${n}`));
    await settle(hub);

    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => `${topic}.${n}`));
  });

  it("delivers what was published while away, in order and once", async () => {
    const topic = newTopic();
    const [hub, receiver] = [await studio.ready(), await studio.ready()];
    const seen: unknown[] = [];
    receiver.subscribe(`topic=${topic}`, ({ data }) => void seen.push(data.n));
    await settle(receiver);

    await studio.cut(hub);
    const connected = hub.connected;
    const published = Array.from({ length: 50 }, (_, n) => hub.publish(new Event(topic, { n })));
    const { queued } = hub.status;
    await Promise.all(published);
    await settle(receiver);

    expect({ connected, queued }).toEqual({ connected: false, queued: 50 });
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it("loses and doubles nothing of a stream in which its socket is cut", async () => {
    const topic = newTopic();
    const [hub, receiver] = [await studio.ready(), await studio.ready()];
    const seen: unknown[] = [];
    receiver.subscribe(`topic=${topic}`, ({ data }) => void seen.push(data.n));
    await settle(receiver);

    const published: Promise<string>[] = [];
    const cut = studio.cut(hub);
    for (let n = 0; n < 300; n++) {
      published.push(hub.publish(new Event(topic, { n })));
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await cut;
    await Promise.all(published);
    await settle(receiver);

    expect(seen).toHaveLength(300);
    expect(new Set(seen).size).toBe(300);
  });

  it("says between which moments events may have been missed, and what it is doing meanwhile", async () => {
    const hub = await studio.ready();
    const gaps: Gap[] = [];
    const reasons: string[] = [];
    hub.on("gap", (gap) => gaps.push(gap));
    hub.on("disconnected", ({ intentional }) => reasons.push(intentional ? "wanted" : "lost"));
    const states: string[] = [];
    const watching = (async () => {
      for await (const { state } of hub.statusChanges()) {
        states.push(state);
        if (states.length > 1 && state === "ready") break;
      }
    })();
    const before = Date.now();

    await studio.cut(hub);
    const away = Date.now();
    await watching;
    await hub.ready;

    expect(states).toEqual(["ready", "waiting", "connecting", "synchronising", "ready"]);
    expect(reasons).toEqual(["lost"]);
    expect(gaps).toHaveLength(1);
    const [{ from, to }] = gaps as [Gap];
    expect(from).toBeLessThanOrEqual(before);
    expect(to).toBeGreaterThanOrEqual(away);
  });

  it("drains: lets handlers and publishers finish, takes nothing new, and disconnects", async () => {
    const topic = newTopic();
    const [hub, other] = [await studio.ready(), await studio.ready()];
    const steps: unknown[] = [];
    other.subscribe(`topic=${topic}.result`, ({ data }) => void steps.push(data.n));
    hub.subscribe(`topic=${topic}`, async ({ data }) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await hub.publish(new Event(`${topic}.result`, { n: data.n }));
    });
    await Promise.all([settle(hub), settle(other)]);
    await other.publish(new Event(topic, { n: 1 }));
    await settle(hub);

    const draining = hub.drain(5_000);
    await other.publish(new Event(topic, { n: 2 }));
    const inTime = await draining;
    await settle(other);

    expect(inTime).toBe(true);
    expect(steps).toEqual([1]);
    expect(hub.status.state).toBe("idle");
  });

  it("may be told to connect, disconnect and close in any order, without harm to other hubs", async () => {
    const topic = newTopic();
    const other = await studio.ready();
    let seen = 0;
    let losses = 0;
    other.subscribe(`topic=${topic}`, () => {
      seen += 1;
    });
    other.on("disconnected", () => {
      losses += 1;
    });
    await settle(other);
    const hub = studio.hub();

    for (const delay of [0, 0, 1, 2, 5, 10, 20]) {
      hub.connect();
      hub.connect();
      await new Promise((resolve) => setTimeout(resolve, delay));
      await Promise.all([hub.disconnect(), hub.disconnect()]);
    }
    hub.connect();
    await hub.ready;
    await hub.publish(new Event(topic));
    await Promise.all([hub.close(), hub.close()]);
    await settle(other);

    expect({ seen, losses }).toEqual({ seen: 1, losses: 0 });
    await expect(hub.publish(new Event(topic))).rejects.toMatchObject({ code: "event_hub_connection" });
  });

  it("tells who waits that the key is refused, without repeating it", async () => {
    const hub = studio.hub({ apiKey: "not-the-key-7351" });
    const problems: unknown[] = [];
    hub.on("error", (error) => problems.push(error));

    hub.connect();
    const failure = await hub.ready.catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: "event_hub_rejected" });
    expect(problems).toEqual([failure]);
    expect(JSON.stringify([failure, String(failure)])).not.toContain("7351");
  });

  it("keeps trying where nobody listens, and harms nobody by it", async () => {
    const hub = studio.hub({ serverUrl: "http://127.0.0.1:9" });
    const attempts: number[] = [];
    hub.on("reconnecting", ({ attempt }) => attempts.push(attempt));
    hub.subscribe("topic=test.never", () => undefined);

    hub.connect();
    await expect(hub.whenReady({ timeout: 2_500 })).rejects.toMatchObject({ code: "timeout_wait" });

    expect(attempts.length).toBeGreaterThan(0);
    expect(attempts).toEqual(attempts.map((_, index) => index + 1));
  });
}
