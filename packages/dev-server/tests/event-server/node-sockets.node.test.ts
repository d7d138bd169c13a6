import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { DevServer } from "../../src/index.js";
import { startServer } from "../server/node-support.js";
import { asJane, call, createScope } from "../server/support.js";

let server: DevServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

async function handshake(query = ""): Promise<string> {
  const response = await fetch(`${server.url}/socket.io/1/${query}`, { headers: query === "" ? asJane : {} });
  return (await response.text()).split(":")[0] ?? "";
}

async function open(id?: string) {
  const url = `${server.url.replace("http", "ws")}/socket.io/1/websocket/${id ?? (await handshake())}?api_user=x`;
  const socket = new WebSocket(url);
  const frames: string[] = [];
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  socket.on("message", (data) => frames.push(data.toString()));
  socket.on("error", () => undefined);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const publish = (event: object) => {
    socket.send(`5:1+::${JSON.stringify({ name: "ftrack.event", args: [event] })}`);
  };
  const subscribe = async (expression: string) => {
    const data = { subscriber: { id: expression }, subscription: expression };
    publish({ topic: "ftrack.meta.subscribe", data });
    await expect.poll(() => frames.at(-1)).toBe('6:::1+[{"success":true}]');
  };
  return { socket, frames, closed, publish, subscribe };
}

describe("event sockets", () => {
  it("are handed out to known users, by header or by query", async () => {
    const byQuery = await handshake(`?api_user=jane&api_key=${encodeURIComponent(asJane["ftrack-api-key"])}`);
    const refused = await fetch(`${server.url}/socket.io/1/?api_user=jane&api_key=wrong`);

    expect(byQuery).toMatch(/^[0-9a-f]{32}$/);
    expect(refused.status).toBe(401);
  });

  it("greet, relay and show up among the connections", async () => {
    const one = await open();
    const two = await open();
    await one.subscribe("topic=greeting");

    two.publish({ topic: "greeting", data: "hello" });

    await expect.poll(() => one.frames.at(-1)).toContain('"data":"hello"');
    expect(one.frames[0]).toBe("1::");
    expect(server.connections).toHaveLength(2);
    expect(server.connections[0]).toMatchObject({
      username: "jane",
      subscriptions: [{ id: "topic=greeting", expression: "topic=greeting" }],
      delivered: 1,
    });
  });

  it("say that an id was used, then close", async () => {
    const id = await handshake();
    await open(id);

    const second = await open(id);

    expect(await second.closed).toBe(1000);
    expect(second.frames).toEqual(["7:::1+0"]);
  });

  it("exist nowhere else", async () => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/elsewhere`);

    const problem = await new Promise((resolve) => socket.once("error", resolve));

    expect(String(problem)).toContain("404");
  });

  it("close when a client disconnects, and late frames are no harm", async () => {
    const client = await open();

    client.socket.send("0::");
    client.publish({ topic: "late" });

    expect(await client.closed).toBe(1000);
    expect(server.connections).toEqual([]);
  });

  it("survive binary frames, garbage and a socket that breaks", async () => {
    const client = await open();
    const other = await open();
    await other.subscribe("topic=still");

    client.socket.send(Buffer.from([1, 2, 3]));
    client.socket.send("garbage");
    client.socket.send("5:::{");
    client.socket.terminate();
    await expect.poll(() => server.connections.length).toBe(1);
    server.publish({ topic: "still" });

    await expect.poll(() => other.frames.at(-1)).toContain('"topic":"still"');
  });

  it("carry what the server itself publishes", async () => {
    const client = await open();
    await client.subscribe("topic=from.server");

    const receivers = server.publish({ topic: "from.server", data: { n: 1 } });

    expect(receivers).toBe(1);
    await expect.poll(() => client.frames.at(-1)).toContain('"n":1');
    expect(() => server.publish({ topic: "" })).toThrow("topic");
  });

  it("are cut by a fault rule, together with the request it strikes", async () => {
    const client = await open();
    server.faults.add({ on: "create", closeSockets: true, times: 1 });

    await call(server, [createScope("x")]);

    expect(await client.closed).toBe(1000);
  });

  it("tell once per request what it committed", async () => {
    const client = await open();
    await client.subscribe("topic=ftrack.update");

    await call(server, [createScope("one"), createScope("two")], { "ftrack-clienttoken": "mine" });
    await call(server, [createScope("three"), { action: "nope" }]);

    await expect.poll(() => client.frames.at(-1)).toContain("ftrack.update");
    const events = client.frames.filter((frame) => frame.startsWith("5:::"));
    const [event] = JSON.parse(events[0]?.slice(4) ?? "").args;
    expect(events).toHaveLength(1);
    expect(event.data.clientToken).toBe("mine");
    expect(event.data.entities).toHaveLength(2);
    expect(event.source.user).toMatchObject({ username: "jane" });
  });
});
