import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  creation,
  creationWithKey,
  deletion,
  RawClient,
  type Row,
  reference,
  updating,
} from "./raw-client.js";

let client: RawClient;
beforeAll(async () => {
  client = await RawClient.start();
});
afterAll(() => client.close());

const child = (type: string, parent: Row) =>
  client.create(type, { name: `n_${randomUUID()}`, parent_id: parent.id });
const count = async (expression: string) => (await client.query(expression)).length;

async function version(context: Row) {
  const type = await client.one("select id from AssetType");
  const asset = await client.create("Asset", {
    name: `a_${randomUUID()}`,
    type_id: type.id,
    context_id: context.id,
  });
  const made = await client.create("AssetVersion", { asset_id: asset.id });
  const component = await client.create("FileComponent", { name: "main", version_id: made.id });
  return { asset, made, component };
}

describe("9.4 delete", () => {
  it("cascades a project's deletion to everything below it", async () => {
    const project = await client.project();
    const task = await child("Task", project);
    const { asset, made } = await version(project);
    const author = await client.one('select id from User where username is "jane"');
    const note = randomUUID();
    await client.call(
      creation("Note", { id: note, content: "x", user_id: author.id }),
      updating("Task", task.id, { notes: [reference("Note", note)] }),
      creationWithKey("Metadata", [task.id, "k"], {
        parent_id: task.id,
        parent_type: "Task",
        key: "k",
        value: "v",
      }),
      creation("Appointment", { context_id: task.id, resource_id: author.id, type: "assignment" }),
    );

    await client.remove("Project", project.id);

    expect(await count(`select id from Task where id is "${task.id}"`)).toBe(0);
    expect(await count(`select id from Asset where id is "${asset.id}"`)).toBe(0);
    expect(await count(`select id from AssetVersion where id is "${made.id}"`)).toBe(0);
    expect(await count(`select id from Note where id is "${note}"`)).toBe(0);
    expect(await count(`select parent_id from Metadata where parent_id is "${task.id}"`)).toBe(0);
    expect(await count(`select id from Appointment where context_id is "${task.id}"`)).toBe(0);
  });

  it("accepts children deleted before their parent in one batch", async () => {
    const project = await client.project();
    const sequence = await child("Sequence", project);

    const answers = await client.call(deletion("Sequence", sequence.id), deletion("Project", project.id));

    expect(answers.map(({ data }) => data)).toEqual([true, true]);
  });

  it("removes a task's notes, appointments and timelogs", async () => {
    const project = await client.project();
    const task = await child("Task", project);
    const owner = await client.one('select id from User where username is "jane"');
    const log = await client.create("Timelog", { user_id: owner.id, context_id: task.id, duration: 60 });
    await client.create("Appointment", { context_id: task.id, resource_id: owner.id, type: "assignment" });

    await client.remove("Task", task.id);

    expect(await count(`select id from Timelog where id is "${log.id}"`)).toBe(0);
    expect(await count(`select id from Appointment where context_id is "${task.id}"`)).toBe(0);
  });

  it("deletes component, version and asset in one batch", async () => {
    const project = await client.project();
    const { asset, made, component } = await version(project);

    const answers = await client.call(
      deletion("FileComponent", component.id),
      deletion("AssetVersion", made.id),
      deletion("Asset", asset.id),
    );

    expect(answers).toHaveLength(3);
  });

  it("deletes a location once its component locations are gone", async () => {
    const location = await client.create("Location", { name: `l_${randomUUID()}` });
    const component = await client.create("FileComponent", { name: "main" });
    const at = await client.create("ComponentLocation", {
      component_id: component.id,
      location_id: location.id,
      resource_identifier: "x",
    });

    await client.remove("ComponentLocation", at.id);
    const removed = await client.remove("Location", location.id);

    expect(removed).toBe(true);
  });

  it("deletes users with timelogs, timers and assignments", async () => {
    const project = await client.project();
    const task = await child("Task", project);
    const owner = await client.create("User", { username: `u_${randomUUID()}` });
    await client.create("Timelog", { user_id: owner.id, duration: 1 });
    await client.create("Timer", { user_id: owner.id });
    await client.create("Appointment", { context_id: task.id, resource_id: owner.id, type: "assignment" });

    expect(await client.remove("User", owner.id)).toBe(true);
  });

  it("refuses to delete an unknown id", async () => {
    expect(await client.fail(deletion("Task", randomUUID()))).toHaveProperty("exception");
  });
});
