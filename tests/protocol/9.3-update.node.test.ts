import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creation, RawClient, RawSocket, type Row, reference, updating } from "./raw-client.js";

let client: RawClient;
let project: Row;
beforeAll(async () => {
  client = await RawClient.start();
  project = await client.project();
});
afterAll(() => client.close());

const child = (type: string, parent: Row, data: Row = {}) =>
  client.create(type, { name: `n_${randomUUID()}`, parent_id: parent.id, ...data });

describe("9.3 update and collections", () => {
  it("replaces collections as complete lists, with entities of the same batch", async () => {
    const on = await child("Task", project);
    const first = randomUUID();
    const second = randomUUID();

    await client.call(
      creation("Scope", { id: first, name: `s_${first}` }),
      updating("Task", on.id, { scopes: [reference("Scope", first)] }),
    );
    await client.call(
      creation("Scope", { id: second, name: `s_${second}` }),
      updating("Task", on.id, { scopes: [reference("Scope", second)] }),
    );

    const row = await client.one(`select scopes from Task where id is "${on.id}"`);
    expect(row.scopes).toEqual([{ __entity_type__: "Scope", id: second }]);
  });

  it("sets the parent of appended children, and moves with the whole subtree", async () => {
    const other = await client.project();
    const shot = await child("Shot", project);
    const task = await child("Task", shot);
    const socket = await RawSocket.open(client.server);
    await socket.subscribe("moves", "topic=ftrack.update");

    await client.update("Project", other.id, { children: [reference("Shot", shot.id)] });

    const row = await client.one(`select parent_id, project_id from Task where id is "${task.id}"`);
    const moved = await client.one(`select parent_id, project_id from Shot where id is "${shot.id}"`);
    const event = await socket.event((candidate) =>
      candidate.data.entities?.some((entity: Row) => entity.entityId === shot.id),
    );
    await socket.close();
    expect(moved).toMatchObject({ parent_id: other.id, project_id: other.id });
    expect(row).toMatchObject({ parent_id: shot.id, project_id: other.id });
    expect(event.data.entities.find((entity: Row) => entity.entityId === shot.id)).toMatchObject({
      action: "move",
      changes: { parent_id: { old: project.id, new: other.id } },
    });
  });

  it("shows a change to everybody at once", async () => {
    const on = await child("Task", project);

    await client.update("Task", on.id, { description: "seen" });

    expect(await client.one(`select description from Task where id is "${on.id}"`)).toMatchObject({
      description: "seen",
    });
  });

  it("refuses or ignores changes of immutable attributes", async () => {
    const on = await child("Task", project);

    await client.post([updating("Task", on.id, { object_type_id: "bad911de-3bd6-47b9-8b46-3476e237cb36" })]);

    const row = await client.one(`select object_type_id from Task where id is "${on.id}"`);
    expect(row.object_type_id).toBe("11c137c0-ee7e-4f9c-91c5-8c77cec22b2c");
  });

  it("upserts custom attribute values, in the batch of the create too, and validates them by type", async () => {
    const id = randomUUID();
    const fstart = "acd86546-4082-11e2-95b1-0019bb4983d8";
    const value = (text: unknown) => ({
      action: "update",
      entity_type: "ContextCustomAttributeValue",
      entity_key: [fstart, id],
      entity_data: {
        __entity_type__: "ContextCustomAttributeValue",
        configuration_id: fstart,
        entity_id: id,
        value: text,
      },
    });

    await client.call(creation("Shot", { id, name: "with", parent_id: project.id }), value(1001));
    const refused = await client.fail(value("test"));

    const row = await client.one(`select custom_attributes from Shot where id is "${id}"`);
    expect(row.custom_attributes.find((entry: Row) => entry.key === "fstart")).toMatchObject({ value: 1001 });
    expect(refused.exception).toBe("ValidationError");
    expect(refused.content).toContain('Custom attribute value for "fstart" must be of type number.');
  });
});
