import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";
import { FakeServer } from "./support/fake-server.js";
import { createRegistry } from "./support/schemas.js";

/** A manager whose answers to queries can be held back after the server has made them up. */
function setUp() {
  const server = new FakeServer(createRegistry());
  let gate: Promise<void> = Promise.resolve();
  const made = createManager(
    {
      query: async (text) => {
        const rows = await server.query(text);
        await gate;
        return rows;
      },
    },
    server,
  );
  seedTasks(server, 3);
  const hold = () => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  };
  return { ...made, hold };
}

describe("an answer to a question asked before a commit", () => {
  it("does not bring back the value from before, and brings everything else", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select name, description from Task where id is 'task-0'");
    const asked = manager.version;
    Object.assign(server.row("Task", "task-0") as object, { description: "theirs" });
    const late = await server.query("select name, description from Task where id is 'task-0'");
    task.name = "mine";
    await manager.commit();

    manager.decode(late, asked);

    expect(task.name).toBe("mine");
    expect(task.description).toBe("theirs");
  });

  it("counts again when it was asked after the commit", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    task.name = "mine";
    await manager.commit();
    Object.assign(server.row("Task", "task-0") as object, { name: "theirs" });

    await query("select name from Task where id is 'task-0'");

    expect(task.name).toBe("theirs");
  });

  it("does not bring back a reference, its foreign key or the members of a collection", async () => {
    const { manager, server, query } = setUp();
    for (const id of ["s1", "s2"]) server.seed("Scope", { id, name: id });
    Object.assign(server.row("Task", "task-0") as object, { scopes: ["s1"] });
    const text = "select status, status_id, scopes from Task where id is 'task-0'";
    const [task] = await query(text);
    const [, , done] = await query("select name from Status");
    const [, second] = await query("select name from Scope");
    const asked = manager.version;
    const late = await server.query(text);
    task.status = done;
    task.scopes.add(second);
    await manager.commit();

    manager.decode(late, asked);

    expect(task.status).toBe(done);
    expect(task.status_id).toBe(done.id);
    expect(task.scopes.length).toBe(2);
  });

  it("does not bring back metadata", async () => {
    const { manager, server, query } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "old" });
    const text = "select metadata.key, metadata.value from Task where id is 'task-0'";
    const [task] = await query(text);
    const asked = manager.version;
    const late = await server.query(text);
    task.metadata.set("a", "new");
    task.metadata.set("b", "added");
    await manager.commit();

    manager.decode(late, asked);

    expect(task.metadata.toObject()).toEqual({ a: "new", b: "added" });
  });

  it("does not revive a deleted entity", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const asked = manager.version;
    const late = await server.query("select name from Task");
    manager.delete(task);
    await manager.commit();

    const [zombie] = manager.decode(late, asked);

    expect(zombie).toBe(task);
    expect(task.$state).toBe("deleted");
    expect(await manager.get("Task", "task-0")).toBeNull();
  });

  it("does not win when it was asked to populate", async () => {
    const { manager, query, hold } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const open = hold();
    const populated = manager.populate([task], "description");
    for (let turn = 0; turn < 20; turn++) await undefined;
    task.description = "mine";
    await manager.commit();
    open();

    await populated;

    expect(task.description).toBe("mine");
  });
});
