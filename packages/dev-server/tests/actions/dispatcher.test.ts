import type { Logger } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { studioServer } from "./studio-server.js";

const update = (id: string, name: string) => ({
  action: "update",
  entity_type: "Task",
  entity_key: [id],
  entity_data: { __entity_type__: "Task", name },
});

describe("a batch", () => {
  it("is answered in the order of its operations", async () => {
    const { send } = studioServer();

    const { status, body } = await send([
      { action: "query", expression: "select id from Task where id is t1" },
      { action: "query_server_information", values: ["version"] },
      update("t2", "light"),
    ]);

    expect(status).toBe(200);
    expect(body).toMatchObject([
      { action: "query", data: [{ id: "t1" }], metadata: { next: { offset: null } } },
      { version: expect.any(String) },
      { action: "update", data: { __entity_type__: "Task", id: "t2", name: "light" } },
    ]);
  });

  it("may be empty", async () => {
    const { send } = studioServer();

    const { body } = await send([]);

    expect(body).toEqual([]);
  });

  it("may be a single operation, which is answered in a list", async () => {
    const { send } = studioServer();

    const { body } = await send({ action: "query", expression: "select id from Task where id is t1" });

    expect(body).toMatchObject([{ data: [{ id: "t1" }] }]);
  });

  it("reports what it changed", async () => {
    const { send } = studioServer();

    const { changes } = await send([update("t2", "light")]);

    expect(changes).toMatchObject([
      { action: "update", key: "t2", before: { name: "Lighting" }, after: { name: "light" } },
    ]);
  });

  it("leaves nothing behind when one operation fails", async () => {
    const { send, row, calls } = studioServer();

    const { body, changes } = await send([
      update("t2", "light"),
      { action: "delayed_job", job_type: "SYNC_USERS_LDAP" },
      { action: "query", expression: "select id from Tusk" },
    ]);

    expect(body).toMatchObject({ exception: "ParseError", error_code: null });
    expect(row("Context", "t2")?.name).toBe("Lighting");
    expect([changes, calls]).toEqual([[], []]);
  });

  it("sees its own changes", async () => {
    const { send } = studioServer();

    const { body } = await send([
      update("t2", "light"),
      { action: "query", expression: "select bid from Task where name is light" },
    ]);

    expect(body).toMatchObject([{}, { data: [{ id: "t2", bid: 200 }] }]);
  });

  it("writes an entity once for all of its operations", async () => {
    const { send } = studioServer();
    const query = { action: "query", expression: "select name from Task where id is t1" };

    const { body } = await send([query, query]);

    expect(body).toMatchObject([{ data: [{ name: "Animation" }] }, {}]);
    expect((body as { data: unknown[] }[])[1]?.data).toEqual([{ __entity_type__: "Task", id: "t1" }]);
  });

  it("writes every occurrence in full for strict and denormalised clients", async () => {
    const { send } = studioServer();
    const query = { action: "query", expression: "select name from Task where id is t1" };

    const { body } = await send([query, query], { onlyRequested: true, denormalize: true });

    const full = [{ __entity_type__: "Task", id: "t1", name: "Animation" }];
    expect((body as { data: unknown[] }[]).map(({ data }) => data)).toEqual([full, full]);
  });
});

describe("errors", () => {
  const unknown = { action: "make_coffee" };

  it("name unknown actions the way clients look for them", async () => {
    const { send } = studioServer();

    const { body } = await send([unknown]);

    expect(body).toMatchObject({ content: "Invalid action u'make_coffee'" });
  });

  it.each([
    ["a text", "nonsense", 422],
    ["nothing", null, 422],
    ["a list within the list", [[]], 422],
    ["an operation without an action", [{}], 400],
    ["an action of the wrong kind", [{ action: ["query"] }], 400],
    ["an inherited name", [{ action: "constructor" }], 400],
    ["an unknown action", [unknown], 400],
    ["a query without an expression", [{ action: "query" }], 422],
    ["a create without a type", [{ action: "create", entity_data: {} }], 422],
    ["a syntax error", [{ action: "query", expression: "select from" }], 400],
    ["an impossible value", [{ action: "query", expression: "Task where bid > many" }], 400],
  ])("answer %s with a status to strict clients only", async (_title, operations, expected) => {
    const { send } = studioServer();

    const strict = await send(operations, { strict: true });
    const lenient = await send(operations);

    expect([strict.status, lenient.status]).toEqual([expected, 200]);
    expect(lenient.body).toEqual(strict.body);
    expect(strict.body).toMatchObject({ exception: expect.any(String), content: expect.any(String) });
  });

  it("quote the expression that could not be parsed", async () => {
    const { send } = studioServer();

    const { body } = await send([{ action: "query", expression: "Task where asignee is x" }]);

    expect(body).toMatchObject({
      exception: "ParseError",
      content: expect.stringContaining("Failed to parse: Task where asignee is x"),
    });
  });

  it("keep what went wrong inside the server to its logger", async () => {
    const messages: unknown[] = [];
    const silent = () => undefined;
    const logger: Logger = {
      debug: silent,
      info: silent,
      warn: silent,
      error: (...given) => void messages.push(given),
    };
    const information = () => {
      throw new TypeError("secret");
    };
    const { send } = studioServer({ logger, information });

    const { body } = await send([{ action: "query_server_information" }]);

    expect(JSON.stringify(body)).not.toContain("secret");
    expect(messages).toHaveLength(1);
  });

  it.each([
    [
      "operations",
      { operations: 1 },
      [
        { action: "query", expression: "Task" },
        { action: "query", expression: "Task" },
      ],
    ],
    ["characters", { expressionLength: 20 }, [{ action: "query", expression: "Task where name is comp" }]],
    ["depth", { queryDepth: 3 }, [{ action: "query", expression: "Task where ((((id is t1))))" }]],
    ["work", { steps: 5 }, [{ action: "query", expression: "Task where name like '%a%'" }]],
  ])("bound the %s of a request", async (_title, limits, operations) => {
    const { send } = studioServer({ limits });

    const { body } = await send(operations);

    expect(body).toHaveProperty("exception");
  });
});
