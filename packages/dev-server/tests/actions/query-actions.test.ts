import { describe, expect, it } from "vitest";
import { studioServer } from "./studio-server.js";

const { ask } = studioServer();
const ids = (answer: Record<string, unknown>) => (answer.data as { id: string }[]).map(({ id }) => id);

describe("query", () => {
  it("names the offset of the next page", async () => {
    const answer = await ask({ action: "query", expression: "select id from Task offset 2 limit 2" });

    expect([ids(answer), answer.metadata]).toEqual([["t3", "t4"], { next: { offset: 4 } }]);
  });

  it("answers groups to strict clients", async () => {
    const expression = "select count(id), project_id from Task group by project_id";

    const answer = await ask({ action: "query", expression }, { strict: true });
    const refused = ask({ action: "query", expression });

    expect(answer.data).toEqual([
      { count_id: 5, project_id: "p1" },
      { count_id: 1, project_id: "p2" },
    ]);
    await expect(refused).rejects.toThrow("strict");
  });
});

describe("search", () => {
  const search = { action: "search", expression: "select id from Task", entity_type: "Task" };

  it.each([
    ["everything for blank terms", { terms: [""] }, ["t1", "t2", "t3", "t4", "t5", "t6"]],
    ["all terms anywhere", { terms: ["ANIM", "sh020"] }, ["t3"]],
    ["names of contexts above", { terms: ["lantern"] }, ["t6"]],
    ["below a context only", { terms: ["light"], context_id: "sq1" }, ["t2"]],
    ["not the context itself", { terms: [], context_id: "t1" }, []],
    ["of object types", { terms: [], object_type_ids: ["bad911de-3bd6-47b9-8b46-3476e237cb36"] }, []],
    ["of any object type", { terms: ["comp"], object_type_ids: [] }, ["t5"]],
    [
      "with conditions and limits",
      { terms: [], expression: "select id from Task where bid > 50 limit 2" },
      ["t1", "t2"],
    ],
  ])("finds %s", async (_title, terms, expected) => {
    const answer = await ask({ ...search, ...terms });

    expect(ids(answer)).toEqual(expected);
    expect(answer.action).toBe("search");
  });

  it.each([
    ["versions by their asset", "AssetVersion", ["plate", "v2"], ["v2"]],
    ["users by any name", "User", ["finch"], ["u1"]],
    ["notes by content", "Note", ["slower"], ["n1"]],
  ])("finds %s", async (_title, type, terms, expected) => {
    const answer = await ask({
      action: "search",
      expression: `select id from ${type}`,
      entity_type: type,
      terms,
    });

    expect(ids(answer)).toEqual(expected);
  });

  it.each([
    ["without terms", { terms: undefined }],
    ["with terms that are no texts", { terms: [5] }],
    ["without a type", { terms: [], entity_type: undefined }],
    ["for an unknown type", { terms: [], entity_type: "Tusk" }],
  ])("is refused %s", async (_title, fields) => {
    const answer = ask({ ...search, ...fields });

    await expect(answer).rejects.toThrow("Error");
  });
});
