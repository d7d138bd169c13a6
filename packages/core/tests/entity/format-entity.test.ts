import { describe, expect, it } from "vitest";
import { formatEntity } from "../../src/entity/format-entity.js";
import { createManager, seedTasks } from "../session/support/create-manager.js";

function setUp() {
  const made = createManager();
  seedTasks(made.server, 2);
  return made;
}

describe("formatting an entity", () => {
  it("writes what is loaded, by name, with references below their label", async () => {
    const { query, server } = setUp();
    const [task] = await query("select name, bid, status.name from Task where id is 'task-0'");
    server.requests.length = 0;

    const text = formatEntity(task);

    expect(text.split("\n")).toEqual([
      "Task",
      " bid: 0",
      " id: task-0",
      " name: task 0",
      " status: Status",
      "          id: todo",
      "          name: todo",
      " status_id: todo",
    ]);
    expect(server.requests).toEqual([]);
  });

  it("does not write an entity out within itself", async () => {
    const { query } = setUp();
    const [project] = await query("select children.parent from Project");

    const text = formatEntity(project, {
      recursive: true,
      filter: (_, name, value) => (name === "children" && value !== undefined) || name === "parent",
    });

    expect(text.split("\n")).toEqual([
      "Project",
      " children: Task",
      "            parent: Project {...}",
      "           Task",
      "            parent: Project {...}",
      " parent: (not loaded)",
    ]);
  });

  it("names the members of collections without writing them out, unless told to", async () => {
    const { query } = setUp();
    const [project] = await query("select children from Project");

    const text = formatEntity(project, { filter: (_, name) => name === "children", indent: 2 });

    expect(text).toBe("  Project\n   children: [Task task-0, Task task-1]");
  });

  it("keeps the lines of long texts below their label, and decorates names", async () => {
    const { query } = setUp();
    const [task] = await query("select description from Task where id is 'task-0'");
    task.description = "one\ntwo";

    const text = formatEntity(task, {
      header: (type) => `<${type}>`,
      label: (name) => name.toUpperCase(),
      filter: (_, name) => name === "description",
    });

    expect(text).toBe("<Task>\n DESCRIPTION: one\n              two");
  });

  it("refuses what is no entity", () => {
    expect(() => formatEntity({})).toThrow(expect.objectContaining({ code: "entity_invalid_value" }));
  });
});
