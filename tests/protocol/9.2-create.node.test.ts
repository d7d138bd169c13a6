import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creation, creationWithKey, RawClient, type Row, reference, updating } from "./raw-client.js";

let client: RawClient;
let project: Row;
beforeAll(async () => {
  client = await RawClient.start();
  project = await client.project();
});
afterAll(() => client.close());

const asset = async (data: Row = {}) => {
  const type = await client.one("select id from AssetType");
  return client.create("Asset", {
    name: `a_${randomUUID()}`,
    type_id: type.id,
    context_id: project.id,
    ...data,
  });
};
const task = (data: Row = {}) =>
  client.create("Task", { name: `t_${randomUUID()}`, parent_id: project.id, ...data });

describe("9.2 create and defaults", () => {
  it("honours client ids, and generates them otherwise", async () => {
    const id = randomUUID();

    const chosen = await client.create("Scope", { id, name: "chosen" });
    const [made] = await client.call({
      action: "create",
      entity_type: "Scope",
      entity_data: { __entity_type__: "Scope", name: "made" },
    });

    expect(chosen.id).toBe(id);
    expect(made.data.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("accepts User{} and User{first_name}, filling what the server knows", async () => {
    const empty = await client.create("User");
    const named = await client.create("User", { first_name: "Ada" });

    expect(empty).toMatchObject({
      username: expect.any(String),
      is_active: false,
      is_otp_enabled: false,
      is_totp_enabled: false,
      require_details_update: false,
      user_type_id: "ac9fa5aa-4361-11e0-b7cc-0019bb4983d8",
      resource_type: "user",
    });
    expect(named.first_name).toBe("Ada");
  });

  it("answers with supplied and defaulted attributes only", async () => {
    const created = await client.create("User", { first_name: "Bo" });

    expect(created).not.toHaveProperty("email");
  });

  it("derives a typed context's project and defaults", async () => {
    const shot = await client.create("Shot", { name: "s", parent_id: project.id });
    const below = await client.create("Task", { name: "t", parent: reference("Shot", shot.id) });

    const row = await client.one(
      `select project_id, context_type, object_type_id, status_id, type_id, priority_id, bid, sort, description, created_at, created_by.username from Task where id is "${below.id}"`,
    );

    expect(row).toMatchObject({
      project_id: project.id,
      context_type: "task",
      object_type_id: "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
      status_id: expect.any(String),
      type_id: expect.any(String),
      priority_id: "9661b320-3a0c-11e2-81c1-0800200c9a66",
      bid: 0,
      sort: expect.any(Number),
      description: "",
      created_at: { __type__: "datetime", value: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) },
      created_by: { username: "jane" },
    });
  });

  it("makes a project active, of type show, with a root and a disk", async () => {
    const row = await client.one(
      `select status, context_type, root, disk_id from Project where id is "${project.id}"`,
    );

    expect(row).toMatchObject({ status: "active", context_type: "show", disk_id: expect.any(String) });
    expect(row).toHaveProperty("root");
  });

  it("numbers asset versions, and knows the latest", async () => {
    const { id: asset_id } = await asset();

    const first = await client.create("AssetVersion", { asset_id });
    const second = await client.create("AssetVersion", { asset_id, status_id: null });

    const rows = await client.query(
      `select version, is_latest_version, is_published, date, user.username, status_id from AssetVersion where asset_id is "${asset_id}" order by version`,
    );
    expect(rows).toMatchObject([
      {
        id: first.id,
        version: 1,
        is_latest_version: false,
        is_published: true,
        user: { username: "jane" },
        status_id: expect.any(String),
      },
      { id: second.id, version: 2, is_latest_version: true, status_id: expect.any(String) },
    ]);
    expect(rows[0]?.date).toMatchObject({ __type__: "datetime" });
    const latest = await client.one(`select latest_version.version from Asset where id is "${asset_id}"`);
    expect(latest.latest_version).toMatchObject({ id: second.id, version: 2 });
  });

  it("lets an asset's parent be a project", async () => {
    const made = await asset();

    const row = await client.one(`select parent.name from Asset where id is "${made.id}"`);

    expect(row.parent).toMatchObject({ __entity_type__: "Project", id: project.id });
  });

  it("dates notes, attaches them by collection, and links replies", async () => {
    const on = await task();
    const author = await client.one('select id from User where username is "jane"');
    const note = randomUUID();
    const reply = randomUUID();

    await client.call(
      creation("Note", { id: note, content: "look", user_id: author.id }),
      updating("Task", on.id, { notes: [reference("Note", note)] }),
    );
    const before = await client.one(
      `select date, thread_activity, parent_id, parent_type from Note where id is "${note}"`,
    );
    await client.call(
      creation("Note", { id: reply, content: "done", user_id: author.id }),
      updating("Note", note, { replies: [reference("Note", reply)] }),
    );

    expect(before).toMatchObject({
      parent_id: on.id,
      date: { __type__: "datetime" },
      thread_activity: { __type__: "datetime" },
    });
    expect(await client.one(`select in_reply_to_id from Note where id is "${reply}"`)).toMatchObject({
      in_reply_to_id: note,
    });
  });

  it("adds the author to a note's recipients", async () => {
    const on = await task();
    const author = await client.one('select id from User where username is "jane"');
    const other = await client.create("User", { username: `r_${randomUUID()}` });
    const note = randomUUID();

    await client.call(
      creation("Note", { id: note, content: "for you", user_id: author.id }),
      creationWithKey("Recipient", [note, other.id], { note_id: note, resource_id: other.id }),
      updating("Task", on.id, { notes: [reference("Note", note)] }),
    );

    const rows = await client.query(`select resource_id from Recipient where note_id is "${note}"`);
    expect(rows.map((row) => row.resource_id).sort()).toEqual([author.id, other.id].sort());
  });

  it("reads a note's first label as its category", async () => {
    const on = await task();
    const author = await client.one('select id from User where username is "jane"');
    const label = await client.one("select id, name from NoteLabel");
    const note = randomUUID();

    await client.call(
      creation("Note", { id: note, content: "labelled", user_id: author.id }),
      creationWithKey("NoteLabelLink", [note, label.id], { note_id: note, label_id: label.id }),
      updating("Task", on.id, { notes: [reference("Note", note)] }),
    );

    const row = await client.one(`select category.name from Note where id is "${note}"`);
    expect(row.category).toMatchObject({ id: label.id, name: label.name });
  });

  it("makes jobs queued api jobs", async () => {
    const owner = await client.one('select id from User where username is "jane"');

    const job = await client.create("Job", { user_id: owner.id });

    const row = await client.one(`select type, status, created_at from Job where id is "${job.id}"`);
    expect(row).toMatchObject({ type: "api_job", status: "queued", created_at: { __type__: "datetime" } });
  });

  it("starts timers now, and refuses a second one", async () => {
    const owner = await client.create("User", { username: `timer_${randomUUID()}` });
    const timer = creation("Timer", { user_id: owner.id, comment: null, context: null });

    await client.call(timer);
    const row = await client.one(`select start, comment from Timer where user_id is "${owner.id}"`);
    const refused = await client.fail(creation("Timer", { user_id: owner.id }));
    await client.call(
      { action: "delete", entity_type: "Timer", entity_key: timer.entity_key },
      creation("Timer", { user_id: owner.id }),
    );

    expect(row.start).toMatchObject({ __type__: "datetime" });
    expect(`${refused.exception} ${refused.content}`).toContain("DuplicateEntryError");
    expect(await client.query(`select id from Timer where user_id is "${owner.id}"`)).toHaveLength(1);
  });

  it("takes timelogs with only user and duration, or appended to a user", async () => {
    const owner = await client.create("User", { username: `log_${randomUUID()}` });
    await client.create("Timelog", { user_id: owner.id, duration: 60 });
    const appended = randomUUID();

    const existing = await client.one(`select id from Timelog where user_id is "${owner.id}"`);
    await client.call(
      creation("Timelog", { id: appended }),
      updating("User", owner.id, {
        timelogs: [reference("Timelog", existing.id), reference("Timelog", appended)],
      }),
    );

    expect(await client.query(`select id from Timelog where user_id is "${owner.id}"`)).toHaveLength(2);
  });

  it("makes appointments from references", async () => {
    const on = await task();
    const resource = await client.one('select id from User where username is "jane"');

    const made = await client.create("Appointment", {
      context: reference("Task", on.id),
      resource: reference("User", resource.id),
      type: "assignment",
    });

    const row = await client.one(
      `select assignments.resource.username, allocations from Task where id is "${on.id}"`,
    );
    expect(row.assignments).toMatchObject([{ id: made.id, resource: { username: "jane" } }]);
    expect(row.allocations).toEqual([]);
  });

  it("makes components of every kind, members by reference, locations with a stub back", async () => {
    const sequence = await client.create("SequenceComponent", {
      name: "beauty",
      padding: 4,
      file_type: ".exr",
    });
    const frame = await client.create("FileComponent", { name: "0001", file_type: ".exr" });
    const plain = await client.create("Component", { name: "plain" });
    const location = await client.one('select id from Location where name is "ftrack.unmanaged"');
    await client.create("ContainerComponent", { name: "folder" });

    await client.update("SequenceComponent", sequence.id, {
      members: [reference("FileComponent", frame.id)],
    });
    const id = randomUUID();
    const [created] = await client.call(
      creation("FileComponent", {
        id,
        name: "placed",
        component_locations: [],
      }),
      creation("ComponentLocation", {
        component_id: id,
        location_id: location.id,
        resource_identifier: "a\nb",
      }),
    );

    expect(
      await client.one(`select container_id, system_type from FileComponent where id is "${frame.id}"`),
    ).toMatchObject({
      container_id: sequence.id,
      system_type: "file",
    });
    expect(plain.id).toEqual(expect.any(String));
    expect(created.data.id).toBe(id);
    const placed = await client.one(
      `select component_locations.resource_identifier, component_locations.component from FileComponent where id is "${id}"`,
    );
    expect(placed.component_locations).toMatchObject([{ resource_identifier: "a\nb", component: { id } }]);
  });

  it("leaves the origin's component locations to clients", async () => {
    const component = await client.create("FileComponent", { name: "fresh" });

    expect(
      await client.query(`select id from ComponentLocation where component_id is "${component.id}"`),
    ).toEqual([]);
  });

  it("computes thumbnail addresses", async () => {
    const on = await task();
    const component = await client.create("FileComponent", { name: "thumbnail", file_type: ".png" });

    await client.update("Task", on.id, { thumbnail_id: component.id });

    const row = await client.one(`select thumbnail_url from Task where id is "${on.id}"`);
    expect(row.thumbnail_url).toMatchObject({
      url: expect.stringContaining(component.id),
      value: expect.stringContaining(component.id),
    });
  });

  it("keeps metadata under composite keys, its parent type unchanged, and lets a create overwrite", async () => {
    const on = await task();
    const entity_key = [on.id, "k"];
    const data = { parent_id: on.id, parent_type: "Task", key: "k" };

    await client.call(creationWithKey("Metadata", entity_key, { ...data, value: "1" }));
    await client.call(creationWithKey("Metadata", entity_key, { ...data, value: "2" }));

    const row = await client.one(`select metadata from Task where id is "${on.id}"`);
    expect(row.metadata).toMatchObject([
      { __entity_type__: "Metadata", parent_id: on.id, parent_type: "Task", key: "k", value: "2" },
    ]);
  });
});
