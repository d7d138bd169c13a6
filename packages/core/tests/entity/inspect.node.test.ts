import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "../session/support/create-manager.js";

const plain = (value: unknown, depth: number | null = 2) =>
  inspect(value, { colors: false, depth, breakLength: 200 });

function setUp() {
  const made = createManager();
  seedTasks(made.server, 2);
  return made;
}

describe("console.log", () => {
  it("shows the type, the state and what is loaded, and nothing of our own", async () => {
    const { query, server } = setUp();
    const [task] = await query("select name, bid, status.name from Task where id is 'task-0'");
    task.bid = 7;
    server.requests.length = 0;

    const text = plain(task);

    expect(text).toBe(
      "Task (modified) { id: 'task-0', name: 'task 0', status_id: 'todo', status: Status { id: 'todo', name: 'todo' }, bid: 7 }",
    );
    expect(server.requests).toEqual([]);
  });

  it.each([1, 2, null, Number.POSITIVE_INFINITY])(
    "ends where entities refer to each other in a circle, at depth %s",
    async (depth) => {
      const { query } = setUp();
      const [project] = await query("select name, children.parent from Project");

      const text = plain(project, depth);

      expect(text).toContain(depth === 1 ? "[Task task-0]" : "Task {");
      expect(text.length).toBeLessThan(2_000);
    },
  );

  it("shows members of collections, pairs of metadata, and says what is not loaded", async () => {
    const { query, server } = setUp();
    server.seed("Metadata", { parent_id: "task-0", key: "a", value: "1" });
    const [task] = await query("select scopes, metadata.key, metadata.value from Task where id is 'task-0'");

    expect(plain(task.scopes)).toBe("[]");
    expect(plain(task.metadata)).toBe("Map(1) { 'a' => '1' }");
    expect(plain(task.notes)).toBe("Task.notes (not loaded)");
    expect(plain(task.custom_attributes)).toBe("Task.custom_attributes (not loaded)");
  });
});
