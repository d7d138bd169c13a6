import { describe, expect, it } from "vitest";
import { configurations } from "../query/small-studio.js";
import { studioServer } from "./studio-server.js";

const create = (entity_type: string, data: Readonly<Record<string, unknown>>) => ({
  action: "create",
  entity_type,
  entity_data: { __entity_type__: entity_type, ...data },
});

describe("create", () => {
  it("answers what was supplied and what the server filled in, and nothing else", async () => {
    const { ask } = studioServer();

    const { data } = await ask(create("User", { first_name: "Cy" }));

    expect(data).toMatchObject({
      __entity_type__: "User",
      id: expect.any(String),
      first_name: "Cy",
      username: expect.any(String),
      resource_type: "user",
    });
    expect(data).not.toHaveProperty("email");
  });

  it("echoes dates with the precision they were given", async () => {
    const { ask } = studioServer();
    const start = { __type__: "datetime", value: "2026-05-01T10:00:00.123456+00:00" };

    const { data } = await ask(create("Timelog", { user_id: "u1", duration: 1, start }));

    expect(data).toMatchObject({ start });
  });

  it("answers references as stubs", async () => {
    const { ask } = studioServer();

    const { data } = await ask(
      create("Task", { name: "New", parent: { __entity_type__: "Shot", id: "sh1" }, project_id: "p1" }),
    );

    expect(data).toMatchObject({ parent: { __entity_type__: "Shot", id: "sh1" } });
  });

  it("shows the places of a component made with it, which lead back by a stub", async () => {
    const { send } = studioServer();
    const location_id = "3a372bde-05bc-11e4-8908-20c9d081909b";

    const { body } = await send([
      create("FileComponent", { id: "c9", name: "main", file_type: ".mov" }),
      create("ComponentLocation", { id: "cl9", component_id: "c9", location_id, resource_identifier: "c9" }),
    ]);

    expect(body).toMatchObject([
      {
        data: {
          id: "c9",
          component_locations: [
            { __entity_type__: "ComponentLocation", id: "cl9", location_id, resource_identifier: "c9" },
          ],
        },
      },
      { data: { id: "cl9" } },
    ]);
    const [{ data }] = body as [{ data: { component_locations: { component: unknown }[] } }];
    expect(data.component_locations[0]?.component).toEqual({ __entity_type__: "FileComponent", id: "c9" });
  });

  it("can be found in the same request", async () => {
    const { send } = studioServer();

    const { body } = await send([
      create("Scope", { id: "sc9", name: "Oslo" }),
      { action: "query", expression: "select name from Scope where name is oslo" },
    ]);

    expect(body).toMatchObject([
      { action: "create", data: { id: "sc9", name: "Oslo" } },
      { data: [{ id: "sc9" }] },
    ]);
  });
});

describe("update", () => {
  it("takes a bare key or a list, and answers what changed", async () => {
    const { ask } = studioServer();
    const update = { action: "update", entity_type: "Task", entity_data: { bid: 5 } };

    const bare = await ask({ ...update, entity_key: "t1" });
    const list = await ask({ ...update, entity_key: ["t2"] });

    expect([bare, list]).toMatchObject([
      { action: "update", data: { __entity_type__: "Task", id: "t1", bid: 5 } },
      { action: "update", data: { __entity_type__: "Task", id: "t2", bid: 5 } },
    ]);
    expect(bare.data).not.toHaveProperty("name");
  });

  it("stores custom attributes, whether or not there was a value", async () => {
    const { ask } = studioServer();

    await ask({
      action: "update",
      entity_type: "ContextCustomAttributeValue",
      entity_key: [configurations.frameStart, "sh2"],
      entity_data: { value: 990 },
    });
    const { data } = await ask({
      action: "query",
      expression: "select id from Shot where custom_attributes any (key is fstart and value < 1000)",
    });

    expect(data).toMatchObject([{ id: "sh2" }]);
  });

  it("refuses a key that is not there", async () => {
    const { ask } = studioServer();

    const answer = ask({
      action: "update",
      entity_type: "Task",
      entity_key: "gone",
      entity_data: { bid: 1 },
    });

    await expect(answer).rejects.toThrow("Error");
  });
});

describe("delete", () => {
  it("answers true, and the entity is gone", async () => {
    const { ask } = studioServer();

    const { data } = await ask({ action: "delete", entity_type: "Task", entity_key: ["t6"] });
    const after = await ask({ action: "query", expression: "Task where id is t6" });

    expect([data, after.data]).toEqual([true, []]);
  });
});

describe("custom links", () => {
  it("can be filtered on from either side", async () => {
    const { ask } = studioServer();
    await ask(
      create("CustomAttributeLinkConfiguration", {
        id: "supervisor",
        key: "supervisor",
        label: "Supervisor",
        config: "{}",
        core: false,
        entity_type: "task",
        object_type_id: "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
        entity_type_to: "user",
      }),
    );
    await ask(create("CustomAttributeLink", { configuration_id: "supervisor", from_id: "t1", to_id: "u2" }));

    const from = await ask({
      action: "query",
      expression:
        'select id from Task where custom_attribute_links any (configuration.key is "supervisor" and user.username is "bo")',
    });
    const to = await ask({
      action: "query",
      expression:
        'select id from User where custom_attribute_links_from any (configuration.key is "supervisor" and context.bid > 1)',
    });

    expect([from.data, to.data]).toMatchObject([[{ id: "t1" }], [{ id: "u2" }]]);
  });
});
