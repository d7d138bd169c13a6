import { Event, type Gap } from "@ftrack-kit/core";
import { EventServer, peaceful, type Script, type ServerSocket } from "./event-server.js";

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const garbage = [
  "",
  "8::",
  "9:::x",
  "5:::{",
  "5:::[]",
  "5:::null",
  "6:::",
  "6:::x+[]",
  "7",
  "\ufffd5\ufffd2::",
  "6:::99999+[{}]",
  '5:::{"name":"ftrack.event","args":[null]}',
  '5:::{"name":"ftrack.event","args":[{"topic":7}]}',
];

/** A network and a server that do what they can to harm, short of breaking what TCP promises. */
function hostile(random: () => number, kill: () => void): Script {
  const chance = (probability: number) => random() < probability;
  const held: string[] = [];
  return {
    handshake: (sessionId) => {
      if (chance(0.1)) return new TypeError("network down");
      if (chance(0.05)) return undefined;
      if (chance(0.1)) return { status: 500 + Math.floor(random() * 4), text: "<html>" };
      if (chance(0.05)) return { status: 401, text: "" };
      if (chance(0.05)) return { status: 200, text: sessionId.slice(0, 1) };
      const heartbeat = chance(0.2) ? "" : "15";
      return { status: 200, text: `${sessionId}:${heartbeat}:25:websocket` };
    },
    open: () => (chance(0.1) ? false : chance(0.05) ? undefined : true),
    latency: () => Math.floor(random() * (chance(0.05) ? 4_000 : 60)),
    toClient: (frame) => {
      const noise = chance(0.1) ? [garbage[Math.floor(random() * garbage.length)] as string] : [];
      if (chance(0.02)) {
        // The connection breaks in the middle of a frame, at any of its boundaries.
        kill();
        return [...noise, frame.slice(0, Math.floor(random() * frame.length))];
      }
      const copies = chance(0.05) ? [frame, frame] : [frame];
      return [...noise, ...copies, ...held.splice(0)];
    },
    acknowledge: (frame) => {
      if (chance(0.05)) return [frame, frame];
      if (chance(0.1)) {
        held.push(frame);
        return [];
      }
      return [frame];
    },
  };
}

export interface Outcome {
  /** What was wrong; empty when nothing was. */
  readonly faults: string[];
  readonly connections: number;
  readonly published: number;
}

/**
 * One life of a hub under attack, and what must be true after it: every subscription live exactly once, every
 * published event taken once and received once or within a declared gap, and nothing left behind.
 */
export async function runHostile(seed: number): Promise<Outcome> {
  const random = seeded(seed);
  const server = new EventServer();
  const { clock } = server;
  const faults: string[] = [];
  const hub = server.hub({ random });
  const gaps: Gap[] = [];
  const received = new Map<string, number>();
  const order: { id: string; n: number }[] = [];
  const outcomes: Promise<unknown>[] = [];
  const events: Event[] = [];
  const live = new Set<string>();
  let connections = 0;
  hub.on("gap", (gap) => gaps.push(gap));
  hub.on("connected", () => {
    connections += 1;
  });
  hub.on("error", () => undefined);
  hub.subscribe("topic=mine.*", ({ id, data }) => {
    received.set(id, (received.get(id) ?? 0) + 1);
    order.push({ id, n: data.n as number });
  });
  const breakOne = (way: (socket: ServerSocket) => void) => {
    for (const socket of [...server.sockets]) way(socket);
  };
  const kill = () =>
    clock.setTimer(Math.floor(random() * 80), () => breakOne((socket) => socket.close(1006)));
  server.script = hostile(random, kill);
  hub.connect();

  for (let step = 0; step < 25; step++) {
    const what = random();
    if (what < 0.4) {
      const event = new Event("mine.event", { n: events.length });
      events.push(event);
      outcomes.push(hub.publish(event).catch((error: unknown) => error));
    } else if (what < 0.55) {
      live.add(hub.subscribe(`topic=other.${step}`, () => undefined));
    } else if (what < 0.65) {
      const [id] = live;
      if (id !== undefined && live.delete(id)) hub.unsubscribe(id);
    } else if (what < 0.72) {
      breakOne((socket) => socket.close(1012, "restart"));
    } else if (what < 0.78) {
      breakOne((socket) => {
        socket.silent = true;
      });
    } else if (what < 0.83) {
      breakOne((socket) => {
        socket.heartbeats = false;
      });
    } else if (what < 0.88) {
      clock.sleep(Math.floor(random() * 3_600_000));
    } else if (what < 0.91) {
      breakOne((socket) => socket.send(random() < 0.5 ? "0::" : "7:::1+0"));
    } else if (what < 0.95) {
      for (const listener of [...server.listeners.online, ...server.listeners.visible])
        listener(random() < 0.5);
    }
    await clock.advance(Math.floor(random() ** 3 * 40_000));
  }

  server.script = peaceful;
  breakOne((socket) => {
    // A socket that was made half-open stays so; the hub has to find out.
    socket.heartbeats = true;
  });
  await clock.advance(240_000);

  const expected = [hub.id, ...live].length + 1;
  if (hub.status.state !== "ready") faults.push(`state ${hub.status.state}`);
  if (server.sockets.size !== 1) faults.push(`${server.sockets.size} sockets`);
  for (const { subscribers } of server.sockets) {
    if (subscribers.size !== expected) faults.push(`${subscribers.size} subscribers instead of ${expected}`);
    for (const id of live) if (!subscribers.has(id)) faults.push("a subscription is not live");
  }
  if (server.duplicateSubscriptions.length > 0) faults.push("a subscription was sent twice");
  if (hub.status.queued > 0) faults.push(`${hub.status.queued} still queued`);
  const sent = events.map(({ id }) => id);
  if (server.published.join() !== sent.join())
    faults.push("events lost, doubled or out of order at the server");
  for (const outcome of await Promise.all(outcomes)) {
    if (typeof outcome !== "string") faults.push(`publish failed: ${String(outcome)}`);
  }
  for (const { id } of events) {
    const times = received.get(id) ?? 0;
    if (times > 1) faults.push("an event was handled twice");
    const routed = server.routedAt.get(id) ?? [];
    const inGap = routed.every((at) => gaps.some(({ from, to }) => from <= at && at <= to));
    if (times === 0 && !inGap) faults.push("an event is missing outside every declared gap");
  }
  // An event sent again because its acknowledgement was lost may come late; its first copy was in time.
  const once = order.filter(({ id }) => server.routedAt.get(id)?.length === 1).map(({ n }) => n);
  if (once.some((n, index) => index > 0 && n < (once[index - 1] as number))) {
    faults.push("events were handled out of order");
  }

  await Promise.all([hub.close(), clock.advance(30_000)]);
  if (server.sockets.size > 0) faults.push("a socket was left");
  if (clock.pending > 0) faults.push(`${clock.pending} timers were left`);
  if (server.listeners.online.size + server.listeners.visible.size > 0) faults.push("a listener was left");
  return { faults, connections, published: events.length };
}
