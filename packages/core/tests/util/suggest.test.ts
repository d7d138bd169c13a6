import { describe, expect, it } from "vitest";
import { didYouMean, suggest } from "../../src/util/suggest.js";

describe("suggestions", () => {
  it.each([
    ["nam", ["name", "id"], "name"],
    ["NAME", ["name", "id"], "name"],
    ["asignee", ["assets", "assignments", "status"], "assignments"],
    ["nmae", ["id", "name", "notes"], "name"],
    ["bd", ["bid", "name"], "bid"],
    ["statu_id", ["status", "status_id", "state_id"], "status_id"],
  ])("finds what %j was meant to be", (given, names, expected) => {
    expect(suggest(given, names)).toBe(expected);
  });

  it.each([
    ["x", ["name", "id"]],
    ["completely_different", ["name", "bid"]],
    ["name", []],
  ])("stays silent where nothing is near %j", (given, names) => {
    expect(didYouMean(given, names)).toBe("");
  });
});
