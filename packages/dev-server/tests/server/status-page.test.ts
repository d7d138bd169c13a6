import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedServer, type EmbeddedServer } from "../../src/embedded.js";
import { call, createScope, jane, query } from "./support.js";

let server: EmbeddedServer;
beforeAll(async () => {
  server = await createEmbeddedServer({ seed: "empty", credentials: jane });
});
afterAll(() => server.close());

const textAt = async (path: string) => (await server.fetch(`${server.url}${path}`)).text();

/** What a person reads on the page. */
const readable = (html: string) =>
  html
    .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

async function connect(topic: string): Promise<WebSocket> {
  const shake = await textAt(`/socket.io/1/?api_user=${jane.user}&api_key=${encodeURIComponent(jane.key)}`);
  const socket = new server.WebSocket(
    `${server.url.replace("http", "ws")}/socket.io/1/websocket/${shake.split(":")[0]}`,
  );
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const event = {
    topic: "ftrack.meta.subscribe",
    data: { subscriber: { id: "page" }, subscription: `topic=${topic}` },
  };
  const acknowledged = new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      if (String(data).startsWith("6:::1+")) resolve();
    });
  });
  socket.send(`5:1+::${JSON.stringify({ name: "ftrack.event", args: [event] })}`);
  await acknowledged;
  return socket;
}

describe("the status page", () => {
  it("shows the workspace, operations, events and clients", async () => {
    const socket = await connect("studio.*");
    await call(server, [createScope("one"), query("Scope")], {}, server.fetch);
    await call(server, [{ action: "fly" }], {}, server.fetch);
    server.publish({ topic: "studio.wrapped", source: { user: { username: "mo" } } });

    const text = readable(await textAt("/"));

    expect(text).toContain(`${server.url} · seed empty`);
    expect(text).toContain("create Scope");
    expect(text).toMatch(/fly.*ServerError/);
    expect(text).toMatch(/studio\.wrapped mo to 1/);
    expect(text).toMatch(/jane since \d\d:\d\d:\d\d topic=studio\.\* 1 received/);
    expect(text).toMatch(/1 clients? connected/);
    socket.close();
  });

  it("shows what clients sent as text, never as a part of the page", async () => {
    const attack = '<img src=x onerror="alert(1)">';
    await call(server, [{ action: attack }, createScope("x")], {}, server.fetch);
    server.publish({ topic: attack });

    const html = await textAt("/");

    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x");
  });

  it("holds no key and loads nothing from elsewhere", async () => {
    const response = await server.fetch(`${server.url}/`);

    const html = await response.text();
    expect(html).not.toContain(jane.key);
    expect(html).not.toMatch(/(src|href)="(?!\/status\.js)/);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("renews itself from a part of the page, without a line in the log", async () => {
    const before = server.requests.length;

    const part = await textAt("/status");
    const script = await textAt("/status.js");

    expect((await textAt("/")).includes(part.slice(0, 40))).toBe(true);
    expect(script).toContain('fetch("/status")');
    expect(server.requests.length).toBe(before);
  });
});
