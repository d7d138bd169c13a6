import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";

function setUp(count = 5, init = {}) {
  const made = createManager(init);
  seedTasks(made.server, count);
  return made;
}

describe("population", () => {
  it("reads three unloaded attributes of 500 tasks in a loop with three requests", async () => {
    const { query, server } = setUp(500);
    const tasks = await query("select id from Task");
    server.requests.length = 0;

    for (const [index, task] of tasks.entries()) {
      expect(await task.$get("status.name")).toBe(["todo", "doing", "done"][index % 3]);
      expect(await task.$get("project.full_name")).toBe("Big Bunny");
      expect(await task.$get("bid")).toBe(index);
    }

    expect(server.requests).toHaveLength(3);
  });

  it("puts the calls of one tick into one query per type", async () => {
    const { query, server } = setUp(10, {
      options: { autoPopulate: "single", recordOperations: true, dates: "iso" },
    });
    const tasks = await query("select id from Task");
    server.requests.length = 0;

    await Promise.all(tasks.flatMap((task) => [task.$get("bid"), task.$get("description")]));

    expect(server.requests.flat()).toHaveLength(1);
  });

  it("fetches one entity alone, or nothing, when told to", async () => {
    const single = setUp(3, { options: { autoPopulate: "single", recordOperations: true, dates: "iso" } });
    const never = setUp(3, { options: { autoPopulate: false, recordOperations: true, dates: "iso" } });
    const [task, other] = await single.query("select id from Task");
    const [lonely] = await never.query("select id from Task");
    never.server.requests.length = 0;

    expect(await task.$get("bid")).toBe(0);
    expect(other.$isLoaded("bid")).toBe(false);
    expect(await lonely.$get("bid")).toBeUndefined();
    expect(never.server.requests).toHaveLength(0);
    await lonely.$load("bid");
    expect(lonely.bid).toBe(0);
  });

  it("lets a view decide for what is decoded through it", async () => {
    const { manager, server } = setUp(3);
    const quiet = manager.with({ autoPopulate: false });
    // biome-ignore lint/suspicious/noExplicitAny: no map of types in this test.
    const [task] = quiet.decode(await server.query("select id from Task")) as any[];
    server.requests.length = 0;

    expect(await task.$get("bid")).toBeUndefined();
    expect(server.requests).toHaveLength(0);
  });

  it("never asks twice for what the server does not have", async () => {
    const { query, server } = setUp(2);
    const tasks = await query("select id from Task");
    server.rows("Task").delete("task-1");
    server.requests.length = 0;

    await tasks[1].$get("bid");
    await tasks[1].$get("bid");
    await tasks[0].$get("bid");

    expect(server.requests).toHaveLength(1);
    expect(tasks[0].bid).toBe(0);
    expect(tasks[1].bid).toBeUndefined();
  });

  it("populates only what is missing and keeps local values", async () => {
    const { query, manager, server } = setUp(2);
    const tasks = await query("select name from Task");
    tasks[0].bid = 77;
    server.requests.length = 0;

    await manager.populate(tasks, "name, bid, status.name");
    await manager.populate(tasks, ["bid", "status.name"]);

    expect(server.requests).toHaveLength(2);
    expect(server.requests.flat().some(({ expression }) => String(expression).includes("name,"))).toBe(false);
    expect(tasks[0].bid).toBe(77);
    expect(tasks[1].bid).toBe(1);
    expect(tasks[1].status.name).toBe("doing");
  });

  it("splits long lists of ids over several queries", async () => {
    const { query, server } = setUp(1_200);
    const tasks = await query("select id from Task");
    server.requests.length = 0;

    await tasks[0].$get("bid");

    expect(server.requests.flat()).toHaveLength(3);
    expect(tasks[1_199].bid).toBe(1_199);
  });

  it("follows paths through collections", async () => {
    const { query, server } = setUp(2);
    server.seed("User", { id: "u", username: "jane", resource_type: "user" });
    server.seed("Group", { id: "g", name: "anim", resource_type: "group" });
    server.seed("Appointment", { id: "a", context_id: "task-0", resource_id: "u", type: "assignment" });
    server.seed("Appointment", { id: "b", context_id: "task-0", resource_id: "g", type: "assignment" });
    const [task] = await query("select id from Task");

    expect(await task.$get("assignments.resource.username")).toEqual(["jane", undefined]);
    expect(task.assignments).toHaveLength(2);
  });

  it("finds the entity behind an id that was set and not committed", async () => {
    const { query } = setUp(1);
    const [task] = await query("select status_id from Task");

    task.status_id = "done";

    expect(await task.$get("status.name")).toBe("done");
  });

  it("asks nothing for an entity that was not committed", async () => {
    const { create, server } = setUp(1);
    const task = create("Task", { name: "new" });

    expect(await task.$get("bid")).toBeUndefined();
    expect(server.requests).toHaveLength(0);
  });

  it("rejects paths that do not exist", async () => {
    const { query } = setUp(1);
    const [task] = await query("select name from Task");

    await expect(task.$get("nme")).rejects.toMatchObject({ code: "entity_unknown_attribute" });
    await expect(task.$get("name.length")).rejects.toMatchObject({ code: "entity_unknown_attribute" });
    await expect(task.$get("custom_attribute_links")).rejects.toThrow(/filtered on/);
  });

  it("gives up waiting when the signal aborts, with its reason", async () => {
    const { query } = setUp(1);
    const [task] = await query("select name from Task");
    const reason = new Error("enough");

    const waiting = task.$get("bid", { signal: AbortSignal.abort(reason) });

    await expect(waiting).rejects.toBe(reason);
  });

  it("passes a failure on to everyone who waits, and tries again the next time", async () => {
    const { query, server } = setUp(2);
    const [one, two] = await query("select name from Task");
    server.fault = () => "refused";

    const results = await Promise.allSettled([one.$get("bid"), two.$get("bid")]);
    server.fault = () => "none";

    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await two.$get("bid")).toBe(1);
  });
});

describe("get", () => {
  it("finds a task by a base type without a request", async () => {
    const { query, manager, server } = setUp(1);
    const [task] = await query("select context_type, name from Task");
    server.requests.length = 0;

    expect(await manager.get("Context", "task-0")).toBe(task);
    expect(server.requests).toHaveLength(0);
  });

  it("fetches what its type loads by default, and nothing when there is nothing", async () => {
    const { manager } = setUp(1);

    const task = (await manager.get("TypedContext", ["task-0"])) as never as { name: string; $type: string };

    expect(task.$type).toBe("Task");
    expect(task.name).toBe("task 0");
    expect(await manager.get("Task", "task-9")).toBeNull();
    expect(await manager.get("Shot", "task-0")).toBeNull();
  });

  it("checks the key and accepts it as an object", async () => {
    const { manager, server } = setUp(1);
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1", parent_type: "Task" });

    const found = await manager.get("Metadata", { key: "a", parent_id: "task-0" });

    expect(found?.$key).toEqual(["task-0", "a"]);
    await expect(manager.get("Metadata", "task-0")).rejects.toMatchObject({ code: "entity_invalid_key" });
    await expect(manager.get("Task", { name: "x" })).rejects.toMatchObject({ code: "entity_invalid_key" });
    await expect(manager.get("Tsk", "x")).rejects.toMatchObject({ code: "entity_unknown_type" });
  });

  it("lets no value change the question", async () => {
    const { manager, server } = setUp(3);

    expect(await manager.get("Task", 'x") or id in ("task-1')).toBeNull();
    expect(server.requests.flat()).toHaveLength(1);
  });
});
