import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventServer } from "../../src/event-server/event-server.js";
import { createOpenWebSocket } from "../../src/event-server/page-sockets.js";
import { createWebSocketClass } from "../../src/event-server/page-web-socket.js";
import { createServer, jane } from "./support.js";

let server: EventServer;
beforeEach(() => {
  server = createServer();
});
afterEach(() => server.close());

const address = () =>
  `https://x.invalid:443/socket.io/1/websocket/${server.handshake(jane).split(":")[0]}?api_user=a`;
const turn = () => new Promise((resolve) => setTimeout(resolve));
const subscribe =
  '5:1+::{"name":"ftrack.event","args":[{"topic":"ftrack.meta.subscribe","data":{"subscriber":{"id":"a"},"subscription":"topic=*"}}]}';

describe("createOpenWebSocket", () => {
  it("carries frames both ways, after the socket was handed over", async () => {
    const frames: string[] = [];
    const socket = await createOpenWebSocket(server)(address(), { onMessage: (frame) => frames.push(frame) });

    socket.send(subscribe);
    await turn();

    expect(frames).toEqual(["1::", '6:::1+[{"success":true}]']);
  });

  it("tells the server and the client when either side closes", async () => {
    const open = createOpenWebSocket(server);
    const first = await open(address(), { onMessage: () => undefined });
    const second = await open(address(), { onMessage: () => undefined });

    first.close(1000, "bye");
    first.close();
    const ownClosure = await first.closed;
    server.closeSockets();

    expect(ownClosure).toEqual({ code: 1000, reason: "bye" });
    expect(await second.closed).toMatchObject({ code: 1000 });
    expect(server.connections).toEqual([]);
    expect(() => second.send("2::")).toThrow("closed");
  });

  it("closes when it is aborted, and does not open when it was before", async () => {
    const open = createOpenWebSocket(server);
    const controller = new AbortController();
    const socket = await open(address(), { onMessage: () => undefined, signal: controller.signal });

    controller.abort(new Error("enough"));
    await socket.closed;

    expect(server.connections).toEqual([]);
    await expect(open(address(), { onMessage: () => undefined, signal: controller.signal })).rejects.toThrow(
      "enough",
    );
  });

  it("ends a socket whose id is not known, after saying why", async () => {
    const frames: string[] = [];

    const socket = await createOpenWebSocket(server)("https://x.invalid/socket.io/1/websocket/unknown", {
      onMessage: (frame) => frames.push(frame),
    });
    await socket.closed;

    expect(frames).toEqual(["7:::1+0"]);
  });

  it("rejects addresses that are no event socket", async () => {
    const opening = createOpenWebSocket(server)("https://x.invalid/elsewhere", {
      onMessage: () => undefined,
    });

    await expect(opening).rejects.toMatchObject({ code: "network_unreachable" });
  });
});

describe("createWebSocketClass", () => {
  it("opens, receives, sends and closes as a real socket does", async () => {
    const PageSocket = createWebSocketClass(createOpenWebSocket(server));
    const heard: string[] = [];
    const socket = new PageSocket(address());
    const states = [socket.readyState];
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    states.push(socket.readyState);
    socket.onmessage = ({ data }) => heard.push(String(data));
    const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener("close", resolve));

    socket.send(subscribe);
    await turn();
    socket.close();
    const { code, wasClean } = await closed;

    expect(states).toEqual([PageSocket.CONNECTING, PageSocket.OPEN]);
    expect(heard).toContain('6:::1+[{"success":true}]');
    expect({ code, wasClean, state: socket.readyState }).toEqual({
      code: 1000,
      wasClean: true,
      state: PageSocket.CLOSED,
    });
  });

  it("fails with an error and a close, in that order, when it cannot open", async () => {
    const PageSocket = createWebSocketClass(createOpenWebSocket(server));
    const heard: string[] = [];
    const socket = new PageSocket("https://x.invalid/elsewhere");
    socket.onerror = () => heard.push("error");
    socket.onclose = ({ code }) => heard.push(`close ${code}`);

    await turn();

    expect(heard).toEqual(["error", "close 1006"]);
  });

  it("refuses to send before it is open", () => {
    const PageSocket = createWebSocketClass(createOpenWebSocket(server));
    const socket = new PageSocket(address());

    expect(() => socket.send("2::")).toThrow("not open yet");
  });
});
