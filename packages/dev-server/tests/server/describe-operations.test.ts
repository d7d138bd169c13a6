import { describe, expect, it } from "vitest";
import { describeOperations, namesOfActions } from "../../src/server/describe-operations.js";

describe("describeOperations", () => {
  it("names actions and types, alike ones counted", () => {
    const text = describeOperations([
      { action: "create", entity_type: "Shot" },
      { action: "create", entity_type: "Task" },
      { action: "create", entity_type: "Task" },
      { action: "query", expression: "select name\nfrom Task where name is 'x'" },
      { action: "query", expression: "Project" },
      { action: "query_schemas" },
    ]);

    expect(text).toBe("create Shot, 2 × create Task, query Task, query Project, query_schemas");
  });

  it("never shows values", () => {
    const text = describeOperations([
      { action: "update", entity_type: "User", entity_data: { password: "x1" } },
    ]);

    expect(text).toBe("update User");
  });

  it.each([null, 5, "text", [null, [], 7], {}, { action: 4 }])("survives %j", (operations) => {
    expect(describeOperations(operations)).toContain("?");
    expect(namesOfActions(operations).every((name) => name === "?")).toBe(true);
  });
});
