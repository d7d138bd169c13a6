import { Worker } from "node:worker_threads";
import { Event } from "@ftrack-kit/core";
import { Session } from "@ftrack-kit/node";
import { afterAll, bench, describe } from "vitest";
import { WebSocket } from "ws";

/** More ids than a hub remembers, so that no run drops them as duplicates. */
const count = 30_000;
const subscribers = 1_000;

/** In a thread of its own, so that only the receiving side is measured. Sends all frames when it is sent "go". */
const serverCode = `
  const { createServer } = require("node:http");
  const { WebSocketServer } = require("ws");
  const { parentPort, workerData } = require("node:worker_threads");
  const http = createServer((request, response) => response.end("session:60:60:websocket"));
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on("connection", (socket) => {
    socket.send("1::");
    socket.on("message", (data) => {
      const text = data.toString();
      const [, id] = /^5:(\\d+)\\+/.exec(text) ?? [];
      if (id) socket.send("6:::" + id + "+[{}]");
      if (text.includes("bench.go")) for (const frame of workerData) socket.send(frame);
    });
  });
  http.listen(0, "127.0.0.1", () => parentPort.postMessage(http.address().port));
`;

const frames = Array.from({ length: count }, (_, n) => {
  const event = new Event("studio.topic-7", { n, entities: [{ entityId: `${n}`, keys: ["statusid"] }] });
  return `5:::${JSON.stringify({ name: "ftrack.event", args: [event] })}`;
});

describe(`${count} events from the socket to the callback`, async () => {
  const worker = new Worker(serverCode, { eval: true, workerData: frames });
  const port = await new Promise<number>((resolve) => worker.once("message", resolve));
  let left = 0;
  let finish: () => void = () => undefined;
  const received = () => {
    left -= 1;
    if (left === 0) finish();
  };
  const burst = async (go: () => unknown) => {
    left = count;
    const all = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await go();
    await all;
  };

  const plain = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  plain.on("message", (data) => {
    const text = data.toString();
    if (text.startsWith("5:::") && JSON.parse(text.slice(4)).args[0].topic === "studio.topic-7") received();
  });
  await new Promise((resolve) => plain.once("open", resolve));

  const options = { serverUrl: `http://127.0.0.1:${port}`, apiUser: "jane", apiKey: "key" };
  const session = new Session({ ...options, schemaCachePath: false });
  for (let index = 0; index < subscribers; index++) {
    session.eventHub.subscribe(`topic=studio.topic-${index}`, received);
  }
  session.eventHub.connect();
  await session.eventHub.ready;

  afterAll(async () => {
    plain.terminate();
    await session.close();
    await worker.terminate();
  });

  bench("floor: a plain WebSocket and JSON.parse", () => burst(() => plain.send("bench.go")));
  bench(`hub with ${subscribers} subscribers of which one matches`, () =>
    burst(() => session.eventHub.publish(new Event("bench.go"))),
  );
});
