import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";

function setUp() {
  const made = createManager();
  seedTasks(made.server, 2);
  for (const id of ["s1", "s2", "s3"]) made.server.seed("Scope", { id, name: id });
  (made.server.row("Task", "task-0") as Record<string, unknown>).scopes = ["s1", "s2"];
  return made;
}

const ids = (items: Iterable<unknown>) => Array.from(items, (item) => (item as { id: string }).id);

describe("collections", () => {
  it("reads like a list", async () => {
    const { query } = setUp();
    const [task] = await query("select scopes.name from Task where id is 'task-0'");

    expect(task.scopes.length).toBe(2);
    expect(task.scopes[1].name).toBe("s2");
    expect(task.scopes.at(-1).name).toBe("s2");
    expect(ids(task.scopes)).toEqual(["s1", "s2"]);
    expect(task.scopes.map((scope: { name: string }) => scope.name)).toEqual(["s1", "s2"]);
    expect(task.scopes).toBe(task.scopes);
  });

  it("does not look empty when it is not loaded", async () => {
    const { query } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");

    expect(() => task.scopes.length).toThrow(expect.objectContaining({ code: "entity_not_loaded" }));
    expect(() => [...task.scopes]).toThrow(expect.objectContaining({ code: "entity_not_loaded" }));
    expect(task.scopes.isLoaded).toBe(false);
    await task.$load("scopes");
    expect(ids(task.scopes)).toEqual(["s1", "s2"]);
  });

  it("refuses places that are assigned to, which would change nothing", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select scopes, metadata from Task where id is 'task-0'");
    const [scope] = await query("select name from Scope where id is 's3'");
    const immutable = expect.objectContaining({ code: "entity_immutable" });

    expect(() => Reflect.set(task.scopes, 0, scope)).toThrow(immutable);
    expect(() => Reflect.set(task.scopes, 2, scope)).toThrow(immutable);
    expect(() => Reflect.set(task.scopes, "length", 0)).toThrow(immutable);
    expect(() => Reflect.set(task.metadata, "shot", "010")).toThrow(immutable);

    expect(ids(task.scopes)).toEqual(["s1", "s2"]);
    expect([task.scopes[1].id, task.scopes[2], task.scopes.anything]).toEqual(["s2", undefined, undefined]);
    expect(manager.recordedOperations).toEqual([]);
  });

  it("finds members by place after every change", async () => {
    const { query } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");
    const [first, , third] = await query("select name from Scope");

    task.scopes.add(third);
    const added = task.scopes[2];
    task.scopes.delete(first);
    const removed = ids([task.scopes[0], task.scopes[1]]);
    task.$revert("scopes");

    expect(added).toBe(third);
    expect(removed).toEqual(["s2", "s3"]);
    expect(ids([task.scopes[0], task.scopes[1]])).toEqual(["s1", "s2"]);
  });

  it("adds to a collection that is not loaded without removing the others", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const [, , scope] = await query("select name from Scope");

    task.scopes.add(scope);
    await manager.commit();

    expect(server.row("Task", "task-0")?.scopes).toEqual(["s1", "s2", "s3"]);
    expect(ids(task.scopes)).toEqual(["s1", "s2", "s3"]);
  });

  it("keeps what another session added meanwhile", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");
    const [first] = await query("select name from Scope where id is 's1'");

    task.scopes.delete(first);
    (server.row("Task", "task-0") as Record<string, unknown>).scopes = ["s1", "s2", "s3"];
    await manager.commit();

    expect(server.row("Task", "task-0")?.scopes).toEqual(["s2", "s3"]);
    expect(ids(task.scopes)).toEqual(["s2", "s3"]);
  });

  it("sends exactly what was assigned", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");
    const [, , third] = await query("select name from Scope");

    task.scopes = [third];
    expect(ids(task.scopes)).toEqual(["s3"]);
    expect(task.scopes[1]).toBeUndefined();
    await manager.commit();

    expect(server.row("Task", "task-0")?.scopes).toEqual(["s3"]);
    expect(server.requests.flat().filter(({ action }) => action === "query")).toHaveLength(2);
  });

  it("records a thousand additions as one operation", async () => {
    const { query, manager, create } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");

    const scopes = Array.from({ length: 1_000 }, () => create("Scope"));
    for (const scope of scopes) task.scopes.add(scope);

    expect(manager.recordedOperations.filter(({ kind }) => kind === "update")).toHaveLength(1);
    expect(task.scopes).toHaveLength(1_002);
  });

  it("records nothing when members are added and removed again", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");
    const [first, , third] = await query("select name from Scope");

    task.scopes.add(third);
    task.scopes.delete(third);
    task.scopes.delete(first);
    task.scopes.add(first);
    task.scopes.add(first);

    expect(manager.recordedOperations).toEqual([]);
  });

  it("reverts and rolls back to the server's members", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");
    const [, , third] = await query("select name from Scope");

    task.scopes.add(third);
    task.$revert("scopes");
    expect(ids(task.scopes)).toEqual(["s1", "s2"]);
    task.scopes.clear();
    manager.rollback();

    expect(ids(task.scopes)).toEqual(["s1", "s2"]);
    expect(manager.recordedOperations).toEqual([]);
  });

  it("travels with the creation of its owner", async () => {
    const { query, manager, server, create } = setUp();
    const [first] = await query("select name from Scope");
    server.requests.length = 0;

    const task = create("Task", { name: "new", parent_id: "project", scopes: [first] });
    await manager.commit();

    expect(server.requests).toHaveLength(1);
    expect(server.writes).toHaveLength(1);
    expect(server.row("Task", task.id)?.scopes).toEqual(["s1"]);
  });

  it("refuses what is no entity, or of another type", async () => {
    const { query, create } = setUp();
    const [task] = await query("select scopes from Task where id is 'task-0'");
    const note = create("Note");

    expect(() => task.scopes.add({})).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
    expect(() => task.scopes.add(note)).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
    expect(() => {
      task.scopes = "s1";
    }).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
  });

  it("can be read although it is immutable, and not changed", async () => {
    const { query } = setUp();
    const [task] = await query("select descendants, scopes from Task where id is 'task-0'");

    expect(task.descendants).toHaveLength(0);
    expect(() => task.descendants.add(task)).toThrow(expect.objectContaining({ code: "entity_immutable" }));
  });
});

describe("metadata", () => {
  it("reads like a map, in bulk", async () => {
    const { query, server } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1", parent_type: "Task" });
    server.seed("Metadata", { parent_id: "task-0", key: "b", value: "2", parent_type: "Task" });
    const [task] = await query("select id from Task where id is 'task-0'");
    server.requests.length = 0;

    await task.$load("metadata");

    expect(task.metadata.toObject()).toEqual({ a: "1", b: "2" });
    expect([...task.metadata.keys()]).toEqual(["a", "b"]);
    expect(await task.$get("metadata.b")).toBe("2");
    expect(server.requests).toHaveLength(1);
  });

  it("creates, updates and deletes rows", async () => {
    const { query, server, manager } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1", parent_type: "Task" });
    server.seed("Metadata", { parent_id: "task-0", key: "b", value: "2", parent_type: "Task" });
    const [task] = await query("select metadata.key, metadata.value from Task where id is 'task-0'");

    task.metadata.set("a", "one").set("c", "3");
    task.metadata.delete("b");
    await manager.commit();

    expect(task.metadata.toObject()).toEqual({ a: "one", c: "3" });
    expect(server.writes.map(({ action }) => action)).toEqual(["update", "create", "delete"]);
    expect(server.row("Metadata", "task-0", "c")).toMatchObject({ value: "3", parent_type: "Task" });
  });

  it("sets keys on one that is not loaded, whether they exist or not", async () => {
    const { query, server, manager } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1", parent_type: "Task" });
    const [task] = await query("select id from Task where id is 'task-0'");

    task.metadata.set("a", "one");
    task.metadata.set("n", "new");
    task.metadata.delete("nothing");
    await manager.commit();

    expect(server.row("Metadata", "task-0", "a")?.value).toBe("one");
    expect(server.row("Metadata", "task-0", "n")?.value).toBe("new");
    expect(() => task.metadata.size).toThrow(expect.objectContaining({ code: "entity_not_loaded" }));
  });

  it("can be given when the owner is created", async () => {
    const { server, manager, create } = setUp();

    const task = create("Task", { name: "new", metadata: { shot: "010" } });
    expect(task.metadata.get("shot")).toBe("010");
    await manager.commit();

    expect(server.requests).toHaveLength(1);
    expect(server.row("Metadata", task.id, "shot")?.value).toBe("010");
    expect(task.metadata.toObject()).toEqual({ shot: "010" });
  });

  it("records nothing for the value it has", async () => {
    const { query, server, manager } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1", parent_type: "Task" });
    const [task] = await query("select metadata.key, metadata.value from Task where id is 'task-0'");

    task.metadata.set("a", "1");
    task.metadata.set("a", "2");
    task.metadata.set("a", "1");
    task.metadata = { a: "1" };

    expect(manager.recordedOperations).toEqual([]);
  });
});

describe("custom attributes", () => {
  function withConfigurations() {
    const made = setUp();
    const { server } = made;
    server.seed("CustomAttributeType", { id: "number", name: "number" });
    server.seed("CustomAttributeType", { id: "date", name: "date" });
    const base = {
      project_id: null,
      object_type_id: null,
      is_hierarchical: false,
      default: null,
      type_id: "number",
    };
    server.seed("CustomAttributeConfiguration", {
      ...base,
      id: "c1",
      key: "fend",
      entity_type: "task",
      object_type_id: "type-Task",
    });
    server.seed("CustomAttributeConfiguration", {
      ...base,
      id: "c2",
      key: "fps",
      entity_type: "show",
      is_hierarchical: true,
      default: 24,
    });
    server.seed("CustomAttributeConfiguration", {
      ...base,
      id: "c3",
      key: "due",
      entity_type: "task",
      object_type_id: "type-Task",
      type_id: "date",
    });
    for (const row of server.rows("Task").values()) row.object_type_id = "type-Task";
    return made;
  }

  it("writes the value row of an existing entity", async () => {
    const { query, server, manager } = withConfigurations();
    server.seed("ContextCustomAttributeValue", {
      configuration_id: "c1",
      entity_id: "task-0",
      key: "fend",
      value: 100,
    });
    const [task] = await query(
      "select custom_attributes.key, custom_attributes.value from Task where id is 'task-0'",
    );

    expect(task.custom_attributes.get("fend")).toBe(100);
    task.custom_attributes.set("fend", 120);
    await manager.commit();

    expect(server.row("ContextCustomAttributeValue", "c1", "task-0")?.value).toBe(120);
    expect(task.custom_attributes.get("fend")).toBe(120);
    expect(() => task.custom_attributes.set("fnd", 1)).toThrow(/Did you mean "fend"/);
  });

  it("works on an entity created in the same commit", async () => {
    const { server, manager, create } = withConfigurations();

    const task = create("Task", { name: "new", parent_id: "project", custom_attributes: { fend: 7 } });
    task.custom_attributes.set("due", "2026-12-24");
    await manager.commit();

    expect(server.row("ContextCustomAttributeValue", "c1", task.id)?.value).toBe(7);
    expect(server.row("ContextCustomAttributeValue", "c3", task.id)?.value).toEqual({
      __type__: "datetime",
      value: "2026-12-24T00:00:00",
    });
    expect(server.writes.map(({ action }) => action)).toEqual(["create", "update", "update"]);
  });

  it("keeps everything pending when a key does not apply", async () => {
    const { manager, create, server } = withConfigurations();
    const task = create("Task", { name: "new", parent_id: "project" });
    task.custom_attributes.set("nothing", 1);

    await expect(manager.commit()).rejects.toMatchObject({ code: "entity_unknown_attribute" });

    expect(task.$state).toBe("created");
    expect(manager.recordedOperations).toHaveLength(2);
    expect(server.writes).toHaveLength(0);
  });

  it("resolves hierarchical values with where they come from", async () => {
    const { query, server } = withConfigurations();
    const link = [
      { id: "project", name: "bunny", type: "Project" },
      { id: "task-0", name: "task 0", type: "Task" },
    ];
    Object.assign(server.row("Task", "task-0") as object, { link });
    for (const entity_id of ["task-0", "project"]) {
      server.seed("ContextCustomAttributeValue", {
        configuration_id: "c2",
        entity_id,
        key: "fps",
        value: null,
      });
    }
    const [task] = await query("select id from Task where id is 'task-0'");
    expect(await task.custom_attributes.resolve("fps")).toEqual({
      value: 24,
      from: undefined,
      inherited: false,
    });

    const other = withConfigurations();
    Object.assign(other.server.row("Task", "task-0") as object, { link });
    other.server.seed("ContextCustomAttributeValue", {
      configuration_id: "c2",
      entity_id: "task-0",
      key: "fps",
      value: null,
    });
    other.server.seed("ContextCustomAttributeValue", {
      configuration_id: "c2",
      entity_id: "project",
      key: "fps",
      value: 25,
    });
    const [inheriting] = await other.query("select id from Task where id is 'task-0'");

    const resolved = await inheriting.custom_attributes.resolve("fps");

    expect(resolved).toMatchObject({ value: 25, inherited: true });
    expect(resolved.from.$type).toBe("Project");
  });
});
