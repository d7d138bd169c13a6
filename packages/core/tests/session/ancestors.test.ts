import { formatLink } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { createManager, seedTasks } from "./support/create-manager.js";

const step = (id: string, name: string, type = "TypedContext") => ({ id, name, type });

function setUp() {
  const made = createManager();
  seedTasks(made.server, 3);
  const project = step("project", "bunny", "Project");
  made.server.seed("Shot", {
    id: "shot",
    name: "010",
    context_type: "task",
    link: [project, step("shot", "010")],
  });
  for (const id of ["task-0", "task-1"]) {
    const row = made.server.row("Task", id) as Record<string, unknown>;
    row.link = [project, step("shot", "010"), step(id, id)];
  }
  (made.server.row("Task", "task-2") as Record<string, unknown>).link = [
    project,
    step("hidden", "secret"),
    step("task-2", "task 2"),
  ];
  return made;
}

const names = (above: readonly object[]) => above.map((entity) => (entity as { name: string }).name);

describe("ancestors", () => {
  it("come from the project down to the parent, in two requests for any number", async () => {
    const { manager, server, query } = setUp();
    const tasks = await query("select name from Task");
    server.requests.length = 0;

    const ancestors = await manager.ancestors([tasks[1], tasks[0]]);

    expect(ancestors.map(names)).toEqual([
      ["bunny", "010"],
      ["bunny", "010"],
    ]);
    expect(ancestors[0]?.[1]).toBe(ancestors[1]?.[1]);
    expect(ancestors[0]?.map(({ $type }) => $type)).toEqual(["Project", "Shot"]);
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  it("are not asked for where they are loaded", async () => {
    const { manager, server, query } = setUp();
    const [task] = await query("select link from Task where id is 'task-0'");
    const held = [await manager.get("Project", "project"), await manager.get("Shot", "shot")];
    server.requests.length = 0;

    const [above] = await manager.ancestors([task]);

    expect(above).toEqual(held);
    expect(server.requests).toEqual([]);
  });

  it("leave out what the server does not show, and are none for the project", async () => {
    const { manager, server, query } = setUp();
    (server.row("Project", "project") as Record<string, unknown>).link = [
      step("project", "bunny", "Project"),
    ];
    const [task] = await query("select name from Task where id is 'task-2'");
    const project = await manager.get("Project", "project");

    const ancestors = await manager.ancestors([task, project as object]);

    expect(ancestors.map(names)).toEqual([["bunny"], []]);
  });
});

describe("formatLink", () => {
  it("joins the names of a link", () => {
    const link = [step("p", "bunny", "Project"), step("s", "010"), step("t", "comp")];

    expect(formatLink(link)).toBe("bunny / 010 / comp");
    expect(formatLink(link, "/")).toBe("bunny/010/comp");
    expect(formatLink([])).toBe("");
  });
});
