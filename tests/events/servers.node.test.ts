import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Event } from "@ftrack-kit/core";
import { createDevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import { afterEach, describe, expect, it } from "vitest";
import { settle } from "./studio.js";

const credentials = { user: "jane", key: "test-key" };
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function openServer(port = 0) {
  const server = await createDevServer({ port, seed: "empty", credentials });
  cleanups.push(() => server.close());
  return server;
}

function hubOf(serverUrl: string) {
  const { user: apiUser, key: apiKey } = credentials;
  const session = new Session({ serverUrl, apiUser, apiKey, schemaCachePath: false });
  cleanups.push(() => session.close());
  return session.eventHub;
}

/** Stands in front of a server, below a path of its own. */
async function openProxy(target: string, prefix: string): Promise<{ url: string; paths: string[] }> {
  const paths: string[] = [];
  const forward = (incoming: IncomingMessage) => {
    const path = incoming.url ?? "";
    paths.push(path.split("?")[0] ?? "");
    const { method = "GET", headers } = incoming;
    const url = new URL(path.startsWith(prefix) ? path.slice(prefix.length) : "/nowhere", target);
    return incoming.pipe(request(url, { method, headers }));
  };
  const proxy: Server = createServer((incoming, outgoing) => {
    forward(incoming).on("response", (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
  });
  proxy.on("upgrade", (incoming, socket) => {
    forward(incoming).on("upgrade", ({ headers }, far) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
      socket.pipe(far).pipe(socket);
      for (const end of [socket, far]) end.on("error", () => undefined);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${prefix}`, paths };
}

describe("a hub", () => {
  it("outlives a restart of its server, and brings what was published meanwhile", async () => {
    const before = await openServer();
    const hub = hubOf(before.url);
    const seen: unknown[] = [];
    hub.subscribe("topic=test.restart", ({ data }) => void seen.push(data.n));
    hub.connect();
    await hub.ready;
    await hub.publish(new Event("test.restart", { n: 0 }));
    await settle(hub);

    await before.close();
    const published = [1, 2, 3].map((n) => hub.publish(new Event("test.restart", { n })));
    await openServer(Number(new URL(before.url).port));
    await Promise.all(published);
    await settle(hub);

    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it("reaches a server that lives below a path of a proxy", async () => {
    const server = await openServer();
    const { url, paths } = await openProxy(server.url, "/studio/ftrack");
    const hub = hubOf(url);
    hub.subscribe("topic=test.question", () => "answer");
    hub.connect();
    await hub.ready;

    const { data } = await hub.request(new Event("test.question"));

    expect(data).toBe("answer");
    expect(paths).toEqual([
      "/studio/ftrack/socket.io/1/",
      expect.stringMatching(/^\/studio\/ftrack\/socket\.io\/1\/websocket\/[\w-]+$/),
    ]);
  });

  it("shares nothing with the hub of another session: each has its own connection, server and end", async () => {
    const [here, there] = [await openServer(), await openServer()];
    const [first, second] = [hubOf(here.url), hubOf(there.url)];
    const seen: unknown[] = [];
    for (const hub of [first, second]) {
      hub.subscribe("topic=test.shared", ({ data }) => void seen.push([hub.id, data.n]));
      hub.connect();
      await hub.ready;
    }

    await first.publish(new Event("test.shared", { n: 1 }));
    await settle(first);
    await first.close();
    await second.publish(new Event("test.shared", { n: 2 }));
    await settle(second);

    expect(seen).toEqual([
      [first.id, 1],
      [second.id, 2],
    ]);
    await expect.poll(() => here.connections.length).toBe(0);
    expect(there.connections).toHaveLength(1);
  });
});
