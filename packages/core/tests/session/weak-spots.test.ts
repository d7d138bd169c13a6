import { describe, expect, it } from "vitest";
import { SchemaRegistry } from "../../src/schema/schema-registry.js";
import type { Schema } from "../../src/schema/wire.js";
import { createManager, hastyClock, seedTasks } from "./support/create-manager.js";
import { FakeServer } from "./support/fake-server.js";
import { schemas } from "./support/schemas.js";

/*
 * Weak spots of the Python client about entities and commits that no other test is about. The others are held by
 * - collections.test.ts: unloaded lists that looked empty, lists written whole, immutable lists nobody could read,
 *   copies of whole lists for every addition, metadata read key by key, attributes given at creation;
 * - commit.test.ts, commit-plan.test.ts: operations left behind, creating again what was deleted, deleted entities that
 *   stayed, mentions of what never was, changes lost while a commit was under way, creating what is known;
 * - entities.test.ts: typing errors that vanished, references that differ from their foreign keys, unchanged values
 *   that were sent, types the schemas do not know, jobs;
 * - ensure.test.ts, populate.test.ts: values that changed the question, N+1, asking again for what is loaded or missing,
 *   `get` by a base type; helpers.test.ts: timers left pending; read-batcher.test.ts, query-result.test.ts: batching, paging;
 * - http/failures.test.ts, http/retry.test.ts: pages of proxies, braces in messages, retries, wrapped failures;
 * - schema-loader.test.ts: schemas of two servers; memory.node.test.ts: entities nobody holds.
 */

function setUp(init = {}) {
  const made = createManager(init);
  seedTasks(made.server, 4);
  return made;
}

describe("nobody loses", () => {
  it("the call stack to a new row whose composite key is incomplete", () => {
    const { manager } = setUp();

    expect(() => manager.create("Metadata", { key: "a", value: "1" })).toThrow(
      expect.objectContaining({
        code: "entity_invalid_key",
        details: expect.objectContaining({ missing: ["parent_id"] }),
      }),
    );
    expect(manager.recordedOperations).toEqual([]);
  });

  it("memory to new entities that were rolled back, whichever keys the cache makes", async () => {
    const { manager, create } = setUp({
      cacheKey: (type: string, key: readonly string[]) => `mine/${type}/${key}`,
    });
    const task = create("Task", { name: "never" });

    manager.rollback();

    expect(await manager.get("Task", task.id)).toBeNull();
  });

  it("unrelated edits to a helper that commits", async () => {
    const { manager, server, query, create } = setUp();
    server.seed("User", { id: "u", username: "jane" });
    const [task] = await query("select name from Task where id is 'task-0'");
    const [user] = await query("select username from User");
    task.name = "not ready";
    const draft = create("Shot", { name: "draft" });

    await user.startTimer({ context: task });
    await manager.ensure("Scope", { name: "vfx" });

    expect(server.row("Task", "task-0")?.name).toBe("task 0");
    expect(server.row("Shot", draft.id)).toBeUndefined();
    expect(task.$state).toBe("modified");
  });

  it("a write to a date that is the same one, in another zone or with fractions", async () => {
    const { manager, server } = setUp();
    const end_date = "2026-12-24T19:00:00.750+01:00";

    const first = await manager.ensure("Task", { name: "dated", end_date }, ["name"]);
    const again = await manager.ensure("Task", { name: "dated", end_date });

    expect([first.created, again.created]).toEqual([true, false]);
    expect(again.entity).toBe(first.entity);
    expect(again.changed).toEqual([]);
    expect(server.writes).toHaveLength(1);
  });

  it("hours of a time log to a server that does not tell its zone", async () => {
    const now = Date.parse("2026-07-01T10:01:30Z");
    const { server, query } = setUp({ utc: false, clock: { ...hastyClock, now: () => now } });
    const began = new Date(now - 90_000);
    const local = new Date(began.getTime() - began.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    server.seed("User", { id: "u", username: "jane" });
    server.seed("Timer", {
      id: "t",
      user_id: "u",
      context_id: "task-0",
      start: { __type__: "datetime", value: local },
    });
    const [user] = await query("select username from User");

    const log = await user.stopTimer();

    expect(server.row("Timelog", log.id)?.duration).toBe(90);
  });

  it("custom attributes that were added since the session opened", async () => {
    const { manager, server, query } = setUp();
    server.seed("CustomAttributeType", { id: "number", name: "number" });
    const configuration = {
      project_id: null,
      object_type_id: "type-Task",
      entity_type: "task",
      is_hierarchical: false,
      default: null,
      type_id: "number",
    };
    server.seed("CustomAttributeConfiguration", { ...configuration, id: "c1", key: "early" });
    const [task] = await query("select name from Task where id is 'task-0'");
    task.custom_attributes.set("early", 1);
    await manager.commit();
    server.seed("CustomAttributeConfiguration", { ...configuration, id: "c2", key: "late" });

    task.custom_attributes.set("late", 2);
    await manager.commit();

    expect(server.row("ContextCustomAttributeValue", "c2", "task-0")?.value).toBe(2);
  });

  it("the last member of a list, and lists to populate", async () => {
    const { manager, server, query } = setUp();
    const [project] = await query("select children from Project");
    server.requests.length = 0;

    await manager.populate(project.children, "name");

    expect(project.children.at(-1).name).toBe("task 3");
    expect(server.requests).toHaveLength(1);
  });

  it("the reason when `get` is given a type that does not exist", async () => {
    const { manager } = setUp();

    await expect(manager.get("Taks", "x")).rejects.toMatchObject({ code: "entity_unknown_type" });
    expect(() => manager.create("Taks")).toThrow(expect.objectContaining({ code: "entity_unknown_type" }));
  });

  it("their way among methods: rows that only link components have none of theirs", () => {
    const one = (id: string): Schema => ({
      id,
      type: "object",
      properties: { id: { type: "string", default: "{uid}" } },
      primary_key: ["id"],
      immutable: ["id"],
      default_projections: ["id"],
    });
    const registry = new SchemaRegistry([...schemas, one("Component"), one("NoteComponent")]);
    const { create } = createManager({}, new FakeServer(registry));

    expect(create("Component").getAvailability).toBeTypeOf("function");
    expect(create("NoteComponent").getAvailability).toBeUndefined();
  });

  it("the order of states when one entity is asked about twice", async () => {
    const { query, create, manager } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const shot = create("Shot", { name: "010" });
    task.name = "x";

    const states = [task, shot, task].map(({ $state }) => $state);

    expect(states).toEqual(["modified", "created", "modified"]);
    manager.delete(task);
    expect(task.$state).toBe("deleted");
  });

  it("changes to another part of the program that records nothing", async () => {
    const { manager, query } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const quiet = manager.with({ recordOperations: false });

    quiet.create("Shot", { name: "silent" });
    await undefined;
    task.name = "recorded";

    expect(manager.recordedOperations.map(({ kind }) => kind)).toEqual(["update"]);
  });
});
