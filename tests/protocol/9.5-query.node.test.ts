import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creation, RawClient, type Row } from "./raw-client.js";

let client: RawClient;
beforeAll(async () => {
  client = await RawClient.start();
});
afterAll(() => client.close());

const answer = async (expression: string) => (await client.call({ action: "query", expression }))[0];

describe("9.5 query", () => {
  it("answers an unknown id with nothing", async () => {
    expect(await client.query(`select id from Task where id is "${randomUUID()}"`)).toEqual([]);
  });

  it("looks one row ahead, orders stably, and knows limit 0", async () => {
    const all = await client.query("select id from Task");
    const again = await client.query("select id from Task");
    const middle = await answer("select id from Task offset 3 limit 4");
    const last = await answer(`select id from Task offset ${all.length - 5} limit 5`);
    const none = await answer("select id from Task limit 0");

    expect(again).toEqual(all);
    expect(middle.data).toEqual(all.slice(3, 7));
    expect(middle.metadata.next.offset).toBe(7);
    expect(last.metadata.next.offset).toBeNull();
    expect(none).toMatchObject({ data: [], metadata: { next: { offset: null } } });
  });

  it("has every requested projection in every row", async () => {
    const [schemas] = await client.call({ action: "query_schemas" });
    const task = schemas.find(({ id }: Row) => id === "Task");
    const names = Object.entries<Row>(task.properties)
      .filter(([, property]) => !property.restricted_projection)
      .map(([name]) => name);

    const row = await client.one(`select ${names.join(", ")} from Task`);

    expect(Object.keys(row)).toEqual(expect.arrayContaining(names));
  });

  it("writes an entity out once per request, and stubs afterwards", async () => {
    const [first, second] = await client.call(
      { action: "query", expression: "select status.name, status.color from Task limit 50" },
      { action: "query", expression: "select status.name from Task limit 50" },
    );

    const seen = new Set<string>();
    for (const { status } of first.data) {
      const complete = "name" in status;
      expect(complete).toBe(!seen.has(status.id));
      if (!complete) expect(Object.keys(status).sort()).toEqual(["__entity_type__", "id"]);
      seen.add(status.id);
    }
    // The same rows again hold nothing new, so they are stubs themselves.
    for (const row of second.data) expect(Object.keys(row).sort()).toEqual(["__entity_type__", "id"]);
  });

  it("names concrete types, falls through to subtypes, and casts", async () => {
    const contexts = await client.query("select name from Context limit 200");
    const through = await client.query(
      "select assignments.resource.username from Task where assignments any () limit 5",
    );
    const cast = await client.query(
      "select name from Task where parent[Shot] has (name is_not none) limit 5",
    );

    expect(contexts.map((row) => row.__entity_type__)).not.toContain("Context");
    const met = new Set<string>();
    for (const { resource } of through.flatMap((row) => row.assignments)) {
      if (resource.__entity_type__ === "User") expect("username" in resource).toBe(!met.has(resource.id));
      met.add(resource.id);
    }
    expect(cast.length).toBeGreaterThan(0);
  });

  it("computes link, thumbnail_url, ancestors, descendants and logged time", async () => {
    const project = await client.project();
    const shot = await client.create("Shot", { name: "s", parent_id: project.id });
    const task = await client.create("Task", { name: "t", parent_id: shot.id, bid: 100 });
    const owner = await client.one('select id from User where username is "jane"');
    await client.call(
      creation("Timelog", { user_id: owner.id, context_id: task.id, duration: 30 }),
      creation("Timelog", { user_id: owner.id, context_id: task.id, duration: 40 }),
    );

    const row = await client.one(
      `select link, _link, thumbnail_url, ancestors.name, time_logged, bid_time_logged_difference from Task where id is "${task.id}"`,
    );
    const above = await client.one(`select descendants.name from Project where id is "${project.id}"`);

    const link = [
      { id: project.id, name: project.name, type: "Project" },
      { id: shot.id, name: "s", type: "TypedContext" },
      { id: task.id, name: "t", type: "TypedContext" },
    ];
    expect(row.link.map(({ id, name }: Row) => ({ id, name }))).toEqual(
      link.map(({ id, name }) => ({ id, name })),
    );
    expect(row._link).toEqual(row.link);
    expect(row.thumbnail_url).toMatchObject({ url: expect.any(String) });
    expect(row.ancestors).toMatchObject([{ id: shot.id, name: "s" }]);
    expect(row.time_logged).toBe(70);
    expect(row.bid_time_logged_difference).toBe(30);
    expect(above.descendants.map(({ id }: Row) => id).sort()).toEqual([shot.id, task.id].sort());
  });

  it("compares text without case and dates to the second", async () => {
    const project = await client.project();
    const start_date = { __type__: "datetime", value: "2026-03-04T05:06:07.891000+00:00" };
    const task = await client.create("Task", { name: "MiXeD", parent_id: project.id, start_date });

    const byName = await client.query(
      `select id from Task where name is "mixed" and project_id is "${project.id}"`,
    );
    const byDate = await client.query(
      `select id from Task where start_date is "2026-03-04T05:06:07" and project_id is "${project.id}"`,
    );

    expect(byName).toMatchObject([{ id: task.id }]);
    expect(byDate).toMatchObject([{ id: task.id }]);
  });

  it("lists a custom attribute for every configuration that applies", async () => {
    const shot = await client.one("select custom_attributes from Shot");

    const keys = shot.custom_attributes.map(({ key }: Row) => key);

    expect(keys).toEqual(expect.arrayContaining(["fstart", "fend", "handles"]));
    for (const value of shot.custom_attributes) {
      expect(value).toMatchObject({ __entity_type__: "ContextCustomAttributeValue", entity_id: shot.id });
      expect(value).toHaveProperty("value");
    }
  });
});
