import { inspect } from "node:util";
import { Event, FtrackError, OptionsError } from "@ftrack-kit/core";
import { describeHttp, describeWebSocket } from "@ftrack-kit/core/testing";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createNodePlatform } from "../src/platform.js";
import { resolveProxies } from "../src/proxy.js";
import { type ForwardProxy, openForwardProxy } from "./support/forward-proxy.js";
import { collectWarnings, createSession, openServer, openSession } from "./support/open-server.js";

const proxies: ForwardProxy[] = [];
const changed = new Map<string, string | undefined>();

async function openProxy(credentials?: string): Promise<ForwardProxy> {
  const proxy = await openForwardProxy(credentials);
  proxies.push(proxy);
  return proxy;
}

function setVariables(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) {
    changed.set(name, process.env[name]);
    process.env[name] = value;
  }
}

afterEach(async () => {
  for (const [name, value] of changed) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  changed.clear();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

describe("a transport through a proxy", () => {
  let proxy: ForwardProxy;
  beforeAll(async () => {
    proxy = await openForwardProxy();
  });
  afterAll(() => proxy.close());
  const platform = () => createNodePlatform({ proxy: `http://127.0.0.1:${proxy.port}` });

  describeHttp("node behind a proxy", () => ({ ...inject("server"), fetch: platform().fetch }));

  describeWebSocket("node behind a proxy", () => ({
    openWebSocket: platform().openWebSocket,
    address: async () => {
      const { url, user, key } = inject("server");
      const shake = await fetch(`${url}/socket.io/1/?api_user=${user}&api_key=${key}`);
      const [id] = (await shake.text()).split(":");
      return `${url.replace("http", "ws")}/socket.io/1/websocket/${id}`;
    },
  }));
});

describe("a session behind a proxy", () => {
  it("sends requests as they are and sockets through a tunnel", async () => {
    const proxy = await openProxy();
    setVariables({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    const server = await openServer();
    const { host } = new URL(server.url);

    const session = await openSession(server);
    session.eventHub.connect();
    await session.eventHub.ready;

    expect(new Set(proxy.asked)).toEqual(
      new Set([`POST ${server.url}/api`, `GET ${server.url}/socket.io/1/`, `CONNECT ${host}`]),
    );
  });

  it("takes credentials out of the proxy's address", async () => {
    const proxy = await openProxy("jané:p@ss/word");
    const server = await openServer();
    const address = `http://${encodeURIComponent("jané")}:${encodeURIComponent("p@ss/word")}@127.0.0.1:${proxy.port}`;

    const session = await openSession(server, { proxy: address });
    session.eventHub.connect();
    await session.eventHub.ready;
    const answers = session.eventHub.events("topic=test.proxied");
    await session.eventHub.publish(new Event("test.proxied", { across: true }));

    expect(await answers.next()).toMatchObject({ value: { data: { across: true } } });
    expect(proxy.asked).toContain(`CONNECT ${new URL(server.url).host}`);
  });

  it("uploads and reads back through it", async () => {
    const proxy = await openProxy();
    const server = await openServer();
    const session = await openSession(server, { proxy: `127.0.0.1:${proxy.port}` });
    const bytes = new Uint8Array(200_000).map((_, index) => index % 251);

    const component = await session.createComponent(
      new Blob([bytes]),
      { name: "preview.bin" },
      { location: "server" },
    );

    expect(proxy.asked.some((line) => line.startsWith("PUT "))).toBe(true);
    const url = await session.locations.server.getUrl(component);
    expect(new Uint8Array(await (await fetch(url as string)).arrayBuffer())).toEqual(bytes);
  });

  it.each([
    ["named by NO_PROXY", { NO_PROXY: "studio.example.com, 127.0.0.1" }, undefined],
    ["told not to use any", {}, false],
  ] as const)("leaves it aside where it is %s", async (_, variables, option) => {
    const proxy = await openProxy();
    setVariables({ http_proxy: `http://127.0.0.1:${proxy.port}`, ...variables });
    const server = await openServer();

    const session = await openSession(server, { proxy: option });
    session.eventHub.connect();
    await session.eventHub.ready;

    expect(proxy.asked).toEqual([]);
  });

  it("says that the proxy refused, and never with what password", async () => {
    const proxy = await openProxy("jane:right-password");
    const server = await openServer();
    const { logger, warnings } = collectWarnings();
    const address = `http://jane:wrong-password@127.0.0.1:${proxy.port}`;
    const session = createSession(server, { proxy: address, logger, retry: false });

    const error = await session.open().catch((reason: unknown) => reason);
    session.eventHub.connect();
    const refused = await session.eventHub.whenReady({ timeout: 500 }).catch((reason: unknown) => reason);

    expect(FtrackError.is(error)).toBe(true);
    expect(inspect(error, { depth: 9 })).toContain("407");
    const everything = inspect([error, refused, warnings, session.eventHub.status], { depth: 9 });
    for (const secret of ["wrong-password", Buffer.from("jane:wrong-password").toString("base64")]) {
      expect(everything).not.toContain(secret);
    }
  });

  it("says which proxy cannot be reached", async () => {
    const proxy = await openForwardProxy();
    await proxy.close();
    const server = await openServer();
    const session = createSession(server, { proxy: `http://127.0.0.1:${proxy.port}`, retry: false });

    await expect(session.open()).rejects.toMatchObject({
      code: "network_unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("the address of a proxy", () => {
  it("comes from the variable of the scheme, in either spelling", () => {
    const variables = { HTTP_PROXY: "http://a:1", https_proxy: "b:2", HTTPS_PROXY: "http://c:3" };

    expect(resolveProxies(undefined, variables)).toEqual({ http: "http://a:1/", https: "http://b:2/" });
  });

  it("is none where no variable says so", () => {
    expect(resolveProxies(undefined, { HTTP_PROXY: "" })).toBeUndefined();
  });

  it.each([
    "socks5://jane:hidden-word@proxy",
    "http://jane:hidden-word@pro xy",
    "http://jane:hidden-word%zz@proxy",
    "",
    7 as never,
  ])("is refused without being shown: %s", (address) => {
    const create = () => createNodePlatform({ proxy: address });

    expect(create).toThrow(OptionsError);
    try {
      create();
    } catch (error) {
      expect(inspect(error, { depth: 9 })).not.toContain("hidden-word");
    }
  });
});
