import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/codec/operations.js";
import { createDeferred } from "../../src/util/deferred.js";
import { createManager, seedTasks } from "./support/create-manager.js";

function setUp(count = 3) {
  const made = createManager();
  seedTasks(made.server, count);
  return made;
}

describe("commit", () => {
  it("sends a creation and its changes as one operation in one request", async () => {
    const { manager, server, create } = setUp();

    const shot = create("Shot", { name: "010", parent_id: "project" });
    shot.description = "hero enters";
    await manager.commit();

    expect(server.requests).toHaveLength(1);
    expect(server.writes).toHaveLength(1);
    expect(server.row("Shot", shot.id)).toMatchObject({ name: "010", description: "hero enters" });
    expect(shot.$state).toBe("clean");
    expect(shot.description).toBe("hero enters");
  });

  it("refers to entities created in the same commit", async () => {
    const { manager, server, create } = setUp();

    const shot = create("Shot", { name: "010" });
    const task = create("Task", { name: "comp", parent: shot });
    shot.children.add(create("Task", { name: "roto" }));
    await manager.commit();

    expect(server.row("Task", task.id)?.parent_id).toBe(shot.id);
    expect(server.requests).toHaveLength(1);
  });

  it("does not bring children back that move away or are deleted while others are added", async () => {
    const { query, manager, server, create } = setUp();
    const [project] = await query("select name, children from Project");
    const [one, two, three] = await query("select name, parent from Task");
    const shot = create("Shot", { name: "010", parent: project });

    one.parent = shot;
    manager.delete(two);
    project.children.add(create("Shot", { name: "020" }));
    await manager.commit();

    const parentOf = (id: string) => server.row("Task", id)?.parent_id;
    expect(parentOf(one.id)).toBe(shot.id);
    expect(parentOf(shot.id)).toBe("project");
    expect(parentOf(three.id)).toBe("project");
    expect(server.row("Task", two.id)).toBeUndefined();
    expect([...server.rows("Shot").values()].filter(({ name }) => name === "020")).toMatchObject([
      { parent_id: "project" },
    ]);
  });

  it("keeps what is set while a commit is under way, and sends it next", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select name, bid from Task where id is 'task-0'");
    const gate = createDeferred<void>();
    server.before = () => gate.promise;
    task.name = "first";

    const commit = manager.commit();
    await Promise.resolve();
    task.name = "second";
    task.bid = 9;
    gate.resolve();
    await commit;

    expect(server.row("Task", "task-0")).toMatchObject({ name: "first", bid: 0 });
    expect(task.name).toBe("second");
    expect(task.$state).toBe("modified");
    await manager.commit();
    expect(server.row("Task", "task-0")).toMatchObject({ name: "second", bid: 9 });
    expect(server.writes).toHaveLength(2);
  });

  it("sends a value that went back to the old one while the new one was under way", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const gate = createDeferred<void>();
    server.before = () => gate.promise;
    task.name = "other";

    const commit = manager.commit();
    await Promise.resolve();
    task.name = "task 0";
    gate.resolve();
    await commit;
    await manager.commit();

    expect(server.row("Task", "task-0")?.name).toBe("task 0");
  });

  it("serialises commits that are asked for at once", async () => {
    const { query, manager, server } = setUp();
    const tasks = await query("select name from Task");
    let running = 0;
    server.before = async () => {
      running++;
      expect(running).toBe(1);
      await Promise.resolve();
      running--;
    };

    tasks[0].name = "a";
    const first = manager.commit();
    await Promise.resolve();
    tasks[1].name = "b";
    await Promise.all([first, manager.commit(), manager.commit()]);

    expect(server.writes).toHaveLength(2);
  });

  it("leaves every operation and value in place when the server refuses", async () => {
    const { query, manager, server, create } = setUp();
    const [task] = await query("select name, scopes from Task where id is 'task-0'");
    const scope = create("Scope", { name: "new" });
    task.name = "mine";
    task.scopes.add(scope);
    task.metadata.set("a", "1");
    manager.delete((await query("select id from Task where id is 'task-1'"))[0]);
    const before = manager.recordedOperations;
    server.fault = (operations) => (operations.some(({ action }) => action !== "query") ? "refused" : "none");

    await expect(manager.commit()).rejects.toMatchObject({ code: "server_error" });
    server.fault = () => "none";

    expect(manager.recordedOperations).toHaveLength(before.length);
    expect(task.name).toBe("mine");
    expect(task.$state).toBe("modified");
    expect(scope.$state).toBe("created");
    await manager.commit();
    expect(server.row("Task", "task-0")).toMatchObject({ name: "mine", scopes: [scope.id] });
    expect(server.row("Metadata", "task-0", "a")?.value).toBe("1");
    expect(server.row("Task", "task-1")).toBeUndefined();
    expect(manager.recordedOperations).toEqual([]);
  });

  it("clears the log when there turns out to be nothing to send", async () => {
    const { manager, server, create } = setUp();

    const task = create("Task", { name: "new" });
    manager.delete(task);
    await manager.commit();

    expect(server.requests).toHaveLength(0);
    expect(manager.recordedOperations).toEqual([]);
    expect(manager.created()).toEqual([]);
    expect(manager.deleted()).toEqual([]);
  });

  it("forgets deleted entities", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select context_type, name from Task where id is 'task-0'");

    manager.delete(task);
    expect(manager.deleted()).toEqual([task]);
    await manager.commit();

    expect(await manager.get("Task", "task-0")).toBeNull();
    expect(() => {
      task.name = "x";
    }).toThrow(expect.objectContaining({ code: "entity_deleted" }));
  });

  it("refuses to create what is known already and records nothing", async () => {
    const { query, manager } = setUp();
    await query("select name from Task where id is 'task-0'");

    expect(() => manager.create("Task", { id: "task-0" })).toThrow(
      expect.objectContaining({ code: "entity_duplicate" }),
    );
    expect(() => manager.create("Metadata", { parent_id: "task-0" })).toThrow(
      expect.objectContaining({ code: "entity_invalid_key" }),
    );
    expect(manager.recordedOperations).toEqual([]);
  });

  it("lists what is created, modified and deleted", async () => {
    const { query, manager, create } = setUp();
    const [one, two] = await query("select name from Task");

    const made = create("Scope");
    one.name = "x";
    manager.delete(two);

    expect(manager.created()).toEqual([made]);
    expect(manager.modified()).toEqual([one]);
    expect(manager.deleted()).toEqual([two]);
    expect(manager.recordedOperations.map(({ kind }) => kind)).toEqual(["create", "update", "delete"]);
  });

  it("rolls values, creations and deletions back", async () => {
    const { query, manager, create } = setUp();
    const [one, two] = await query("select name, status_id from Task");
    const made = create("Scope");
    one.name = "x";
    one.status_id = "done";
    manager.delete(two);

    manager.rollback();

    expect(one.name).toBe("task 0");
    expect(one.status_id).toBe("todo");
    expect(two.$state).toBe("clean");
    expect(made.$state).toBe("deleted");
    expect(manager.recordedOperations).toEqual([]);
    expect(await manager.get("Scope", made.id)).toBeNull();
  });

  it("does not bring changes back that were rolled back while a failing commit was under way", async () => {
    const { query, manager, server } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const gate = createDeferred<void>();
    server.before = () => gate.promise;
    server.fault = () => "refused";
    task.name = "x";

    const commit = manager.commit();
    await Promise.resolve();
    manager.rollback();
    gate.resolve();

    await expect(commit).rejects.toMatchObject({ code: "server_error" });
    expect(task.name).toBe("task 0");
    expect(manager.recordedOperations).toEqual([]);
  });

  it("records nothing where recording is off", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    const quiet = manager.with({ recordOperations: false });

    manager.operationRecording(false, () => {
      task.name = "x";
    });
    quiet.delete(task);
    quiet.create("Scope");

    expect(manager.recordedOperations).toEqual([]);
    expect(task.name).toBe("x");
    expect(() => manager.operationRecording(false, async () => undefined)).toThrow(TypeError);
  });

  it("takes the server's defaults over from the answer", async () => {
    const { manager, server, create } = setUp();
    server.before = (operations) => {
      for (const { entity_data } of operations)
        Object.assign(entity_data as object, { description: "by the server" });
    };

    const task = create("Task", { name: "new" });
    await manager.commit();

    expect(task.description).toBe("by the server");
  });

  it("rejects with the signal's own reason and keeps everything", async () => {
    const { query, manager } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    task.name = "x";
    const reason = new Error("enough");

    await expect(manager.commit({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    expect(task.$state).toBe("modified");
  });
});

describe("a commit whose answer is lost", () => {
  const onWrites = (fault: "lost_answer" | "lost_request", times: number) => {
    let left = times;
    return (operations: readonly { action: string }[]) =>
      operations.some(({ action }) => action !== "query") && left-- > 0 ? fault : "none";
  };

  it("counts as done when the server has what was created", async () => {
    const { manager, server, create } = setUp();
    server.fault = onWrites("lost_answer", 1);

    const task = create("Task", { name: "new" });
    await manager.commit();

    expect(server.writes).toHaveLength(1);
    expect(task.$state).toBe("clean");
    expect(manager.recordedOperations).toEqual([]);
  });

  it("is sent again when the server does not have it", async () => {
    const { query, manager, server, create } = setUp();
    const [task] = await query("select name from Task where id is 'task-0'");
    server.fault = onWrites("lost_request", 2);

    create("Task", { name: "new" });
    task.name = "x";
    await manager.commit();

    expect(server.writes).toHaveLength(2);
    expect(server.row("Task", "task-0")?.name).toBe("x");
  });

  it("counts as done when deletions and changes are there", async () => {
    const { query, manager, server } = setUp();
    const [one, two] = await query("select name, end_date, scopes, status from Task");
    const [done] = await query("select name from Status where id is 'done'");
    server.seed("Scope", { id: "s1", name: "s1" });
    const [scope] = await query("select name from Scope");
    server.fault = onWrites("lost_answer", 1);

    manager.delete(two);
    one.name = "x";
    one.status = done;
    one.end_date = "2026-12-24T18:00:00.250+01:00";
    one.scopes.add(scope);
    await manager.commit();

    expect(server.writes).toHaveLength(2);
    expect(one.$state).toBe("clean");
  });

  it("fails with the evidence when what the server has contradicts itself", async () => {
    const { manager, server, create } = setUp();
    const one = create("Task", { name: "one" });
    const two = create("Task", { name: "two" });
    server.fault = (operations) => {
      if (operations.every(({ action }) => action === "query")) {
        server.rows("Task").delete(two.id);
        return "none";
      }
      return "lost_answer";
    };

    const failure = await manager.commit().catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: "session_ambiguous_commit" });
    expect(
      (failure as { details: { evidence: { found: string }[] } }).details.evidence.map(({ found }) => found),
    ).toEqual(["applied", "not_applied"]);
    expect(one.$state).toBe("created");
    expect(manager.recordedOperations).toHaveLength(2);
  });

  it("is looked into by the next commit when the server could not be asked", async () => {
    const { manager, server, create } = setUp();
    let isDown = false;
    server.fault = (operations) => {
      if (isDown) return "lost_request";
      if (operations.every(({ action }) => action === "query")) return "none";
      isDown = true;
      return "lost_answer";
    };
    const task = create("Task", { name: "new" });

    await expect(manager.commit()).rejects.toMatchObject({ code: "network_unreachable" });
    expect(task.$state).toBe("created");
    isDown = false;
    server.fault = () => "none";
    task.bid = 5;
    await manager.commit();

    expect(server.writes.map(({ action }) => action)).toEqual(["create", "update"]);
    expect(server.row("Task", task.id)).toMatchObject({ name: "new", bid: 5 });
  });

  it("leaves no members and pairs pending once it is found to have been carried out", async () => {
    const { manager, server, query, create } = setUp();
    server.seed("Scope", { id: "s1", name: "s1" });
    const [task] = await query(
      "select scopes.name, metadata.key, metadata.value from Task where id is 'task-0'",
    );
    const [scope] = await query("select name from Scope");
    let isDown = false;
    server.fault = (operations) => {
      if (isDown) return "lost_request";
      if (operations.every(({ action }) => action === "query")) return "none";
      isDown = true;
      return "lost_answer";
    };
    create("Task", { name: "new" });
    task.scopes.add(scope);
    task.metadata.set("key", "1");
    await expect(manager.commit()).rejects.toMatchObject({ code: "network_unreachable" });
    server.fault = () => "none";
    const { length } = server.writes;

    await manager.commit();

    expect(server.writes).toHaveLength(length);
    expect(manager.recordedOperations).toEqual([]);
    expect(task.$state).toBe("clean");
    expect(task.scopes.toArray()).toEqual([scope]);
    expect(task.metadata.toObject()).toEqual({ key: "1" });
  });

  it("is looked into after the application stopped waiting", async () => {
    const { manager, server, create } = setUp();
    const controller = new AbortController();
    const gone = new Error("gone");
    const task = create("Task", { name: "new" });
    const failing = createManager(
      {
        call: async (operations, { signal }) => {
          const answers = await server.call(operations);
          if (operations.some(({ action }) => action !== "query")) controller.abort(gone);
          signal?.throwIfAborted();
          return answers;
        },
      },
      server,
    );
    const made = failing.create("Task", { name: "other" });

    await expect(failing.manager.commit({ signal: controller.signal })).rejects.toBe(gone);
    await failing.manager.commit();
    await manager.commit();

    expect(made.$state).toBe("clean");
    expect(task.$state).toBe("clean");
    expect(server.writes).toHaveLength(2);
  });
});

describe("answers that say nothing of what was sent", () => {
  const nothings: readonly (readonly [string, readonly unknown[]])[] = [
    ["nothing", [null]],
    ["no answer at all", []],
    ["more answers than operations", [{ action: "update", data: {} }, null]],
    ["another action", [{ action: "delete", data: true }]],
    ["no entity", [{ action: "update", data: null }]],
  ];

  it.each(nothings)("keeps the change after %s, when the server does not have it", async (_name, answers) => {
    const { server } = setUp();
    const call = (operations: readonly Operation[]) =>
      operations[0]?.action === "query" ? server.call(operations) : Promise.resolve([...answers]);
    const { manager, query } = createManager({ call }, server);
    const [task] = await query("select name from Task where id is 'task-0'");
    task.name = "kept";

    const committing = manager.commit();

    await expect(committing).rejects.toMatchObject({ code: "network_malformed_response" });
    expect(task.$state).toBe("modified");
    expect(manager.recordedOperations).toHaveLength(1);
  });

  it.each(nothings)("counts as done after %s, when the server has the change", async (_name, answers) => {
    const { server } = setUp();
    const call = async (operations: readonly Operation[]) => {
      const own = await server.call(operations);
      return operations[0]?.action === "query" ? own : [...answers];
    };
    const { manager, query } = createManager({ call }, server);
    const [task] = await query("select name from Task where id is 'task-0'");
    task.name = "done";

    await manager.commit();

    expect(task.$state).toBe("clean");
    expect(server.writes).toHaveLength(1);
  });
});
