import { describe, expect, it } from "vitest";
import { createClient, json, ping, read } from "./support/create-client.js";

const answered = () => json([{ ok: true }]);

describe("HttpClient: what it sends", () => {
  it("posts the batch as JSON to /api, below the server's path", async () => {
    const { client, seen } = createClient(answered, { serverUrl: "https://proxy.example.com/studio" });

    const results = await client.send(ping, read);

    expect(results).toEqual([{ ok: true }]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      url: "https://proxy.example.com/studio/api",
      body: ping,
      credentials: "include",
    });
  });

  it("says who it is and in which mode, and sends no client token by itself", async () => {
    const { client, seen } = createClient(answered);

    await client.send(ping, read);

    const headers = Object.fromEntries(seen[0]?.headers ?? []);
    expect(headers).toEqual({
      accept: "application/json",
      "content-type": "application/json",
      "ftrack-api-key": "secret-key-7545",
      "ftrack-strict-api": "false",
      "ftrack-user": "jane",
    });
  });

  it("sends the tokens it was given", async () => {
    const { client, seen } = createClient(answered, { clientToken: "my-client" });

    await client.send(ping, { ...read, pushToken: "my-push" });

    expect(seen[0]?.headers.get("ftrack-clienttoken")).toBe("my-client");
    expect(seen[0]?.headers.get("ftrack-pushtoken")).toBe("my-push");
  });

  it("adds the application's headers, which never replace credentials or the mode", async () => {
    const { client, seen } = createClient(answered, {
      headers: { "x-trace": "1", "FTRACK-API-KEY": "other", "ftrack-strict-api": "maybe" },
      strictApi: true,
    });

    await client.send(ping, read);

    const headers = seen[0]?.headers;
    expect(headers?.get("x-trace")).toBe("1");
    expect(headers?.get("ftrack-api-key")).toBe("secret-key-7545");
    expect(headers?.get("ftrack-strict-api")).toBe("true");
  });

  it("sends no more requests at once than allowed, in the order they were asked for", async () => {
    let running = 0;
    let most = 0;
    const { client, seen } = createClient(
      async () => {
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return answered();
      },
      { concurrency: 2 },
    );

    await Promise.all([0, 1, 2, 3, 4].map((page) => client.send([{ action: "query", page }], read)));

    expect(most).toBe(2);
    expect(seen.map(({ body }) => (body as { page: number }[])[0]?.page)).toEqual([0, 1, 2, 3, 4]);
  });

  it("tells observers of every try, without a secret", async () => {
    const told: [string, unknown][] = [];
    const { client, clock } = createClient(
      (_, index) => (index === 0 ? new Response("busy secret-key-7545", { status: 503 }) : answered()),
      {
        hooks: {
          onRequest: (info) => told.push(["request", info]),
          onResponse: (info) => told.push(["response", info]),
          onRetry: (info) => told.push(["retry", info]),
        },
      },
    );

    const sending = client.send(ping, read);
    await clock.advance(1_000);
    await sending;

    expect(told.map(([name]) => name)).toEqual(["request", "response", "retry", "request", "response"]);
    expect(told[1]?.[1]).toMatchObject({ attempt: 0, status: 503, actions: ["query"] });
    expect(told[2]?.[1]).toMatchObject({ attempt: 1, delay: 300 });
    expect(JSON.stringify(told)).not.toContain("secret-key");
  });

  it("goes on when an observer throws", async () => {
    const { client } = createClient(answered, {
      hooks: {
        onRequest: () => {
          throw new Error("tracing is down");
        },
      },
    });

    await expect(client.send(ping, read)).resolves.toHaveLength(1);
  });
});
