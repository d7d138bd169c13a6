import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedServer, type EmbeddedServer } from "../../src/embedded.js";
import { runs } from "../query/runs.js";
import { asJane, call, jane } from "./support.js";

let server: EmbeddedServer;
beforeAll(async () => {
  server = await createEmbeddedServer({ seed: "empty", credentials: jane });
});
afterAll(() => server.close());

const operation = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      action: fc.oneof(
        fc.constantFrom(
          ...["query", "search", "create", "update", "delete", "query_schemas", "get_upload_metadata"],
          ...["complete_multipart_upload", "encode_media", "get_widget_url", "reset_remote", "delayed_job"],
        ),
        fc.string(),
      ),
      expression: fc.oneof(fc.constant("Task"), fc.string(), fc.jsonValue()),
      entity_type: fc.oneof(fc.constantFrom("Task", "Scope", "User", "FileComponent"), fc.jsonValue()),
      entity_key: fc.jsonValue(),
      entity_data: fc.jsonValue(),
      component_id: fc.jsonValue(),
      parts: fc.jsonValue(),
      name: fc.jsonValue(),
    },
    { requiredKeys: ["action"] },
  ),
);
const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc.array(operation, { maxLength: 4 }).map((operations) => JSON.stringify(operations)),
  fc
    .tuple(fc.array(operation, { maxLength: 2 }), fc.nat())
    .map(([operations, cut]) => JSON.stringify(operations).slice(0, cut)),
);
/** Headers carry visible ASCII. */
const text = fc.string({ unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)) });

describe("requests from outside", () => {
  it("are answered in JSON, whatever their body and headers hold", { timeout: 1_200_000 }, async () => {
    const headers = fc.record(
      { "ftrack-strict-api": text, "ftrack-api-options": text, "ftrack-pushtoken": text },
      { requiredKeys: [] },
    );

    await fc.assert(
      fc.asyncProperty(body, headers, async (sent, extra) => {
        const { status, body: answer } = await call(
          server,
          sent,
          extra as Record<string, string>,
          server.fetch,
        );

        expect(status).not.toBe(500);
        expect(Array.isArray(answer) || typeof answer.exception === "string").toBe(true);
      }),
      { numRuns: runs },
    );

    expect((await call(server, [], {}, server.fetch)).body).toEqual([]);
  });

  it("are answered at any path with any parameters", { timeout: 1_200_000 }, async () => {
    const known = fc.constantFrom(
      ...["/", "/status", "/widget", "/component/get", "/component/upload", "/component/thumbnail"],
      ...["/component/remove", "/socket.io/1/", "/img/thumbnail2.png", "/user/api_credentials"],
    );
    const path = fc.oneof(known, fc.webPath());
    const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
    const names = fc.constantFrom(
      "id",
      "size",
      "username",
      "apiKey",
      "signature",
      "expires",
      "redirect_url",
      "part",
    );

    await fc.assert(
      fc.asyncProperty(
        path,
        method,
        fc.dictionary(names, fc.string()),
        fc.boolean(),
        async (to, how, given, signedIn) => {
          const url = new URL(server.url + to);
          for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
          if (signedIn) {
            url.searchParams.set("username", jane.user);
            url.searchParams.set("apiKey", jane.key);
          }

          const { status } = await server.fetch(url, { method: how, headers: asJane });

          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).not.toBe(500);
        },
      ),
      { numRuns: runs },
    );
  });
});
