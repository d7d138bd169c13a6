import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDevServer, type DevServer } from "../../src/index.js";
import { startServer } from "./node-support.js";
import { asJane, call, createScope, jane, namesOfScopes, query } from "./support.js";

describe("the API over HTTP", () => {
  let server: DevServer;
  beforeAll(async () => {
    server = await startServer({ limits: { body: 100_000 } });
  });
  afterAll(() => server.close());

  it("answers one result per operation", async () => {
    const { status, body } = await call(server, [query("User"), { action: "query_server_information" }]);

    expect(status).toBe(200);
    expect(body).toHaveLength(2);
    expect(body[0].data[0].__entity_type__).toBe("User");
    expect(body[1].schema_hash).toMatch(/^[0-9a-f]{32}$/);
  });

  it("answers an empty batch with an empty list, and a bare operation with a list of one", async () => {
    expect((await call(server, [])).body).toEqual([]);
    expect((await call(server, query("User"))).body).toHaveLength(1);
  });

  it("refuses unknown users and keys, with a status only when strict", async () => {
    const loose = await call(server, [query("User")], { "ftrack-api-key": "wrong" });
    const strict = await call(server, [query("User")], {
      "ftrack-user": "nobody",
      "ftrack-strict-api": "true",
    });

    expect([loose.status, strict.status]).toEqual([200, 401]);
    for (const { body } of [loose, strict]) {
      expect(body).toMatchObject({ exception: "InvalidCredentialsError", error_code: null });
    }
  });

  it("answers errors with 200, and with their own status when strict", async () => {
    const loose = await call(server, [{ action: "nope" }]);
    const strict = await call(server, [{ action: "nope" }], { "ftrack-strict-api": "true" });

    expect([loose.status, strict.status >= 400]).toEqual([200, true]);
    expect(strict.body.content).toContain("Invalid action u'nope'");
  });

  it.each(["", "{", "[1,", "<html>", "\u0000"])("says that %j is not JSON", async (text) => {
    const { status, body } = await call(server, text, { "ftrack-strict-api": "true" });

    expect(status).toBe(400);
    expect(body.exception).toBe("ValidationError");
  });

  it("refuses bodies above the limit, announced or not", async () => {
    const text = JSON.stringify([{ action: "query", expression: "x".repeat(200_000) }]);
    const announced = await call(server, text);
    const streamed = await fetch(`${server.url}/api`, {
      method: "POST",
      headers: asJane,
      body: new Blob([text]).stream(),
      duplex: "half",
    } as RequestInit);

    expect(announced.status).toBe(413);
    expect(streamed.status).toBe(413);
  });

  it("lets pages of any origin in, with credentials and every header", async () => {
    const origin = "https://studio.example";
    const preflight = await fetch(`${server.url}/api`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "ftrack-user, ftrack-api-key, x-anything",
      },
    });
    const answer = await fetch(`${server.url}/api`, {
      method: "POST",
      headers: { ...asJane, origin },
      body: "[]",
    });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe(
      "ftrack-user, ftrack-api-key, x-anything",
    );
    for (const { headers } of [preflight, answer]) {
      expect(headers.get("access-control-allow-origin")).toBe(origin);
      expect(headers.get("access-control-allow-credentials")).toBe("true");
      expect(headers.get("access-control-expose-headers")).toContain("ETag");
      expect(headers.get("vary")).toContain("Origin");
    }
  });

  it("answers what it does not have in JSON, never as a page", async () => {
    const missing = await fetch(`${server.url}/nowhere`);
    const wrongMethod = await fetch(`${server.url}/api`);

    expect([missing.status, wrongMethod.status]).toEqual([404, 405]);
    for (const response of [missing, wrongMethod]) {
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(await response.json()).toHaveProperty("exception");
    }
  });

  it("logs requests with counts and bytes, and no secret", async () => {
    server.requests.clear();

    await call(server, [query("User"), query("select id from Scope")]);
    await fetch(`${server.url}/component/get?id=x&username=jane&apiKey=${jane.key}`);

    const [first, second] = server.requests.records;
    expect(server.requests.length).toBe(2);
    expect(server.requests.operations).toBe(2);
    expect(first).toMatchObject({
      method: "POST",
      path: "/api",
      actions: ["query", "query"],
      summary: "query User, query Scope",
      user: "jane",
      status: 200,
    });
    expect(first?.requestBytes).toBeGreaterThan(50);
    expect(first?.responseBytes).toBeGreaterThan(50);
    expect(second).toMatchObject({ path: "/component/get", actions: ["download"], status: 404 });
    expect(JSON.stringify(server.requests.records)).not.toContain(jane.key);
  });

  it("survives requests that are no HTTP", async () => {
    const port = Number(new URL(server.url).port);
    for (const text of [
      "nonsense\r\n\r\n",
      "GET //[ HTTP/1.1\r\nhost: x\r\n\r\n",
      "POST /api HTTP/1.1\r\ncontent-length: 5\r\n\r\nab",
    ]) {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.on("error", () => undefined).resume();
      socket.end(text);
      await once(socket, "close");
    }

    expect((await call(server, [])).body).toEqual([]);
  });
});

describe("a development server", () => {
  it("binds loopback addresses only, unless it is told that others may come", async () => {
    await expect(createDevServer({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "options_invalid" });
    await expect(createDevServer({ host: "studio.example" })).rejects.toThrow("allowRemote");
    const open = await startServer({ host: "0.0.0.0", allowRemote: true });

    expect(open.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
    await open.close();
  });

  it("names options it does not know or cannot use", async () => {
    await expect(createDevServer({ prot: 1 } as object)).rejects.toMatchObject({
      code: "options_unknown",
      message: expect.stringContaining("prot"),
    });
    await expect(createDevServer({ port: 70_000 })).rejects.toThrow("port");
    await expect(createDevServer({ faults: [{ probability: 2 }] })).rejects.toThrow("faults.0.probability");
    await expect(createDevServer({ seed: "other" as "demo" })).rejects.toThrow("seed");
  });

  it("says that a port is taken", async () => {
    const server = await startServer();
    const port = Number(new URL(server.url).port);

    await expect(startServer({ port })).rejects.toThrow("EADDRINUSE");
    await server.close();
  });

  it("lets several users in, each with their own key", async () => {
    const john = { user: "john", key: "key of john" };
    await using server = await startServer({ credentials: [jane, john] });

    const own = await call(server, [], { "ftrack-user": "john", "ftrack-api-key": john.key });
    const foreign = await call(server, [], { "ftrack-user": "john", "ftrack-api-key": jane.key });

    expect(own.body).toEqual([]);
    expect(foreign.body.exception).toBe("InvalidCredentialsError");
  });

  it("exchanges a key when it is reset", async () => {
    await using server = await startServer();
    const { body } = await call(server, [query("select id from User where username is jane")]);
    const userId = body[0].data[0].id;

    const reset = { action: "reset_remote", reset_type: "api_key", entity_type: "User", entity_key: userId };
    const { body: answer } = await call(server, [reset]);
    const [before, after] = await Promise.all([
      call(server, []),
      call(server, [], { "ftrack-api-key": answer[0].data.api_key }),
    ]);

    expect(before.body.exception).toBe("InvalidCredentialsError");
    expect(after.body).toEqual([]);
  });

  it("goes back to its seed, and to any snapshot", async () => {
    await using server = await startServer();
    await call(server, [createScope("kept")]);
    const snapshot = await server.snapshot();
    await call(server, [createScope("more")]);

    const names = [await namesOfScopes(server)];
    await server.reset();
    names.push(await namesOfScopes(server));
    await server.restore(snapshot);
    names.push(await namesOfScopes(server));
    await call(server, [createScope("again")]);
    await server.restore(snapshot);
    names.push(await namesOfScopes(server));

    expect(names).toEqual([["kept", "more"], [], ["kept"], ["kept"]]);
  });

  it("writes the time of its clock", async () => {
    await using server = await startServer();

    server.clock.freeze(Date.UTC(2030, 0, 2, 3, 4, 5));
    const job = { __entity_type__: "Job", data: "{}", type: "api_job", status: "queued" };
    await call(server, [{ action: "create", entity_type: "Job", entity_data: job }]);
    const { body } = await call(server, [query("select created_at from Job")]);

    expect(body[0].data[0].created_at).toEqual({ __type__: "datetime", value: "2030-01-02T03:04:05" });
  });

  it("closes twice, cuts what is open and frees the port", async () => {
    const server = await startServer();
    const begun = new Promise<void>((resolve) => {
      server.faults.add({
        on: "query",
        get latency() {
          resolve();
          return 60_000;
        },
      });
    });
    const hanging = call(server, [query("User")]).then(
      () => "answered",
      () => "cut",
    );
    await begun;

    await Promise.all([server.close(), server.close()]);

    expect(await hanging).toBe("cut");
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it("lets the process end by itself after close", async () => {
    const script = `
      import { createDevServer } from "@ftrack-kit/dev-server";
      const server = await createDevServer({ seed: "empty" });
      await fetch(server.url + "/socket.io/1/?api_user=dev&api_key=dev-key");
      await server.close();
      console.log("closed");`;
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--conditions=@ftrack-kit/source", "--input-type=module", "-e", script],
      { cwd: new URL("../..", import.meta.url), stdio: ["ignore", "pipe", "inherit"] },
    );
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });

    const [code] = await once(child, "exit");

    expect({ code, output }).toEqual({ code: 0, output: "closed\n" });
  });
});
