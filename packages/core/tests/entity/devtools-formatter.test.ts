import { describe, expect, it } from "vitest";
import { createDevtoolsFormatter } from "../../src/entity/devtools-formatter.js";
import { createManager, seedTasks } from "../session/support/create-manager.js";

async function setUp() {
  const { server, query } = createManager();
  seedTasks(server, 1);
  const [task] = await query("select name, status.name from Task where id is 'task-0'");
  server.requests.length = 0;
  return { server, task };
}

describe("a browser's console", () => {
  it("shows type, state and key of an entity", async () => {
    const { task } = await setUp();
    task.name = "changed";

    const header = createDevtoolsFormatter().header(task);

    expect(header).toEqual(["span", {}, "Task (modified) ", ["span", expect.anything(), "task-0"]]);
  });

  it("lists what is loaded, and asks the server for nothing", async () => {
    const { server, task } = await setUp();

    const [, , ...rows] = createDevtoolsFormatter().body(task) ?? [];

    const shown = rows.map((row) => (row as unknown as [string, object, [string, object, string]])[2][2]);
    expect(shown).toEqual(expect.arrayContaining(["name: ", "status: "]));
    expect(shown).not.toContain("description: ");
    expect(server.requests).toEqual([]);
  });

  it("shows references so that they unfold by themselves", async () => {
    const { task } = await setUp();

    const [, , ...rows] = createDevtoolsFormatter().body(task) ?? [];

    const last = rows.at(-1) as unknown as [
      string,
      object,
      [string, object, string],
      [string, { object: unknown }],
    ];
    expect(last[2][2]).toBe("status: ");
    expect(last[3][1].object).toBe(task.status);
  });

  it.each([[1], ["text"], [null], [undefined], [{}]])("leaves %j to the browser", (value) => {
    const formatter = createDevtoolsFormatter();

    expect(formatter.header(value)).toBeNull();
    expect(formatter.hasBody(value)).toBe(false);
    expect(formatter.body(value)).toBeNull();
  });
});
