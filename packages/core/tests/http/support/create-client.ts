import { silentLogger } from "@ftrack-kit/core";
import { ManualClock, settleTasks } from "@ftrack-kit/core/testing";
import { Authenticator } from "../../../src/auth/authenticator.js";
import type { Auth } from "../../../src/auth/credentials.js";
import { HttpClient, type HttpClientInit } from "../../../src/http/http-client.js";
import { defaultRetry } from "../../../src/http/retry.js";

/** One request as a scripted server saw it. */
export interface SeenRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly credentials: string | undefined;
  readonly signal: AbortSignal | undefined;
}

export type Script = (request: SeenRequest, index: number) => Response | Promise<Response>;

/** Browsers take several tasks to build a request and to read an answer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await settleTasks();
}

/** A client before a server that answers by a script. */
export function createClient(
  script: Script,
  {
    auth = { apiKey: "secret-key-7545" },
    ...overrides
  }: Partial<Omit<HttpClientInit, "auth">> & { auth?: Auth } = {},
) {
  const seen: SeenRequest[] = [];
  const clock = new ManualClock({ settle });
  const client = new HttpClient({
    serverUrl: "https://studio.example.com",
    apiUser: "jane",
    auth: new Authenticator({ auth, clock, timeout: 60_000 }),
    headers: {},
    cookies: {},
    strictApi: false,
    clientToken: undefined,
    timeout: 60_000,
    retry: defaultRetry,
    concurrency: 6,
    hooks: {},
    clock,
    logger: silentLogger,
    random: () => 1,
    fetch: async (input, init) => {
      const request: SeenRequest = {
        url: String(input),
        headers: new Headers(init?.headers),
        body: JSON.parse(String(init?.body)),
        credentials: init?.credentials,
        signal: init?.signal ?? undefined,
      };
      seen.push(request);
      return script(request, seen.length - 1);
    },
    ...overrides,
  });
  return { client, clock, seen };
}

export const json = (value: unknown, init?: ResponseInit) => new Response(JSON.stringify(value), init);
export const refusal = (exception: string, content: string, init?: ResponseInit) =>
  json({ exception, content, error_code: null }, init);
export const read = { kind: "read" } as const;
export const write = { kind: "write" } as const;
export const ping = [{ action: "query", expression: "Task" }] as const;
