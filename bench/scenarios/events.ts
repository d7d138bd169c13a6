import { openKit, openNpm } from "../clients.js";
import type { Contender, Prepared, Scenario, Surroundings } from "../contract.js";
import { username } from "../event-frames.js";

const count = 20_000;

/** Counts calls until all have come. */
class Countdown {
  #left = 0;
  #finish: () => void = () => undefined;

  wait(expected: number): Promise<void> {
    this.#left = expected;
    return new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  readonly hit = (): void => {
    this.#left -= 1;
    if (this.#left === 0) this.#finish();
  };
}

/** Sends the word and waits until every expected callback has come. */
function burst(expected: number, countdown: Countdown, go: () => unknown): Prepared["run"] {
  return async () => {
    const all = countdown.wait(expected);
    await go();
    await all;
    return { check: () => expected };
  };
}

const goEvent = { topic: "bench.go", data: { count } };

/** A socket and `JSON.parse`, with one look at the topic: what any hub has to do. */
const floor =
  (
    expected: number,
    isWanted: (event: { topic: string; source: { user: { username: string } } }) => boolean,
  ) =>
  async ({ replayUrl }: Surroundings): Promise<Prepared> => {
    const { WebSocket } = await import("ws");
    const socket = new WebSocket(replayUrl.replace("http", "ws"), { perMessageDeflate: false });
    const countdown = new Countdown();
    socket.on("message", (data) => {
      const text = data.toString();
      if (!text.startsWith("5:::")) return;
      if (isWanted(JSON.parse(text.slice(4)).args[0])) countdown.hit();
    });
    await new Promise((resolve) => socket.once("open", resolve));
    const frame = `5:::${JSON.stringify({ name: "ftrack.event", args: [goEvent] })}`;
    return {
      run: burst(expected, countdown, () => socket.send(frame)),
      close: async () => socket.terminate(),
    };
  };

const kit =
  (expected: number, subscriptions: readonly string[]): Contender =>
  async (surroundings) => {
    const { Event } = await import("@ftrack-kit/node");
    const session = await openKit(surroundings.replayUrl, surroundings);
    const countdown = new Countdown();
    for (const expression of subscriptions) session.eventHub.subscribe(expression, countdown.hit);
    session.eventHub.connect();
    await session.eventHub.ready;
    return {
      run: burst(expected, countdown, () => session.eventHub.publish(new Event("bench.go", goEvent.data))),
      close: () => session.close(),
    };
  };

const npm =
  (expected: number, subscriptions: readonly string[]): Contender =>
  async (surroundings) => {
    const { Event } = await import("@ftrack/api");
    const session = await openNpm(surroundings.replayUrl, surroundings);
    const { eventHub } = session;
    const countdown = new Countdown();
    eventHub.connect();
    for (const expression of subscriptions) eventHub.subscribe(expression, countdown.hit);
    while (!eventHub.isConnected()) await new Promise((resolve) => setTimeout(resolve, 10));
    return {
      run: burst(expected, countdown, () => {
        void eventHub.publish(new Event("bench.go", goEvent.data));
      }),
      close: async () => eventHub.disconnect(),
    };
  };

function byTopic(subscribers: number): Scenario {
  const topics = Array.from({ length: subscribers }, (_, index) =>
    index === 0 ? "topic=ftrack.update" : `topic=studio.topic-${index}`,
  );
  return {
    name: `events-${subscribers}`,
    title: `20,000 events from the socket to the callback, ${subscribers.toLocaleString("en")} subscriber${subscribers > 1 ? "s, of which one wants them" : ""}`,
    unit: { name: "event", count },
    once: subscribers >= 100 ? ["@ftrack/api"] : [],
    contenders: {
      floor: floor(count, ({ topic }) => topic === "ftrack.update"),
      "ftrack-kit": kit(count, topics),
      "@ftrack/api": npm(count, topics),
    },
    targets: [
      { contender: "ftrack-kit", metric: "cpu", phase: "repeated", atMost: 1.2, relativeTo: "floor" },
    ],
  };
}

/** A harder case: everybody wants the same topic, and an attribute decides. */
const byAttribute: Scenario = (() => {
  const subscribers = Array.from(
    { length: 1_000 },
    (_, index) => `topic=ftrack.update and source.user.username=${username(index)}`,
  );
  return {
    name: "events-1000-alike",
    title: "20,000 events of one topic, 1,000 subscribers told apart by who caused them",
    unit: { name: "event", count },
    processes: 1,
    warmUps: 0,
    repeats: 2,
    // The npm client knows no expressions beyond a topic.
    contenders: {
      floor: floor(count, ({ topic, source }) => topic === "ftrack.update" && source.user.username !== ""),
      "ftrack-kit": kit(count, subscribers),
    },
    targets: [],
  };
})();

export const eventScenarios: readonly Scenario[] = [byTopic(1), byTopic(100), byTopic(1_000), byAttribute];
