import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { eventFrame } from "./event-frames.js";
import { editsOf, storm } from "./storm.js";

// Answers requests from memory, in a process of its own, so that clients are measured and nothing else. What it was
// never asked before it asks the embedded server, once. Sockets get bursts of events on demand.

const [originUrl] = process.argv.slice(2);
if (originUrl === undefined) throw new Error("Usage: replay <address of the embedded server>");

interface Recorded {
  readonly status: number;
  readonly body: Buffer;
}
const recorded = new Map<string, Promise<Recorded>>();
/** The embedded server is asked one thing after the other: clients send a thousand at once. */
let asking: Promise<unknown> = Promise.resolve();
const counts = { requests: 0, received: 0 };
let bursts = 0;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function ask(path: string, request: IncomingMessage, body: string): Promise<Recorded> {
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const response = await fetch(`${originUrl}${path}`, {
    method: "POST",
    headers: headers as Record<string, string>,
    body,
  });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}

/** Edits tasks of the embedded server, one request after the other. */
async function rage(round: number, request: IncomingMessage): Promise<void> {
  for (let index = 0; index < storm.requests; index++) {
    const { status } = await ask("/api", request, JSON.stringify(editsOf(round, index)));
    if (status !== 200) throw new Error(`An edit was answered with status ${status}.`);
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, delay: number): Promise<void> {
  const path = request.url ?? "/";
  if (path.startsWith("/socket.io/")) {
    response.end("session:60:60:websocket");
    return;
  }
  if (path.startsWith("/storm/")) {
    await rage(Number(path.slice("/storm/".length)), request);
    response.end();
    return;
  }
  const body = await bodyOf(request);
  counts.requests++;
  counts.received += body.length;
  let known = recorded.get(body);
  if (!known) {
    known = asking.then(() => ask(path, request, body));
    asking = known.catch(() => undefined);
    recorded.set(body, known);
  }
  const { status, body: bytes } = await known;
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  response.end(bytes);
}

/** Speaks just enough of socket.io 0.9 (wire protocol 7.1) to make hubs feel at home. */
function serve(socket: WebSocket): void {
  socket.send("1::");
  socket.on("message", (data) => {
    const text = String(data);
    const [, id] = /^5:(\d+)\+/.exec(text) ?? [];
    if (id !== undefined) socket.send(`6:::${id}+[{}]`);
    const [, count] = /"bench\.go".*"count":\s*(\d+)/.exec(text) ?? [];
    if (count === undefined) return;
    const burst = bursts++;
    for (let index = 0; index < Number(count); index++) socket.send(eventFrame(burst, index));
  });
}

async function listen(delay: number): Promise<string> {
  const server = createServer((request, response) => {
    answer(request, response, delay).catch((error: unknown) => {
      response.writeHead(502);
      response.end(String(error));
    });
  });
  server.keepAliveTimeout = 120_000;
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

process.on("message", () => process.send?.({ counts: { ...counts } }));
process.on("disconnect", () => process.exit(0));
process.send?.({ url: await listen(0), delayedUrl: await listen(20) });
