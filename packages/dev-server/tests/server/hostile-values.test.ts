import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedServer, type EmbeddedServer } from "../../src/embedded.js";
import { type Answer, call, jane } from "./support.js";

const failures: unknown[] = [];
const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message: string, facts?: object) => {
    failures.push({ message, ...facts });
  },
};

/** Texts cannot be made of some of these, and keys of others lead out of plain objects. */
const hostile: readonly unknown[] = [
  { toString: 1 },
  { toString: { toString: null }, valueOf: 2 },
  [{ toString: 1 }],
  { __entity_type__: { toString: 1 }, id: { toString: 1 } },
  { __type__: "datetime", value: { toString: 1 } },
  JSON.parse('{"__proto__": {"id": 1}, "constructor": 1}'),
];

let server: EmbeddedServer;
let schemas: readonly { id: string; properties: Record<string, unknown>; primary_key: readonly string[] }[];
beforeAll(async () => {
  server = await createEmbeddedServer({ seed: "empty", credentials: jane, logger });
  const { body } = await send([{ action: "query_schemas" }]);
  schemas = body[0];
});
afterAll(() => server.close());

const send = (operations: readonly object[]) => call(server, operations, {}, server.fetch);

/** Names of the errors that answer every operation, each sent alone. */
async function exceptionsOf(operations: readonly object[]): Promise<Set<string>> {
  const names = new Set<string>();
  for (const operation of operations) {
    const { body }: { body: Answer } = await send([operation]);
    if (!Array.isArray(body)) names.add(body.exception);
  }
  return names;
}

describe("values no client should send", () => {
  it("are refused in words for every attribute of every type", { timeout: 300_000 }, async () => {
    for (const { id: type, properties } of schemas) {
      const operations = Object.keys(properties).map((name, index) => ({
        action: "create",
        entity_type: type,
        entity_data: { __entity_type__: type, [name]: hostile[index % hostile.length] },
      }));

      await exceptionsOf(operations);

      expect(failures, type).toEqual([]);
    }
  });

  it("are refused as keys", async () => {
    const operations = hostile.flatMap((value) => [
      { action: "delete", entity_type: "Scope", entity_key: [value] },
      { action: "update", entity_type: "Metadata", entity_key: [value, "a"], entity_data: { value: "x" } },
      { action: "create", entity_type: "Scope", entity_key: [value], entity_data: { name: "x" } },
      { action: "delete", entity_type: value, entity_key: ["a"] },
    ]);

    const names = await exceptionsOf(operations);

    expect(failures).toEqual([]);
    expect(names.size).toBeGreaterThan(0);
  });

  it("are refused as custom attribute values of every kind", async () => {
    const { body: found }: { body: Answer } = await send([
      { action: "query", expression: "select id from CustomAttributeType" },
      { action: "query", expression: "select id from User limit 1" },
    ]);
    const [{ data: kinds }, { data: users }] = found;
    for (const [index, { id: type_id }] of kinds.entries()) {
      const configuration = {
        id: `kind${index}`,
        key: `kind${index}`,
        label: "x",
        entity_type: "user",
        type_id,
      };
      await send([
        { action: "create", entity_type: "CustomAttributeConfiguration", entity_data: configuration },
      ]);
      const operations = hostile.map((value) => ({
        action: "update",
        entity_type: "UserCustomAttributeValue",
        entity_key: [configuration.id, users[0].id],
        entity_data: { value },
      }));

      expect([...(await exceptionsOf(operations))]).toEqual(["ValidationError"]);
    }
    expect(failures).toEqual([]);
  });

  it("are refused in every field of every other action", async () => {
    const fields = [
      "component_id",
      "version_id",
      "parts",
      "upload_id",
      "file_name",
      "checksum",
      "reset_type",
    ];
    const more = ["entity_type", "entity_key", "user_id", "role_id", "project_id", "name", "theme", "terms"];
    const actions = ["get_upload_metadata", "complete_multipart_upload", "encode_media", "get_widget_url"];
    const others = ["reset_remote", "delayed_job", "send_user_invite", "add_user_security_role", "search"];
    const rest = ["generate_signed_url", "permissions", "configure_totp", "query", "_authorize_operation"];
    const operations = [...actions, ...others, ...rest].flatMap((action) =>
      [...fields, ...more, "expression", "data", "job_type", "secret", "code"].flatMap((field) =>
        hostile
          .slice(0, 3)
          .map((value) => ({ action, component_id: "c", expression: "Task", [field]: value })),
      ),
    );

    await exceptionsOf(operations);

    expect(failures).toEqual([]);
  });
});
