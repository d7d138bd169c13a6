import { Event } from "@ftrack-kit/core";
import { expect, it } from "vitest";
import { EventServer } from "./support/event-server.js";
import { seeded } from "./support/hostile-run.js";

interface NodeProcess {
  memoryUsage(): { readonly heapUsed: number };
  getBuiltinModule(name: "node:v8"): { setFlagsFromString(flags: string): void };
  getBuiltinModule(name: "node:vm"): { runInNewContext(code: string): () => void };
}

/** Core's tests know no Node types; this one needs its collector. */
const { process } = globalThis as unknown as { process: NodeProcess };

/** @returns Bytes of the heap that are really in use. */
function measureHeap(): number {
  process.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
  process.getBuiltinModule("node:vm").runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

it("holds no more memory after a day with 200 disconnections and 24 sleeps than after its first hour", async () => {
  const random = seeded(7);
  const server = new EventServer();
  const hub = server.hub({ random });
  let handled = 0;
  let connections = 0;
  hub.subscribe("topic=studio.*", () => {
    handled += 1;
    return "answer";
  });
  hub.on("connected", () => {
    connections += 1;
  });
  hub.connect();
  const heaps: number[] = [];
  const timers: number[] = [];

  for (let hour = 0; hour < 24; hour++) {
    for (let quarter = 0; quarter < 10; quarter++) {
      for (let n = 0; n < 100; n++) {
        for (const socket of server.sockets) {
          socket.event({
            topic: `studio.${hour}.${n}`,
            id: `${hour}-${quarter}-${n}`,
            data: { text: "x".repeat(200) },
          });
        }
      }
      hub.publish(new Event("studio.mine", { hour })).catch(() => undefined);
      const asked = hub.request(new Event("studio.ping"), { timeout: 1_000 }).catch(() => undefined);
      await server.clock.advance(60_000);
      await asked;
      if (quarter < 9) for (const socket of [...server.sockets]) socket.close(1006);
      await server.clock.advance(300_000);
    }
    server.clock.sleep(30 * 60_000);
    await server.clock.advance(60_000);
    server.published.length = 0;
    server.routedAt.clear();
    for (const socket of server.sockets) socket.frames.length = 0;
    server.handshakes.length = 0;
    heaps.push(measureHeap());
    timers.push(server.clock.pending);
  }

  const [first, last] = [heaps[1] as number, heaps.at(-1) as number];
  expect(connections).toBeGreaterThan(200);
  expect(handled).toBeGreaterThan(24_000);
  expect(last - first).toBeLessThan(4_000_000);
  expect(Math.max(...timers)).toBeLessThan(10);
  await Promise.all([hub.close(), server.clock.advance(60_000)]);
  expect(server.clock.pending).toBe(0);
}, 120_000);
