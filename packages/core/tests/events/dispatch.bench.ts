import { decodePacket, Event } from "@ftrack-kit/core";
import { bench, describe } from "vitest";
import { Dispatcher } from "../../src/events/dispatcher.js";
import { EventServer } from "./support/event-server.js";

const batch = 100_000;

/** A dispatcher with many subscriptions of which one wants the topic `studio.topic-7`. */
function createDispatcher(subscribers: number) {
  let handled = 0;
  const dispatcher = new Dispatcher({
    clock: new EventServer().clock,
    isEcho: () => false,
    onResult: () => undefined,
    onProblem: (error) => {
      throw error;
    },
  });
  for (let index = 0; index < subscribers; index++) {
    const count = () => {
      handled += 1;
    };
    dispatcher.subscribe(`topic=studio.topic-${(index + 7) % 1_000}`, count, {});
  }
  return { dispatcher, count: () => handled };
}

describe(`dispatch of ${batch} different events`, () => {
  const events = Array.from({ length: batch }, () => new Event<unknown>("studio.topic-7", { n: 1 }));
  for (const subscribers of [1, 1_000]) {
    const { dispatcher, count } = createDispatcher(subscribers);
    dispatcher.deliver(events[0] as Event<unknown>);
    if (count() !== 1) throw new Error(`${count()} handlers were called instead of one`);
    bench(`${subscribers} subscribers, one matches`, () => {
      for (const event of events) if (dispatcher.isNew(event)) dispatcher.deliver(event);
    });
  }
});

describe("from a frame to the handler, 30,000 events, 1,000 subscribers", async () => {
  const server = new EventServer();
  const hub = server.hub();
  let handled = 0;
  for (let index = 0; index < 1_000; index++) {
    hub.subscribe(`topic=studio.topic-${index}`, () => {
      handled += 1;
    });
  }
  hub.connect();
  await server.clock.advance(10_000);
  const frames = Array.from({ length: 30_000 }, (_, n) => {
    const event = new Event("studio.topic-7", { n }, { source: { user: { username: "jane" } } });
    return `5:::{"name":"ftrack.event","args":[${JSON.stringify(event)}]}`;
  });
  const { socket } = server;
  socket.deliver(frames[0] as string);
  if (handled !== 1) throw new Error(`${handled} handlers were called instead of one`);
  bench("floor: reading the packets alone", () => {
    for (const frame of frames) decodePacket(frame);
  });
  bench("hub", () => {
    // More ids than the hub remembers, so that no run drops them as duplicates.
    for (const frame of frames) socket.deliver(frame);
  });
});
