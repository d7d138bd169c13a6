import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DevServer } from "../../src/index.js";
import { startServer } from "../server/node-support.js";
import { asJane, call, createScope, namesOfScopes, query } from "../server/support.js";

let server: DevServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

describe("faults over HTTP", () => {
  it("cut the connection after the change was applied", async () => {
    server.faults.add({ on: "create", drop: "after", times: 1 });

    await expect(call(server, [createScope("applied")])).rejects.toThrow("fetch failed");

    expect(await namesOfScopes(server)).toEqual(["applied"]);
    expect(server.requests.records[0]).toMatchObject({ summary: "create Scope", status: 0 });
  });

  it("cut the connection before anything happened", async () => {
    server.faults.add({ on: "create", drop: "before", times: 1 });

    await expect(call(server, [createScope("lost")])).rejects.toThrow("fetch failed");

    expect(await namesOfScopes(server)).toEqual([]);
  });

  it("break an answer off in the middle, the change applied", async () => {
    server.faults.add({ on: "create", truncate: true, times: 1 });

    const response = await fetch(`${server.url}/api`, {
      method: "POST",
      headers: asJane,
      body: JSON.stringify([createScope("applied")]),
    });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(await namesOfScopes(server)).toEqual(["applied"]);
  });

  it("answer busy, then well again", async () => {
    server.faults.add({ on: "query", status: 429, retryAfter: 1, times: 1 });

    const first = await fetch(`${server.url}/api`, {
      method: "POST",
      headers: asJane,
      body: JSON.stringify([query("User")]),
    });
    const second = await call(server, [query("User")]);

    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(second.status).toBe(200);
  });

  it("answer a page as a proxy would", async () => {
    server.faults.add({ html: true });

    const response = await fetch(`${server.url}/api`, { method: "POST", headers: asJane, body: "[]" });

    expect(response.status).toBe(502);
    expect(response.headers.get("content-type")).toContain("text/html");
  });

  it("take their time", async () => {
    server.faults.add({ on: "query", latency: 120, jitter: 30 });
    const started = performance.now();

    await call(server, [query("User")]);

    expect(performance.now() - started).toBeGreaterThanOrEqual(119);
  });

  it("strike file endpoints and the handshake by their names", async () => {
    server.faults.add({ on: "upload", status: 503 });
    server.faults.add({ on: "handshake", status: 500 });
    const { body } = await call(server, [{ action: "get_upload_metadata", component_id: "c" }]);

    const put = await fetch(body[0].url, { method: "PUT", body: "bytes" });
    const handshake = await fetch(`${server.url}/socket.io/1/`, { headers: asJane });

    expect([put.status, handshake.status]).toEqual([503, 500]);
  });

  it("repeat for a seed", async () => {
    const play = async () => {
      await using other = await startServer({
        faultSeed: 5,
        faults: [{ on: "query", status: 500, probability: 0.5 }],
      });
      const statuses: number[] = [];
      for (let count = 0; count < 12; count++) statuses.push((await call(other, [query("User")])).status);
      return statuses;
    };

    const [first, second] = [await play(), await play()];

    expect(second).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });
});
