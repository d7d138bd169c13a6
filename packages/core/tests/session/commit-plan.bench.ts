import { bench, describe } from "vitest";
import { planCommit } from "../../src/session/commit-plan.js";
import type { RecordedOperation } from "../../src/session/operations.js";
import { createRegistry } from "./support/schemas.js";

const registry = createRegistry();
const operations = Array.from({ length: 50_000 }, (_, index): RecordedOperation[] => {
  const base = { identity: `Context:${index}`, entityType: "Task", entityKey: [String(index)] };
  return [
    { kind: "create", ...base, data: { id: String(index), name: "task", parent_id: "project" } },
    {
      kind: "update",
      ...base,
      attribute: "bid",
      slot: "bid",
      before: undefined,
      after: index,
      change: "value",
    },
  ];
}).flat();

describe("planning a commit", () => {
  bench("100,000 operations: a creation and a change of 50,000 tasks", () => {
    planCommit(operations, registry);
  });
});
