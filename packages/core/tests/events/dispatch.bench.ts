import { decodePacket, Event } from "@ftrack-kit/core";
import { bench, describe } from "vitest";
import { Delivery } from "../../src/events/delivery.js";
import { Subscriptions } from "../../src/events/subscriptions.js";
import { EventServer } from "./support/event-server.js";

const batch = 100_000;

/** A delivery to many subscriptions of which one wants the topic `studio.topic-7`. */
function createDelivery(subscribers: number) {
  let handled = 0;
  const fail = (error: unknown) => {
    throw error;
  };
  const subscriptions = new Subscriptions({ isEcho: () => false, onProblem: fail });
  for (let index = 0; index < subscribers; index++) {
    const count = () => {
      handled += 1;
    };
    subscriptions.add(`topic=studio.topic-${(index + 7) % 1_000}`, count, {});
  }
  const delivery = new Delivery({
    clock: new EventServer().clock,
    subscriptions,
    trace: undefined,
    takesEvents: () => true,
    onEvent: () => undefined,
    onResult: () => undefined,
    onFailure: fail,
    onNonsense: () => fail(new Error("An event was not read.")),
  });
  return { delivery, count: () => handled };
}

describe(`delivery of ${batch} different events`, () => {
  const events = Array.from({ length: batch }, () => new Event<unknown>("studio.topic-7", { n: 1 }).toJSON());
  for (const subscribers of [1, 1_000]) {
    const { delivery, count } = createDelivery(subscribers);
    delivery.receive(events[0]);
    if (count() !== 1) throw new Error(`${count()} handlers were called instead of one`);
    bench(`${subscribers} subscribers, one matches`, () => {
      for (const event of events) delivery.receive(event);
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
