import { Event } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { type Connection, type MakeSession, newTopic, Studio, settle } from "./studio.js";

/** What a hub does for its users over a real socket, the same on every platform. */
export function describeEventHub(make: MakeSession, connection: Connection): void {
  const studio = new Studio(make, connection);

  describe("events", () => {
    it("reach every hub that subscribed, the publisher's own included, and say who sent them", async () => {
      const topic = newTopic();
      const [sender, receiver] = [await studio.ready(), await studio.ready()];
      const seen: unknown[] = [];
      for (const hub of [sender, receiver]) {
        hub.subscribe(`topic=${topic}`, ({ data, source }) => void seen.push([hub.id, data, source.id]));
        await settle(hub);
      }
      const event = new Event(topic, { text: "café \u{1F600} \u2028 \ufffd" });

      const id = await sender.publish(event);
      await Promise.all([settle(sender), settle(receiver)]);

      expect(id).toBe(event.id);
      expect(seen).toHaveLength(2);
      expect(seen).toContainEqual([sender.id, event.data, sender.id]);
      expect(seen).toContainEqual([receiver.id, event.data, sender.id]);
    });

    it("reach those their target describes, and whose expression they fit", async () => {
      const topic = newTopic();
      const [sender, receiver] = [await studio.ready(), await studio.ready()];
      const seen: string[] = [];
      const listen = (name: string, expression: string, subscriber: object = {}) =>
        receiver.subscribe(expression, () => void seen.push(name), { subscriber: { ...subscriber } });
      listen("maya", `topic=${topic}`, { application: "maya" });
      listen("nuke", `topic=${topic}`, { application: "nuke" });
      listen("nuke, high", `topic=${topic.slice(0, -4)}* and data.frame >= 1001`, { application: "nuke" });
      listen("nuke, low", `topic=${topic} and not (data.frame > 1000)`, { application: "nuke" });
      await settle(receiver);

      await sender.publish(new Event(topic, { frame: 1001 }, { target: "application=nuke" }));
      await settle(receiver);

      expect(seen).toEqual(["nuke", "nuke, high"]);
    });

    it("are handled by priority, and not beyond a handler that stops them", async () => {
      const topic = newTopic();
      const hub = await studio.ready();
      const seen: string[] = [];
      hub.subscribe(`topic=${topic}`, () => void seen.push("late"), { priority: 200 });
      hub.subscribe(
        `topic=${topic}`,
        async (event) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          seen.push("middle");
          if (event.data.stop) event.stop();
        },
        { priority: 50 },
      );
      hub.subscribe(`topic=${topic}`, () => void seen.push("early"), { priority: 10 });
      await settle(hub);

      await hub.publish(new Event(topic, { stop: true }));
      await hub.publish(new Event(topic, { stop: false }));
      await settle(hub);

      await expect.poll(() => seen).toEqual(["early", "early", "middle", "middle", "late"]);
    });

    it("are handled once though the server sends them twice", async () => {
      const hub = await studio.ready();
      const seen: string[] = [];
      hub.subscribe("topic=test.twice", ({ id }) => void seen.push(id));
      await settle(hub);

      const id = await hub.publish(new Event("test.twice"));
      await settle(hub);

      expect(seen.filter((other) => other === id)).toEqual([id]);
    });

    it("end with the subscription, on the server too", async () => {
      const topic = newTopic();
      const hub = await studio.ready();
      const asking = await studio.ready();
      const id = hub.subscribe(`topic=${topic}`, () => "here");
      await settle(hub);
      const before = await asking.request(new Event(topic));

      hub.unsubscribe(id);
      await settle(hub);

      expect(before.data).toBe("here");
      await expect(asking.request(new Event(topic), { timeout: 300 })).rejects.toMatchObject({
        code: "event_hub_reply_timeout",
      });
      expect(() => hub.unsubscribe(id)).toThrow("No subscriber has the id");
    });

    it("can be iterated over", async () => {
      const topic = newTopic();
      const hub = await studio.ready();
      const numbers: unknown[] = [];
      const events = hub.events(`topic=${topic}`);
      await settle(hub);

      for (let n = 0; n < 5; n++) await hub.publish(new Event(topic, { n }));
      for await (const { data } of events) if (numbers.push(data.n) === 5) break;

      expect(numbers).toEqual([0, 1, 2, 3, 4]);
    });

    it("leave out what this session caused where echoes are not wanted", async () => {
      const topic = newTopic();
      const [mine, theirs] = [await studio.ready(), await studio.ready()];
      const seen: unknown[] = [];
      mine.subscribe(`topic=${topic}`, ({ data }) => void seen.push(data.by), { noEcho: true });
      await settle(mine);

      await mine.publish(new Event(topic, { by: "me" }));
      await theirs.publish(new Event(topic, { by: "them" }));
      await settle(mine);

      expect(seen).toEqual(["them"]);
    });

    it("do not wait for a slow handler of another subscription", async () => {
      const topic = newTopic();
      const hub = await studio.ready();
      const seen: unknown[] = [];
      let release: (value?: unknown) => void = () => undefined;
      const held = new Promise((resolve) => {
        release = resolve;
      });
      hub.subscribe(`topic=${topic}`, () => held);
      hub.subscribe(`topic=${topic}`, ({ data }) => void seen.push(data.n));
      await settle(hub);

      for (let n = 0; n < 3; n++) await hub.publish(new Event(topic, { n }));
      await settle(hub);
      release();

      expect(seen).toEqual([0, 1, 2]);
    });
  });

  describe("requests", () => {
    it("get the first reply, a number of them, or all that come in time", async () => {
      const topic = newTopic();
      const asking = await studio.ready();
      for (const name of ["one", "two", "three"]) {
        const hub = await studio.ready();
        hub.subscribe(`topic=${topic}`, async ({ data }) => ({ name, question: data.question }));
        await settle(hub);
      }
      const names = (replies: Event<unknown>[]) =>
        replies.map(({ data }) => (data as { name: string }).name).sort();

      const first = await asking.request(new Event(topic, { question: 7 }));
      const two = await asking.request(new Event(topic), { replies: 2 });
      const all = () => asking.request(new Event(topic), { replies: "all", timeout: 400 }).then(names);

      expect(first.data).toMatchObject({ question: 7 });
      expect(new Set(names(two)).size).toBe(2);
      // On a busy machine, not all may come in time at once.
      await expect.poll(all, { timeout: 15_000 }).toEqual(["one", "three", "two"]);
    });

    it("are answered by hand too, and end when nobody answers or nobody waits", async () => {
      const topic = newTopic();
      const [asking, answering] = [await studio.ready(), await studio.ready()];
      answering.subscribe(`topic=${topic}`, async (event) => {
        if (event.data.answer) await answering.publishReply(event, [1, 2, 3]);
      });
      await settle(answering);
      const controller = new AbortController();
      const abandoned = asking.request(new Event(topic), { signal: controller.signal });

      controller.abort(new Error("never mind"));

      expect((await asking.request(new Event(topic, { answer: true }))).data).toEqual([1, 2, 3]);
      await expect(abandoned).rejects.toThrow("never mind");
      await expect(asking.request(new Event(topic), { timeout: 200 })).rejects.toMatchObject({
        code: "event_hub_reply_timeout",
      });
    });
  });
}
