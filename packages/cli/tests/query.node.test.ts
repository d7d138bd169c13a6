import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWith } from "./run-with.js";

let server: DevServer;
let environment: Record<string, string>;
beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "demo", credentials: { user: "jane", key: "k" } });
  environment = { FTRACK_SERVER: server.url, FTRACK_API_USER: "jane", FTRACK_API_KEY: "k" };
});
afterAll(() => server.close());

describe("ftrack-kit query", () => {
  it("prints a table with a column per projection", async () => {
    const { code, out, notes } = await runWith(
      ["query", "select name, status.name from Task limit 3"],
      environment,
    );

    expect(code).toBe(0);
    expect(out).toContain("status.name");
    expect(notes).toContain("3 rows");
  });

  it("prints JSON that a program reads back", async () => {
    const { out } = await runWith(
      ["query", "select name from Project order by name", "--format", "json"],
      environment,
    );

    const rows = JSON.parse(out);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows[0]).toMatchObject({ name: expect.any(String) });
  });

  it("prints CSV whose cells cannot become formulas", async () => {
    const { out } = await runWith(
      ["query", "select username, first_name from User", "--format", "csv"],
      environment,
    );

    expect(out.split("\n")[0]).toBe("username,first_name");
    expect(out).toContain("jane");
  });

  it("stops at --max, and says that there is more", async () => {
    const { out, notes } = await runWith(
      ["query", "select id from Task", "--max", "7", "--format", "json"],
      environment,
    );

    expect(JSON.parse(out)).toHaveLength(7);
    expect(notes).toBe("the first 7 rows; there are more\n");
  });

  it("says nothing of more rows when --max is all there is", async () => {
    const { notes } = await runWith(["query", "select id from Task limit 7", "--max", "7"], environment);

    expect(notes).toBe("7 rows\n");
  });

  it.each(["many", "-1", "1.5", ""])("refuses --max %j", async (max) => {
    const { code, notes } = await runWith(["query", "Task", "--max", max], environment);

    expect(code).toBe(2);
    expect(notes).toContain("whole number");
  });

  it("prints groups with a column per aggregate", async () => {
    const { out } = await runWith(
      ["query", "select status.name, count(id) from Task group by status.name", "--format", "csv"],
      environment,
    );

    const [head, first] = out.split("\n");
    expect(head).toBe("status.name,count_id");
    expect(first).toMatch(/^.+,\d+$/);
  });

  it("prints members of relations in one cell", async () => {
    const { out } = await runWith(
      [
        "query",
        "select name, assignments.resource.username from Task where assignments any () limit 1",
        "--format",
        "csv",
      ],
      environment,
    );

    expect(out.split("\n")[1]).toMatch(/^[^,]+,"?\w+/);
  });

  it("points at a syntax error, and ends with the code for usage", async () => {
    const { code, notes } = await runWith(["query", "select name from Task where"], environment);

    expect(code).toBe(2);
    expect(notes).toContain("^");
  });

  it("suggests the attribute that was meant", async () => {
    const { code, notes } = await runWith(["query", "select nmae from Task"], environment);

    expect(code).toBe(2);
    expect(notes).toContain('Did you mean "name"?');
  });

  it("says which variable is missing", async () => {
    const { code, notes } = await runWith(["query", "Task"], {});

    expect(code).toBe(2);
    expect(notes).toContain("FTRACK_SERVER");
  });

  it("ends with the code for connections when the server is down", async () => {
    const { code } = await runWith(["query", "Task", "--server", "http://127.0.0.1:9"], environment);

    expect(code).toBe(3);
  });

  it("ends with the code for authentication when the key is wrong", async () => {
    const { code, notes } = await runWith(["query", "Task"], {
      ...environment,
      FTRACK_API_KEY: "wrong-secret",
    });

    expect(code).toBe(4);
    expect(notes).not.toContain("wrong-secret");
  });
});
