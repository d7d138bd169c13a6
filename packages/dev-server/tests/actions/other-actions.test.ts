import { describe, expect, it } from "vitest";
import { studioServer } from "./studio-server.js";

describe("get_widget_url", () => {
  it("passes on what the page is about and who asks", async () => {
    const { ask } = studioServer();

    const answer = await ask({
      action: "get_widget_url",
      name: "info",
      theme: "dark",
      entity_type: "Task",
      entity_key: ["t1"],
    });

    const request = { name: "info", theme: "dark", entityType: "Task", entityId: "t1", userId: "u1" };
    expect(answer.widget_url).toBe(`https://studio.test/widget?${JSON.stringify(request)}`);
  });

  it.each([[{ name: undefined }], [{ theme: "pink" }]])("refuses %j", async (fields) => {
    const { ask } = studioServer();

    const answer = ask({ action: "get_widget_url", name: "info", ...fields });

    await expect(answer).rejects.toThrow("ValidationError");
  });
});

describe("tempdata", () => {
  const park = { action: "create", type: "tempdata", data: "[1]" };

  it("keeps text and answers where", async () => {
    const { send, calls } = studioServer();

    const { body } = await send({
      ...park,
      expiry: { __type__: "datetime", value: "2026-11-21T10:00:00+00:00" },
    });

    const [answer] = body as { id: string; data: { id: string } }[];
    expect(answer?.id).toBe(answer?.data.id);
    expect(calls).toEqual([["put", answer?.id, "[1]", Date.UTC(2026, 10, 21, 10)]]);
  });

  it("keeps text without an expiry for good", async () => {
    const { send, calls } = studioServer();

    await send(park);

    expect(calls).toMatchObject([["put", expect.any(String), "[1]", null]]);
  });
});

describe("questions about permission", () => {
  it("are answered with yes", async () => {
    const { ask } = studioServer();

    const authorized = await ask({
      action: "_authorize_operation",
      data: {
        action: "create",
        data: { entity_type: "Task" },
        context: { entity_type: "Project", entity_key: "p1" },
      },
    });
    const nonsense = await ask({ action: "_authorize_operation", data: { data: { entity_type: "Tusk" } } });
    const permissions = await ask({ action: "permissions" });

    expect([authorized.result, nonsense.result]).toEqual([true, false]);
    expect(permissions).toMatchObject({ action: "permissions", data: { update: true } });
  });
});

describe("actions nobody depends on", () => {
  it("are answered", async () => {
    const { ask } = studioServer();

    const rollups = await ask({ action: "compute_rollups", anything: 1 });
    const usage = await ask({ action: "_track_usage", data: { type: "event", name: "x", metadata: {} } });

    expect([rollups.data, usage.success]).toEqual([[], true]);
  });

  it("may carry notes of the client", async () => {
    const { ask } = studioServer();

    const answer = await ask({
      action: "query",
      expression: "select id from Task limit 1",
      metadata: { source: "x" },
    });

    expect(answer.data).toHaveLength(1);
  });
});
