import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "./raw-client.js";

let client: RawClient;
beforeAll(async () => {
  client = await RawClient.start();
});
afterAll(() => client.close());

describe("9.1 seed data that clients expect to find", () => {
  it("has the five built-in locations, queryable by name and listed by Location", async () => {
    const ids = {
      "ftrack.origin": "ce9b348f-8809-11e3-821c-20c9d081909b",
      "ftrack.unmanaged": "cb268ecc-8809-11e3-a7e2-20c9d081909b",
      "ftrack.review": "cd41be70-8809-11e3-b98a-20c9d081909b",
      "ftrack.connect": "07b82a97-8cf9-11e3-9383-20c9d081909b",
      "ftrack.server": "3a372bde-05bc-11e4-8908-20c9d081909b",
    };

    const listed = await client.query("select name from Location");
    for (const [name, id] of Object.entries(ids)) {
      expect(await client.query(`select id from Location where name is "${name}"`)).toMatchObject([{ id }]);
      expect(listed.map((location) => location.name)).toContain(name);
    }
  });

  it("has a ProjectSchema with Schema rows, task types and statuses, and both workflows", async () => {
    const schemas = await client.query(
      "select name, _schemas.type_id, _schemas.statuses.task_status.name, _task_type_schema.types.name, _task_workflow.statuses.name, _version_workflow.statuses.name from ProjectSchema",
    );

    const complete = schemas.filter((schema) => schema._schemas.length > 0);
    expect(complete.length).toBeGreaterThan(0);
    expect(complete[0]?._task_type_schema.types.length).toBeGreaterThan(0);
    expect(complete[0]?._task_workflow.statuses.length).toBeGreaterThan(0);
    expect(complete[0]?._version_workflow.statuses.length).toBeGreaterThan(0);
    expect(complete[0]?._schemas.some((schema: { statuses: unknown[] }) => schema.statuses.length > 0)).toBe(
      true,
    );
  });

  const types =
    "Status State Priority Type ObjectType AssetType NoteLabel NoteCategory ListCategory SecurityRole CustomAttributeType Disk";
  for (const type of types.split(" ")) {
    it(`has at least one ${type}`, async () => {
      expect((await client.query(`select id from ${type}`)).length).toBeGreaterThan(0);
    });
  }

  it("lets everything else be created with ids chosen by the client", async () => {
    const id = randomUUID();
    const schema = await client.one("select id from ProjectSchema");

    await client.create("User", { id, username: `u_${id}` });
    const project = randomUUID();
    await client.create("Project", {
      id: project,
      name: project,
      full_name: project,
      project_schema_id: schema.id,
    });
    const type = await client.one('select id from CustomAttributeType where name is "text"');
    const configuration = randomUUID();
    await client.create("CustomAttributeConfiguration", {
      id: configuration,
      entity_type: "user",
      type_id: type.id,
      key: `k_${configuration}`,
      label: "chosen",
      default: "",
      config: '{"markdown":false}',
    });

    expect(await client.query(`select id from User where id is "${id}"`)).toHaveLength(1);
    expect(await client.query(`select id from Project where id is "${project}"`)).toHaveLength(1);
    expect(
      await client.query(`select id from CustomAttributeConfiguration where id is "${configuration}"`),
    ).toHaveLength(1);
  });
});
