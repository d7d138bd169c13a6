import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { openNodeWebSocket } from "../src/web-socket.js";

it("does not hold a process for long when the other end does not answer a closing", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => socket.pause());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const socket = await openNodeWebSocket(`ws://127.0.0.1:${port}`, { onMessage: () => undefined });
  const started = performance.now();

  socket.close();
  await socket.closed;

  expect(performance.now() - started).toBeLessThan(5_000);
  for (const client of server.clients) client.terminate();
  server.close();
}, 10_000);
