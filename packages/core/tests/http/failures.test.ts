import { FtrackError, isOutcomeUnknown, type NetworkError, type ServerError } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { createClient, json, ping, read, refusal, type Script, write } from "./support/create-client.js";

const noRetry = { ...read, retry: false } as const;

async function failureOf(script: Script): Promise<FtrackError> {
  const { client } = createClient(script);
  try {
    await client.send(ping, noRetry);
  } catch (error) {
    if (FtrackError.is(error)) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

describe("HttpClient: refusals of the server", () => {
  it.each([
    ["InvalidCredentialsError", "server_authentication", "AuthenticationError"],
    ["FTAuthenticationError", "server_permission", "PermissionDeniedError"],
    ["PermissionError", "server_permission", "PermissionDeniedError"],
    ["ValidationError", "server_validation", "ValidationError"],
    ["DuplicateEntryError", "server_duplicate", "DuplicateEntryError"],
    ["IntegrityError", "server_integrity", "ServerError"],
    ["ParseError", "server_parse", "ServerError"],
    ["SomethingElse", "server_error", "ServerError"],
  ])("turns %s into %s, whatever the HTTP status", async (exception, code, name) => {
    const relaxed = (await failureOf(() => refusal(exception, "No."))) as ServerError;
    const strict = (await failureOf(() => refusal(exception, "No.", { status: 400 }))) as ServerError;

    expect(relaxed).toMatchObject({
      code,
      name,
      message: "No.",
      exception,
      errorCode: null,
      retryable: false,
    });
    expect(strict).toMatchObject({ code, name, message: "No.", exception });
  });

  it.each([
    [500, false],
    [503, true],
    [429, true],
    [403, false],
  ])(
    "tells whether trying again can help after status %i, with and without a refusal in it",
    async (status, retryable) => {
      const refused = await failureOf(() => refusal("ServerError", "Busy.", { status }));
      const bare = await failureOf(() => json({ error: "busy" }, { status }));

      expect(refused).toMatchObject({ name: "ServerError", retryable });
      expect(bare).toMatchObject({ name: "NetworkError", retryable: status === 500 || retryable });
    },
  );

  it("recognises an action the server does not know by its old notation", async () => {
    const error = await failureOf(() => refusal("ServerError", "Invalid action u'encode_media'"));

    expect(error).toMatchObject({ code: "server_unknown_action", name: "ServerCompatibilityError" });
  });

  it("recognises a duplicate wrapped in another exception", async () => {
    const error = await failureOf(() => refusal("ServerError", "DuplicateEntryError: Timer exists"));

    expect(error.code).toBe("server_duplicate");
  });

  it("keeps braces and percent signs of the server's text as they are", async () => {
    const error = await failureOf(() => refusal("ServerError", "{missing} %s {}"));

    expect(error.message).toBe("{missing} %s {}");
  });

  it("tells which request it was", async () => {
    const error = await failureOf(() => refusal("ServerError", "No."));

    expect(error.details).toMatchObject({ actions: ["query"], attempts: 1, requestId: expect.any(String) });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: "server_error", message: "No." });
  });
});

describe("HttpClient: answers that are none", () => {
  it("says that a proxy answered when an HTML 502 comes back, and quotes its words", async () => {
    const page = "<html><style>b{}</style><h1>502 Bad Gateway</h1><hr>nginx</html>";

    const error = (await failureOf(() => new Response(page, { status: 502 }))) as NetworkError;

    expect(error).toMatchObject({ code: "network_http_status", retryable: true });
    expect(error.details).toMatchObject({ status: 502, excerpt: "502 Bad Gateway nginx" });
  });

  it("says so when a page comes back with status 200", async () => {
    const error = (await failureOf(() => new Response("<html>Sign in</html>"))) as NetworkError;

    expect(error).toMatchObject({ code: "network_malformed_response", retryable: false });
    expect(error.message).toContain("web page");
  });

  it("says so when half a JSON comes back", async () => {
    const error = (await failureOf(() => new Response('[{"action": "query", "da'))) as NetworkError;

    expect(error).toMatchObject({ code: "network_malformed_response", retryable: true });
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  it.each([
    ["an object", {}],
    ["too few answers", []],
    ["too many", [1, 2]],
    ["nothing", null],
  ])("does not take %s for an answer", async (_, value) => {
    const error = await failureOf(() => json(value));

    expect(error.code).toBe("network_malformed_response");
  });

  it("never lets the key out, whatever echoes it", async () => {
    const echo = "request was: ftrack-api-key: secret-key-7545";
    const failures = await Promise.all([
      failureOf(() => new Response(`<pre>${echo}</pre>`, { status: 500 })),
      failureOf(() => new Response(`${echo} {`)),
      failureOf(() => refusal("ServerError", echo)),
      failureOf(() => {
        throw new TypeError(`fetch failed for ${echo}`, { cause: new Error(echo) });
      }),
    ]);

    for (const error of failures) {
      const inner = error.cause instanceof Error ? [error.cause.message, String(error.cause.cause)] : [];
      expect([JSON.stringify(error), String(error), error.stack, ...inner].join()).not.toContain(
        "secret-key",
      );
    }
  });

  it("wraps what fetch rejects with, and keeps it as the cause", async () => {
    const cause = new TypeError("fetch failed");

    const error = (await failureOf(() => Promise.reject(cause))) as NetworkError;

    expect(error).toMatchObject({ code: "network_unreachable", retryable: true, cause });
    expect(error.message).toContain("studio.example.com");
  });

  it("tells a connection that broke in the middle of the answer from one that was never made", async () => {
    const broken = () =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            controller.enqueue(new TextEncoder().encode('[{"act'));
            controller.error(new TypeError("terminated"));
          },
        }),
      );

    const error = await failureOf(broken);

    expect(error).toMatchObject({ code: "network_unreachable", details: { status: 200 } });
    expect(isOutcomeUnknown(error)).toBe(true);
  });
});

describe("HttpClient: time and cancelling", () => {
  it("gives up when the server does not answer in time, and stops the request", async () => {
    const { client, clock, seen } = createClient(
      ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
    );

    const sending = client.send(ping, { ...noRetry, timeout: 500 }).catch((error: unknown) => error);
    await clock.advance(500);

    expect(await sending).toMatchObject({ code: "timeout_request", details: { timeout: 500 } });
    expect(seen[0]?.signal?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("gives up when the answer starts and never ends", async () => {
    const { client, clock } = createClient(({ signal }) => {
      const body = new ReadableStream({
        start: (controller) => signal?.addEventListener("abort", () => controller.error(signal.reason)),
      });
      return new Response(body);
    });

    const sending = client.send(ping, { ...noRetry, timeout: 500 }).catch((error: unknown) => error);
    await clock.advance(500);

    expect(await sending).toMatchObject({ code: "timeout_request" });
  });

  it("gives up also on a fetch that does not know signals, and on such a body", async () => {
    const deaf = createClient(() => new Promise<Response>(() => undefined));
    const endless = createClient(() => new Response(new ReadableStream()));

    for (const { client, clock } of [deaf, endless]) {
      const controller = new AbortController();
      const timed = client.send(ping, { ...noRetry, timeout: 500 }).catch((error: unknown) => error);
      const cancelled = client.send(ping, { ...noRetry, signal: controller.signal }).catch(String);
      await clock.advance(500);
      controller.abort("navigated away");

      expect(await timed).toMatchObject({ code: "timeout_request" });
      expect(await cancelled).toBe("navigated away");
    }
  });

  it("rejects with the caller's own reason, before, during and between tries", async () => {
    const reason = { why: "navigated away" };
    const busy = createClient(() => new Response("", { status: 503 }));
    const hanging = createClient(
      ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("x")))),
    );
    const [during, between] = [new AbortController(), new AbortController()];

    const sendings = [
      busy.client.send(ping, { ...read, signal: AbortSignal.abort(reason) }),
      hanging.client.send(ping, { ...read, signal: during.signal }),
      busy.client.send(ping, { ...read, signal: between.signal }),
    ].map((sending) => sending.catch((error: unknown) => error));
    await busy.clock.settle();
    during.abort(reason);
    between.abort(reason);

    for (const outcome of await Promise.all(sendings)) expect(outcome).toBe(reason);
    expect(busy.clock.pending).toBe(0);
  });
});

describe("HttpClient: repeating", () => {
  const answered = () => json([1]);
  const outcomeAfter = async (script: Script, options: typeof read | typeof write, time = 60_000) => {
    const { client, clock, seen } = createClient(script);
    const outcome = client.send(ping, options).catch((error: unknown) => error);
    await clock.advance(time);
    return { outcome: await outcome, tries: seen.length, clock };
  };

  it.each([408, 429, 500, 502, 503, 504])("repeats a read after status %i", async (status) => {
    const { outcome, tries } = await outcomeAfter(
      (_, index) => (index < 2 ? new Response("", { status }) : answered()),
      read,
    );

    expect(outcome).toEqual([1]);
    expect(tries).toBe(3);
  });

  it("repeats a read after the network failed, and gives up after three repeats", async () => {
    const { outcome, tries } = await outcomeAfter(() => Promise.reject(new TypeError("fetch failed")), read);

    expect(outcome).toMatchObject({ code: "network_unreachable", details: { attempts: 4 } });
    expect(tries).toBe(4);
  });

  it.each([400, 401, 403, 404, 413])("does not repeat a read after status %i", async (status) => {
    const { tries } = await outcomeAfter(() => new Response("", { status }), read);

    expect(tries).toBe(1);
  });

  it("does not repeat what the server refused", async () => {
    const { tries } = await outcomeAfter(() => refusal("ServerError", "No.", { status: 500 }), read);

    expect(tries).toBe(1);
  });

  it("never sends a write twice when the server may have acted", async () => {
    const scripts: Script[] = [
      () => Promise.reject(new TypeError("fetch failed")),
      () => new Response("", { status: 503 }),
      () => new Response("", { status: 408 }),
      () => new Response("[{"),
    ];

    for (const script of scripts) {
      const { outcome, tries } = await outcomeAfter(script, write);
      expect(tries).toBe(1);
      expect(isOutcomeUnknown(outcome)).toBe(true);
    }
  });

  it("sends a write again when the server turned it away unread, or was never reached", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

    const limited = await outcomeAfter(
      (_, index) => (index < 1 ? new Response("", { status: 429 }) : answered()),
      write,
    );
    const unreachable = await outcomeAfter(
      (_, index) =>
        index < 1 ? Promise.reject(new TypeError("fetch failed", { cause: refused })) : answered(),
      write,
    );

    expect([limited.outcome, unreachable.outcome]).toEqual([[1], [1]]);
    expect([limited.tries, unreachable.tries]).toEqual([2, 2]);
  });

  it("waits as long as Retry-After says", async () => {
    const limited: Script = (_, index) =>
      index < 1 ? new Response("", { status: 429, headers: { "retry-after": "7" } }) : answered();

    const early = await outcomeAfter(limited, read, 7_000);
    const { client, clock, seen } = createClient(limited);
    const sending = client.send(ping, read);
    await clock.advance(6_999);

    expect(early.outcome).toEqual([1]);
    expect(seen).toHaveLength(1);
    await clock.advance(1);
    await sending;
  });

  it("does not wait when the server asks for more than is bearable", async () => {
    const { outcome, tries } = await outcomeAfter(
      () => new Response("", { status: 429, headers: { "retry-after": "86400" } }),
      read,
    );

    expect(outcome).toMatchObject({ code: "network_http_status" });
    expect(tries).toBe(1);
  });

  it("waits longer each time, anywhere below the limit", async () => {
    const waits: number[] = [];
    const { client, clock } = createClient(() => new Response("", { status: 503 }), {
      retry: { limit: 6, base: 100, max: 1_000, maxRetryAfter: 0 },
      random: () => 0.5,
      hooks: { onRetry: ({ delay }) => waits.push(delay) },
    });

    const sending = client.send(ping, read).catch((error: unknown) => error);
    await clock.advance(60_000);
    await sending;

    expect(waits).toEqual([50, 100, 200, 400, 500, 500]);
  });
});
