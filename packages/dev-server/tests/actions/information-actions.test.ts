import { describe, expect, it } from "vitest";
import { studioServer } from "./studio-server.js";

const ask = { action: "query_server_information" };

describe("server information", () => {
  it("says who asks, what the server can do and which schemas it has", async () => {
    const server = studioServer();

    const information = await server.ask(ask);

    expect(information).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      schema_hash: server.studio.workspace.schemaHash,
      is_timezone_support_enabled: true,
      storage_scenario: { scenario: "ftrack.automatic", data: {} },
      user_information: { id: "u1", username: "ada", first_name: "Ada", is_global_access_key: true },
    });
    expect(information).not.toHaveProperty("action");
  });

  it("holds the wanted values only", async () => {
    const { ask: send } = studioServer();

    const information = await send({ ...ask, values: ["version", "nonsense", "constructor"] });

    expect(Object.keys(information)).toEqual(["version"]);
  });

  it("gives values of its owner's instead of the usual ones", async () => {
    const { ask: send } = studioServer({
      information: () => ({ version: "3.5.0", company_information: { name: "A" } }),
    });

    const information = await send(ask);

    expect(information).toMatchObject({ version: "3.5.0", company_information: { name: "A" } });
  });

  it.each([
    [
      "the scenario that a setting holds",
      '{"scenario":"ftrack.centralized-storage","data":{"root":1}}',
      "ftrack.centralized-storage",
    ],
    ["the automatic scenario where the setting is broken", "{", "ftrack.automatic"],
  ])("names %s", async (_title, value, expected) => {
    const { ask: send, studio } = studioServer();
    studio.add("Setting", { name: "storage_scenario", group: "STORAGE", value });

    const information = await send(ask);

    expect(information.storage_scenario).toMatchObject({ scenario: expected });
  });

  it("changes its hash with the object types", async () => {
    const { ask: send, studio } = studioServer();
    const before = await send(ask);
    studio.add("ObjectType", { id: "ot", name: "Scene", icon: "default", is_statusable: true });

    const after = await send(ask);
    const schemas = await send({ action: "query_schemas" });

    expect(after.schema_hash).not.toBe(before.schema_hash);
    expect((schemas as unknown as { id: string }[]).map(({ id }) => id)).toContain("Scene");
  });
});
