import { describe, expect, it } from "vitest";
import { ServerError } from "../../src/errors/server-error.js";
import { createManager, seedTasks } from "./support/create-manager.js";

function setUp() {
  const made = createManager();
  seedTasks(made.server, 3);
  const refuseNext = () => {
    made.server.fault = (operations) => {
      if (operations.every(({ action }) => action === "query")) return "none";
      made.server.fault = () => "none";
      return "refused";
    };
  };
  return { ...made, refuseNext };
}

describe("update by key", () => {
  it("changes an entity that was never loaded, without asking for it", async () => {
    const { manager, server } = setUp();

    manager.update("Task", "task-1", { name: "renamed" });
    await manager.commit();

    expect(server.requests).toHaveLength(1);
    expect(server.row("Task", "task-1")).toMatchObject({ name: "renamed" });
  });

  it("gives the entity there is already", async () => {
    const { manager, query } = setUp();
    const [task] = await query("select name from Task");

    const updated = manager.update("Task", task.id, { name: "renamed" });

    expect(updated).toBe(task);
    expect(task.name).toBe("renamed");
  });

  it("refuses names there are not, and changes nothing then", () => {
    const { manager } = setUp();

    const update = () => manager.update("Task", "task-1", { name: "renamed", nmae: "typo" });

    expect(update).toThrow(expect.objectContaining({ code: "entity_unknown_attribute" }));
    expect(manager.recordedOperations).toEqual([]);
  });
});

describe("a transaction", () => {
  it("sends its changes and leaves others for later", async () => {
    const { manager, server } = setUp();
    manager.update("Task", "task-1", { description: "half written" });

    await manager.transaction(() => manager.update("Task", "task-1", { name: "renamed" }));

    expect(server.row("Task", "task-1")).toMatchObject({ name: "renamed" });
    expect(server.row("Task", "task-1")?.description).not.toBe("half written");
    expect(manager.recordedOperations).toMatchObject([{ attribute: "description", after: "half written" }]);
  });

  it("sends the new entities its changes refer to", async () => {
    const { manager, server, create } = setUp();
    const shot = create("Shot", { name: "010" });

    await manager.transaction(() => manager.update("Task", "task-1", { parent: shot }));

    expect(server.row("Task", "task-1")?.parent_id).toBe(shot.id);
    expect(server.row("Shot", shot.id)).toMatchObject({ name: "010" });
    expect(manager.recordedOperations).toEqual([]);
  });

  it("sends the new entities whose keys its changes hold", async () => {
    const { manager, server, create } = setUp();
    const shot = create("Shot", { name: "010" });

    await manager.transaction(() => manager.update("Task", "task-1", { parent_id: shot.id }));

    expect(server.row("Task", "task-1")?.parent_id).toBe(shot.id);
    expect(server.row("Shot", shot.id)).toMatchObject({ name: "010" });
  });

  it("takes back its changes, and no others, when the server refuses them", async () => {
    const { manager, query, create, refuseNext } = setUp();
    const [task, other] = await query("select name, description from Task");
    const before = task.name;
    task.description = "kept";
    let shot = task;
    refuseNext();

    const failure = await manager
      .transaction(() => {
        task.name = "refused";
        manager.delete(other);
        shot = create("Shot", { name: "refused" });
      })
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ServerError);
    expect(task.name).toBe(before);
    expect(task.description).toBe("kept");
    expect(other.$state).toBe("clean");
    expect(shot.$state).toBe("deleted");
    expect(await manager.get("Shot", shot.id)).toBeNull();
    expect(manager.created()).toEqual([]);
    expect(manager.recordedOperations).toMatchObject([{ attribute: "description" }]);
  });

  it("leaves a new entity to create when only its changes are refused", async () => {
    const { manager, create, refuseNext } = setUp();
    const shot = create("Shot", { name: "010" });
    refuseNext();

    const outcome = manager.transaction(() => {
      shot.description = "refused";
    });

    await expect(outcome).rejects.toBeInstanceOf(ServerError);
    expect(shot.$state).toBe("created");
    expect(manager.created()).toEqual([shot]);
  });

  it("takes back members and pairs as well", async () => {
    const { manager, server, query, refuseNext } = setUp();
    server.seed("Scope", { id: "s1", name: "s1" });
    const [task] = await query(
      "select scopes.name, metadata.key, metadata.value from Task where id is 'task-0'",
    );
    const [scope] = await query("select name from Scope");
    refuseNext();

    const outcome = manager.transaction(() => {
      task.scopes.add(scope);
      task.metadata.set("refused", "1");
    });

    await expect(outcome).rejects.toBeInstanceOf(ServerError);
    expect(manager.recordedOperations).toEqual([]);
    expect(task.scopes.length).toBe(0);
    expect(task.metadata.toObject()).toEqual({});
  });

  it.each([
    ["carried out", { taken: "2" }],
    ["refused", {}],
  ])("leaves pairs that others have pending when it is %s", async (fate, sent) => {
    const { manager, query, refuseNext } = setUp();
    const [task] = await query("select metadata.key, metadata.value from Task where id is 'task-0'");
    task.metadata.set("pending", "1");
    if (fate === "refused") refuseNext();

    await manager.transaction(() => task.metadata.set("taken", "2")).catch(() => undefined);

    expect(task.metadata.toObject()).toEqual({ pending: "1", ...sent });
    expect(manager.recordedOperations).toMatchObject([{ after: { key: "pending", value: "1" } }]);
  });

  it("shows pairs that others have pending while it is under way", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select metadata.key, metadata.value from Task where id is 'task-0'");
    task.metadata.set("pending", "1");
    const seen: unknown[] = [];
    server.before = () => void seen.push(task.metadata.toObject());

    await manager.transaction(() => task.metadata.set("taken", "2"));

    expect(new Set(seen.map((pairs) => JSON.stringify(pairs)))).toEqual(
      new Set(['{"taken":"2","pending":"1"}']),
    );
  });

  it("does not let a refused change into the transaction after it", async () => {
    const { manager, server, refuseNext } = setUp();
    refuseNext();

    const first = manager.transaction(() => manager.update("Task", "task-1", { name: "refused" }));
    const second = manager.transaction(() => manager.update("Task", "task-2", { name: "taken" }));
    const outcomes = await Promise.allSettled([first, second]);

    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(server.row("Task", "task-1")?.name).not.toBe("refused");
    expect(server.row("Task", "task-2")).toMatchObject({ name: "taken" });
  });

  it("keeps a newer value of the attribute it failed to change", async () => {
    const { manager, refuseNext } = setUp();
    refuseNext();

    const first = manager.transaction(() => manager.update("Task", "task-1", { name: "refused" }));
    await Promise.resolve();
    manager.update("Task", "task-1", { name: "newer" });
    await first.catch(() => undefined);

    expect(manager.recordedOperations).toMatchObject([{ attribute: "name", after: "newer" }]);
  });

  it("takes back what was changed before its work threw", async () => {
    const { manager, server } = setUp();

    const outcome = manager.transaction(() => {
      manager.update("Task", "task-1", { name: "half" });
      throw new Error("careless");
    });

    await expect(outcome).rejects.toThrow("careless");
    expect(manager.recordedOperations).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it("refuses work that awaits", async () => {
    const { manager } = setUp();

    const outcome = manager.transaction(async () => manager.update("Task", "task-1", { name: "late" }));

    await expect(outcome).rejects.toThrow(
      new TypeError("Changes of a transaction are made synchronously: load what they need before."),
    );
    expect(manager.recordedOperations).toEqual([]);
  });
});
