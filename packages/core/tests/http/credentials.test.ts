import { describe, expect, it } from "vitest";
import type { Auth } from "../../src/auth/credentials.js";
import { createClient, json, ping, read, refusal, type SeenRequest, write } from "./support/create-client.js";

/** A function that counts up: key-1, key-2, … */
function counting(): Auth {
  let count = 0;
  return () => ({ apiKey: `secret-key-${++count}` });
}

const keyOf = ({ headers }: SeenRequest) => headers.get("ftrack-api-key");
const expired = (status: number) => refusal("InvalidCredentialsError", "The key has expired.", { status });

describe("requests whose credentials are refused", () => {
  for (const [how, answer] of [
    ["by status 200", () => expired(200)],
    ["by status 401", () => expired(401)],
    ["by a proxy's page", () => new Response("<h1>Log in</h1>", { status: 401 })],
  ] as const) {
    it(`are sent once more with fresh ones, also writes, when refused ${how}`, async () => {
      const { client, seen } = createClient((_, index) => (index === 0 ? answer() : json([{ data: [] }])), {
        auth: counting(),
      });

      const results = await client.send(ping, write);

      expect(results).toEqual([{ data: [] }]);
      expect(seen.map(keyOf)).toEqual(["secret-key-1", "secret-key-2"]);
    });
  }

  it("fail when the fresh ones are refused too", async () => {
    const { client, seen } = createClient(() => expired(401), { auth: counting() });

    const sending = client.send(ping, read);

    await expect(sending).rejects.toMatchObject({ code: "server_authentication" });
    expect(seen.map(keyOf)).toEqual(["secret-key-1", "secret-key-2"]);
  });

  it("fail at once when there are no others", async () => {
    const { client, seen } = createClient(() => expired(401));

    await expect(client.send(ping, read)).rejects.toMatchObject({ code: "server_authentication" });
    expect(seen).toHaveLength(1);
  });

  it("share one fresh key, however many they are", async () => {
    const { client, seen } = createClient(
      (request) => (keyOf(request) === "secret-key-1" ? expired(200) : json([{ data: [] }])),
      { auth: counting() },
    );

    await Promise.all([client.send(ping, read), client.send(ping, write), client.send(ping, read)]);

    expect(new Set(seen.map(keyOf))).toEqual(new Set(["secret-key-1", "secret-key-2"]));
    expect(seen).toHaveLength(6);
  });

  it("keep their repeats for failures of another kind", async () => {
    const busy = () => new Response("busy", { status: 503 });
    const answers = [expired(401), busy(), busy(), busy(), json([{ data: [] }])];
    const { client, clock, seen } = createClient((_, index) => answers[index] as Response, {
      auth: counting(),
    });

    const sending = client.send(ping, read);
    await clock.advance(60_000);

    expect(await sending).toEqual([{ data: [] }]);
    expect(seen).toHaveLength(5);
  });
});

describe("credentials of a broker", () => {
  it("travel as headers, without a key, and never replace what is ours", async () => {
    const { client, seen } = createClient(() => json([{ data: [] }]), {
      auth: { headers: { authorization: "Bearer abcdef", "Content-Type": "text/plain" } },
    });

    await client.send(ping, read);

    expect(seen[0]?.headers.get("authorization")).toBe("Bearer abcdef");
    expect(seen[0]?.headers.get("content-type")).toBe("application/json");
    expect(seen[0]?.headers.has("ftrack-api-key")).toBe(false);
  });

  it("never show in what a proxy echoes, also when they are out of use", async () => {
    const { client } = createClient(
      ({ headers }, index) =>
        index === 0
          ? expired(401)
          : new Response(`no: secret-key-1 and ${headers.get("ftrack-api-key")}`, { status: 400 }),
      { auth: counting() },
    );

    const error: unknown = await client.send(ping, read).catch((problem: unknown) => problem);

    expect(JSON.stringify(error)).toContain("no: [redacted] and [redacted]");
  });
});
