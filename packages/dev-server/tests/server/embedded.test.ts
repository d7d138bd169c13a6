import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmbeddedServer, type EmbeddedServer } from "../../src/embedded.js";
import { asJane, call, createScope, jane, namesOfScopes, query } from "./support.js";

let server: EmbeddedServer;
beforeEach(async () => {
  server = await createEmbeddedServer({ seed: "empty", credentials: jane });
});
afterEach(() => server.close());

const openSocket = async () => {
  const response = await server.fetch(`${server.url}/socket.io/1/`, { headers: asJane });
  const id = (await response.text()).split(":")[0];
  const frames: string[] = [];
  const url = `${server.url.replace("http", "ws")}/socket.io/1/websocket/${id}`;
  const socket = await server.openWebSocket(url, { onMessage: (frame) => frames.push(frame) });
  return { socket, frames };
};

describe("the embedded server", () => {
  it("answers the API without a network", async () => {
    const { status, body } = await call(server, [createScope("here"), query("Scope")], {}, server.fetch);

    expect(status).toBe(200);
    expect(body[1].data).toHaveLength(1);
  });

  it("takes requests in every form fetch does", async () => {
    const init = { method: "POST", headers: asJane, body: "[]" };
    const forms = [
      server.fetch(`${server.url}/api`, init),
      server.fetch(new URL(`${server.url}/api`), init),
      server.fetch(new Request(`${server.url}/api`, init)),
    ];

    for (const response of await Promise.all(forms)) expect(await response.json()).toEqual([]);
  });

  it("relays events between sockets of the page", async () => {
    const { socket, frames } = await openSocket();
    const data = { subscriber: { id: "a" }, subscription: "topic=x" };
    const subscribe = { name: "ftrack.event", args: [{ topic: "ftrack.meta.subscribe", data }] };

    socket.send(`5:1+::${JSON.stringify(subscribe)}`);
    await expect.poll(() => frames.length).toBe(2);
    server.publish({ topic: "x" });

    await expect.poll(() => frames.at(-1)).toContain('"topic":"x"');
  });

  it("takes uploads and gives them back", async () => {
    const { body } = await call(
      server,
      [{ action: "get_upload_metadata", component_id: "c", file_size: 5 }],
      {},
      server.fetch,
    );

    const put = await server.fetch(body[0].url, { method: "PUT", body: "bytes" });
    const got = await server.fetch(
      `${server.url}/component/get?id=c&username=jane&apiKey=${encodeURIComponent(jane.key)}`,
      { headers: { range: "bytes=1-3" } },
    );

    expect([put.status, got.status]).toEqual([200, 206]);
    expect(await got.text()).toBe("yte");
  });

  it("fails as a network does where a fault cuts the connection", async () => {
    server.faults.add({ on: "create", drop: "after", times: 1 });

    await expect(call(server, [createScope("applied")], {}, server.fetch)).rejects.toThrow(TypeError);

    expect(await namesOfScopes(server, server.fetch)).toEqual(["applied"]);
  });

  it("stops waiting when a request is aborted, with the caller's own reason", async () => {
    server.faults.add({ latency: 60_000 });
    const controller = new AbortController();
    const reason = new Error("changed my mind");

    const waiting = server.fetch(`${server.url}/api`, { method: "POST", signal: controller.signal });
    controller.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    await expect(server.fetch(server.url, { signal: controller.signal })).rejects.toBe(reason);
  });

  it("knows its own address only", async () => {
    await expect(server.fetch("https://elsewhere.invalid/api")).rejects.toThrow(TypeError);
  });

  it("cuts its sockets when it closes", async () => {
    const { socket } = await openSocket();

    await server.close();

    expect(await socket.closed).toMatchObject({ code: 1000 });
  });
});
