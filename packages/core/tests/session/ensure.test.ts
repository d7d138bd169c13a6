import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";

function setUp() {
  const made = createManager();
  seedTasks(made.server, 2);
  return made;
}

describe("ensure", () => {
  it("writes nothing when nothing differs", async () => {
    const { manager, server } = setUp();

    const result = await manager.ensure("Task", {
      name: "task 0",
      bid: 0,
      end_date: "2026-11-20T11:00:00.400+01:00",
      status_id: "todo",
    });

    expect(result).toMatchObject({ created: false, changed: [] });
    expect(server.writes).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it("writes nothing when a list has the members it should have", async () => {
    const { manager, server, query } = setUp();
    for (const id of ["s1", "s2"]) server.seed("Scope", { id, name: id });
    Object.assign(server.row("Task", "task-0") as object, { scopes: ["s1", "s2"] });
    const [first, second] = await query("select name from Scope");

    const same = await manager.ensure("Task", { name: "task 0", scopes: [second, first] }, ["name"]);
    const other = await manager.ensure("Task", { name: "task 0", scopes: [second] }, ["name"]);

    expect(same.changed).toEqual([]);
    expect(other.changed).toEqual(["scopes"]);
    expect(server.row("Task", "task-0")?.scopes).toEqual(["s2"]);
    expect(server.writes).toHaveLength(1);
  });

  it("creates what is not there, and commits nothing else", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    task.name = "pending";

    const { entity, created } = await manager.ensure("Scope", { name: "vfx" });

    expect(created).toBe(true);
    expect(server.row("Scope", entity.$key[0] ?? "")?.name).toBe("vfx");
    expect(task.$state).toBe("modified");
    expect(server.row("Task", "task-0")?.name).toBe("task 0");
  });

  it("commits the new entity it refers to along with it", async () => {
    const { manager, server, create } = setUp();
    const shot = create("Shot", { name: "010" });
    const other = create("Shot", { name: "020" });

    const { entity } = await manager.ensure("Task", { name: "comp", parent: shot }, ["name"]);

    expect(server.row("Task", entity.$key[0] ?? "")?.parent_id).toBe(shot.id);
    expect(shot.$state).toBe("clean");
    expect(other.$state).toBe("created");
  });

  it("updates what differs and tells what it changed", async () => {
    const { manager, server } = setUp();

    const { created, changed } = await manager.ensure(
      "Task",
      { name: "task 1", bid: 7, description: "about 1" },
      ["name"],
    );

    expect({ created, changed }).toEqual({ created: false, changed: ["bid"] });
    expect(server.writes).toHaveLength(1);
    expect(server.row("Task", "task-1")?.bid).toBe(7);
  });

  it("lets no value change the question", async () => {
    const { manager, server } = setUp();
    const name = 'x" or name is "task 0';

    const { created, entity } = await manager.ensure("Task", { name });

    expect(created).toBe(true);
    expect(server.row("Task", entity.$key[0] ?? "")?.name).toBe(name);
  });

  it("refuses to guess", async () => {
    const { manager, server } = setUp();
    server.seed("Scope", { id: "a", name: "same" });
    server.seed("Scope", { id: "b", name: "same" });

    await expect(manager.ensure("Scope", { name: "same" })).rejects.toMatchObject({
      code: "query_multiple_results",
    });
    await expect(manager.ensure("Scope", {})).rejects.toMatchObject({ code: "entity_invalid_key" });
    await expect(manager.ensure("Scope", { name: "x" }, ["id"])).rejects.toMatchObject({
      code: "entity_invalid_key",
    });
    await expect(manager.ensure("Scope", { nam: "x" })).rejects.toMatchObject({
      code: "entity_unknown_attribute",
    });
  });

  it("takes back what it recorded when the server refuses", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select name, bid from Task where id is 'task-0'");
    server.fault = (operations) => (operations.some(({ action }) => action !== "query") ? "refused" : "none");

    await expect(manager.ensure("Scope", { name: "vfx" })).rejects.toMatchObject({ code: "server_error" });
    await expect(manager.ensure("Task", { name: "task 0", bid: 9 }, ["name"])).rejects.toMatchObject({
      code: "server_error",
    });

    expect(manager.recordedOperations).toEqual([]);
    expect(task.bid).toBe(0);
  });
});

describe("encode, decode and merge", () => {
  it("writes what each strategy asks for", async () => {
    const { manager, query } = setUp();
    const [task] = await query("select name, status.name, time_logged from Task where id is 'task-0'");
    task.bid = 5;
    const parse = async (strategy: "all" | "set_only" | "modified_only" | "persisted_only") =>
      JSON.parse(await manager.encode(task, strategy)) as Record<string, unknown>;

    const reference = { __entity_type__: "Task", id: "task-0" };
    const status = { __entity_type__: "Status", id: "todo" };
    expect(await parse("modified_only")).toEqual({ ...reference, bid: 5 });
    expect(await parse("set_only")).toEqual({
      ...reference,
      bid: 5,
      name: "task 0",
      status,
      status_id: "todo",
      time_logged: null,
    });
    expect(await parse("persisted_only")).toEqual({ ...reference, name: "task 0", status });
    expect(await parse("all")).toMatchObject({ ...reference, bid: 5, description: "about 0", notes: [] });
    expect(Object.keys(await parse("set_only"))).toEqual(Object.keys(await parse("set_only")).sort());
  });

  it("reads back what it wrote, in another session", async () => {
    const { manager, query } = setUp();
    const other = setUp();
    const [task] = await query(
      "select name, end_date, metadata.key, metadata.value from Task where id is 'task-0'",
    );

    const text = await manager.encode({ tasks: [task], when: new Date(0) });
    const { tasks, when } = other.manager.decodeText(text) as {
      tasks: { name: string; end_date: string }[];
      when: string;
    };

    expect(tasks[0]?.name).toBe("task 0");
    expect(tasks[0]?.end_date).toBe("2026-11-20T10:00:00.000Z");
    expect(when).toBe("1970-01-01T00:00:00.000Z");
  });

  it("fetches what is missing of the members of a collection that is written whole", async () => {
    const { manager, query } = setUp();
    const [project] = await query("select children.id from Project");

    const members = JSON.parse(await manager.encode(project.children, "all")) as { description?: string }[];

    expect(members.map(({ description }) => description)).toEqual(["about 0", "about 1"]);
  });

  it("leaves metadata loaded that were loaded before they were written and read back", async () => {
    const { manager, server, query } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1" });
    const [task] = await query("select metadata.key, metadata.value from Task where id is 'task-0'");

    const back = manager.decodeText(await manager.encode(task));

    expect(back).toBe(task);
    expect(task.metadata.toObject()).toEqual({ a: "1" });
  });

  it("merges entities of another session, and lists of them", async () => {
    const { query } = setUp();
    const other = setUp();
    const tasks = await query("select name from Task");
    tasks[0].bid = 99;

    const merged = other.manager.merge(tasks) as { name: string; bid: unknown; $session: object }[];

    expect(merged.map(({ name }) => name)).toEqual(["task 0", "task 1"]);
    expect(merged[0]?.$session).toBe(other.session);
    expect(merged[0]?.bid).toBeUndefined();
    expect(other.manager.merge("text")).toBe("text");
  });
});

describe("plain rows", () => {
  it("are immutable, shared and JSON-safe", async () => {
    const { manager, server } = setUp();
    server.seed("Task", { ...server.row("Task", "task-0"), id: "task-2" });
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1", parent_type: "Task" });

    const rows = manager.plainRows(
      await server.query("select name, end_date, status.name, metadata.key, metadata.value from Task"),
    ) as unknown as { name: string; end_date: string; status: object; metadata: object }[];

    expect(rows[0]).toMatchObject({
      end_date: "2026-11-20T10:00:00.000Z",
      status: { name: "todo" },
      metadata: { a: "1" },
    });
    expect(rows[2]?.status).toBe(rows[0]?.status);
    expect(Object.isFrozen(rows) && Object.isFrozen(rows[0]) && Object.isFrozen(rows[0]?.status)).toBe(true);
    expect(() => JSON.stringify(rows)).not.toThrow();
  });

  it("end cycles with references", async () => {
    const { manager, server } = setUp();

    const rows = manager.plainRows(
      await server.query("select full_name, children.name, children.parent.full_name from Project"),
    );
    const again = manager.plainRows([
      { __entity_type__: "Task", id: "a", parent: { __entity_type__: "Shot", id: "b" } },
      { __entity_type__: "Shot", id: "b", children: [{ __entity_type__: "Task", id: "a" }] },
    ]);

    expect(rows[0]).toMatchObject({ full_name: "Big Bunny", children: [{ parent: { id: "project" } }, {}] });
    expect(() => JSON.stringify([rows, again])).not.toThrow();
  });
});
