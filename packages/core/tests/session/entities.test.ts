import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";

function setUp(count = 3) {
  const made = createManager();
  seedTasks(made.server, count);
  return made;
}

describe("entities", () => {
  it("reads undefined for what is not loaded and null for what is not set", async () => {
    const { query } = setUp();

    const [task] = await query("select name, priority_id from Task");

    expect(task.name).toBe("task 0");
    expect(task.priority_id).toBeNull();
    expect(task.priority).toBeNull();
    expect(task.bid).toBeUndefined();
  });

  it("keeps one object when two queries return the same task", async () => {
    const { query } = setUp();

    const [first] = await query("select name from Task where id is 'task-0'");
    const [second] = await query("select bid from Task where id is 'task-0'");

    expect(second).toBe(first);
    expect(first.name).toBe("task 0");
    expect(first.bid).toBe(0);
  });

  it("is the same object whether asked for as a task or as a context", async () => {
    const { query } = setUp();

    const [task] = await query("select name from Task where id is 'task-0'");
    const [context] = await query("select name from Context where id is 'task-0'");

    expect(context).toBe(task);
  });

  it("fills references that the answer wrote out elsewhere", async () => {
    const { query } = setUp(6);

    const tasks = await query("select name, status.name from Task");

    expect(tasks.map((task) => task.status.name)).toEqual(["todo", "doing", "done", "todo", "doing", "done"]);
    expect(tasks[3].status).toBe(tasks[0].status);
  });

  it("keeps local values when a later answer brings others", async () => {
    const { query, server } = setUp();
    const [task] = await query("select name, bid from Task where id is 'task-0'");

    task.name = "mine";
    (server.row("Task", "task-0") as Record<string, unknown>).name = "theirs";
    await query("select name from Task where id is 'task-0'");

    expect(task.name).toBe("mine");
    expect(task.$changes).toEqual([{ attribute: "name", before: "task 0", after: "mine" }]);
    task.$revert("name");
    expect(task.name).toBe("theirs");
    expect(task.$state).toBe("clean");
  });

  it("records nothing when the value is the one it has", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select name, end_date, status from Task where id is 'task-0'");

    task.name = "task 0";
    task.end_date = new Date("2026-11-20T10:00:00Z");
    const { status } = task;
    task.status = status;

    expect(manager.recordedOperations).toEqual([]);
    expect(task.$state).toBe("clean");
  });

  it("records nothing after going back to the server's value", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");

    task.name = "other";
    task.name = "task 0";

    expect(manager.recordedOperations).toEqual([]);
    expect(task.$changes).toEqual([]);
  });

  it("keeps a reference and its foreign key in step", async () => {
    const { query } = setUp();
    const [task] = await query("select status, status_id from Task where id is 'task-0'");
    const [done] = await query("select name from Status where id is 'done'");

    task.status = done;
    expect(task.status_id).toBe("done");
    task.status_id = "doing";
    expect(task.status?.$key).not.toEqual(["done"]);
    task.status_id = "done";
    expect(task.status).toBe(done);
    task.status = null;
    expect(task.status_id).toBeNull();
  });

  it("lets the last of reference and foreign key win on the wire", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select status from Task where id is 'task-0'");
    const [done] = await query("select name from Status where id is 'done'");

    task.status = done;
    task.status_id = "doing";
    await manager.commit();

    expect(server.writes).toHaveLength(1);
    expect(server.writes[0]?.entity_data).toEqual({ __entity_type__: "Task", status_id: "doing" });
  });

  it("changes the reference when the server's foreign key changes", async () => {
    const { query, server } = setUp();
    const [task] = await query("select status.name, status_id from Task where id is 'task-0'");
    await query("select name from Status");

    (server.row("Task", "task-0") as Record<string, unknown>).status_id = "done";
    await query("select status_id from Task where id is 'task-0'");

    expect(task.status.name).toBe("done");
  });

  it("refuses unknown attributes with a suggestion", async () => {
    const { manager } = setUp();

    expect(() => manager.create("Task", { descripton: "x" })).toThrow(/Did you mean "description"/);
    expect(manager.recordedOperations).toEqual([]);
  });

  it("refuses to set what is immutable or computed", async () => {
    const { query } = setUp();
    const [task] = await query("select id, time_logged from Task where id is 'task-0'");

    expect(() => {
      task.id = "other";
    }).toThrow(expect.objectContaining({ code: "entity_immutable" }));
    expect(() => {
      task.time_logged = 8;
    }).toThrow(expect.objectContaining({ code: "entity_immutable" }));
  });

  it("refuses values that have no place in an attribute", async () => {
    const { query, create } = setUp();
    const [task] = await query("select name, bid, status from Task where id is 'task-0'");
    const note = create("Note");

    for (const [name, value] of [
      ["bid", Number.NaN],
      ["name", undefined],
      ["name", () => "x"],
      ["status", "done"],
      ["status", note],
      ["status_id", note],
      ["end_date", "soon"],
    ] as const) {
      expect(() => {
        task[name] = value;
      }).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
    }
  });

  it("makes jobs of the type that clients may make, and no other", () => {
    const { manager } = setUp();

    expect(manager.create("Job")).toMatchObject({ type: "api_job", status: "queued" });
    expect(() => manager.create("Job", { type: "encode_media" })).toThrow(
      expect.objectContaining({ code: "entity_invalid_value" }),
    );
    expect(manager.recordedOperations).toHaveLength(1);
  });

  it("refuses entities of another session", async () => {
    const { query } = setUp();
    const other = setUp();
    const [task] = await query("select status from Task where id is 'task-0'");
    const [foreign] = await other.query("select name from Status");

    expect(() => {
      task.status = foreign;
    }).toThrow(expect.objectContaining({ code: "entity_foreign" }));
  });

  it("accepts dates of every kind and reads them as ISO text", async () => {
    const { query } = setUp();
    const [task] = await query("select end_date from Task where id is 'task-0'");
    const temporal = {
      [Symbol.toStringTag]: "Temporal.Instant",
      toString: () => "2026-12-24T18:00:00.123456789Z",
    };

    expect(task.end_date).toBe("2026-11-20T10:00:00.000Z");
    task.end_date = "2026-12-01";
    expect(task.end_date).toBe("2026-12-01T00:00:00.000Z");
    task.end_date = new Date(0);
    expect(task.end_date).toBe("1970-01-01T00:00:00.000Z");
    task.end_date = temporal;
    expect(task.end_date).toBe("2026-12-24T18:00:00.123Z");
    task.end_date = { toISOString: () => "2027-01-01T00:00:00+02:00" };
    expect(task.end_date).toBe("2026-12-31T22:00:00.000Z");
  });

  it("gives Date objects where they were asked for", async () => {
    const { manager, server } = createManager({
      options: { autoPopulate: "peers", recordOperations: true, dates: "date" },
    });
    seedTasks(server, 1);

    const [task] = manager.decode(await server.query("select end_date from Task")) as unknown[];

    expect((task as { end_date: Date }).end_date).toEqual(new Date("2026-11-20T10:00:00Z"));
  });

  it("prints and serialises what is loaded, and nothing else", async () => {
    const { query } = setUp();

    const [task] = await query("select name, status.name from Task where id is 'task-0'");

    expect(JSON.parse(JSON.stringify(task))).toEqual({
      __entity_type__: "Task",
      id: "task-0",
      name: "task 0",
      status: { __entity_type__: "Status", id: "todo" },
      status_id: "todo",
    });
    expect(`${task}`).toBe("Task task-0");
    expect(Object.keys(task)).toEqual([]);
  });

  it("survives a type the schemas do not know", () => {
    const { manager } = setUp();

    const [row] = manager.decode([
      {
        __entity_type__: "Hologram",
        id: "h",
        name: "x",
        status: { __entity_type__: "Status", id: "todo", name: "todo" },
      },
    ]) as unknown[];

    expect((row as { name: string }).name).toBe("x");
    expect((row as { status: { name: string } }).status.name).toBe("todo");
  });
});
