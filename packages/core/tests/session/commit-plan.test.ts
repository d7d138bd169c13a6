import { describe, expect, it } from "vitest";
import { planCommit } from "../../src/session/commit-plan.js";
import type { RecordedOperation } from "../../src/session/operations.js";
import { createRegistry } from "./support/schemas.js";

const registry = createRegistry();
const base = (id: string, entityType = "Task") => ({
  identity: `${registry.familyOf(entityType)}:${id}`,
  entityType,
  entityKey: id.split("\u0000"),
});
const create = (id: string, data: Record<string, unknown> = {}, type?: string): RecordedOperation => ({
  kind: "create",
  ...base(id, type),
  data: { ...data },
});
const update = (id: string, attribute: string, after: unknown, slot = attribute): RecordedOperation => ({
  kind: "update",
  ...base(id),
  attribute,
  slot,
  before: undefined,
  after,
  change: "value",
});
const members = (id: string, added: unknown[], removed: unknown[] = []): RecordedOperation => ({
  ...(update(id, "scopes", { added, removed }) as RecordedOperation & { kind: "update" }),
  change: "members",
});
const remove = (id: string): RecordedOperation => ({ kind: "delete", ...base(id) });
const task = (id: string) => ({ __entity_type__: "Task", id });

const plan = (...operations: RecordedOperation[]) =>
  planCommit(operations, registry).map((planned) =>
    planned.action === "pair"
      ? ["pair", planned.entityKey[0], planned.pair]
      : planned.action === "delete"
        ? ["delete", planned.entityKey[0]]
        : [planned.action, planned.entityKey[0], planned.data],
  );

describe("planCommit", () => {
  it("sends nothing for what was created and deleted", () => {
    expect(plan(create("a"), update("a", "name", "x"), remove("a"))).toEqual([]);
  });

  it("sends what was created, deleted and created again", () => {
    expect(plan(create("a", { name: "1" }), remove("a"), create("a", { name: "2" }))).toEqual([
      ["create", "a", { name: "2" }],
    ]);
  });

  it("deletes and creates again what the server had", () => {
    expect(plan(update("a", "name", "x"), remove("a"), create("a", { name: "2" }))).toEqual([
      ["delete", "a"],
      ["create", "a", { name: "2" }],
    ]);
    expect(plan(remove("a"), create("a"), remove("a"))).toEqual([["delete", "a"]]);
  });

  it("deletes once, and sends no changes of what is deleted", () => {
    expect(plan(update("a", "name", "x"), remove("a"), update("a", "bid", 1), remove("a"))).toEqual([
      ["delete", "a"],
    ]);
  });

  it("folds changes into the creation, wherever they are", () => {
    expect(
      plan(
        create("a", { name: "1" }),
        create("b"),
        update("b", "bid", 2),
        update("a", "bid", 1),
        update("a", "name", "2"),
      ),
    ).toEqual([
      ["create", "a", { bid: 1, name: "2" }],
      ["create", "b", { bid: 2 }],
    ]);
  });

  it("lets the last value of an attribute win, reference or foreign key", () => {
    expect(
      plan(
        update("a", "status", { __entity_type__: "Status", id: "s" }, "status_id"),
        update("b", "bid", 1),
        update("a", "status_id", "t"),
      ),
    ).toEqual([
      ["update", "a", { status_id: "t" }],
      ["update", "b", { bid: 1 }],
    ]);
  });

  it("does not mention an entity before it is created", () => {
    expect(
      plan(create("a"), create("b"), update("a", "parent", task("b"), "parent_id"), update("a", "bid", 1)),
    ).toEqual([
      ["create", "a", {}],
      ["create", "b", {}],
      ["update", "a", { parent: task("b"), bid: 1 }],
    ]);
  });

  it("does not mention the key of an entity before it is created", () => {
    expect(plan(create("a"), create("b"), update("a", "parent_id", "b"), update("a", "bid", 1))).toEqual([
      ["create", "a", {}],
      ["create", "b", {}],
      ["update", "a", { parent_id: "b", bid: 1 }],
    ]);
  });

  it("drops mentions of entities that were never sent", () => {
    expect(
      plan(
        create("a"),
        update("b", "parent", task("a"), "parent_id"),
        update("b", "name", "x"),
        members("c", [task("a")]),
        update("d", "thumbnail_id", "a"),
        remove("a"),
      ),
    ).toEqual([["update", "b", { name: "x" }]]);
  });

  it("sends no row whose key is that of an entity that was never sent", () => {
    expect(plan(create("a"), create("a\u0000key", { value: "1" }, "Metadata"), remove("a"))).toEqual([]);
  });

  it("lets a new entity take the name of one that was deleted", () => {
    expect(plan(create("a", { name: "x" }), remove("b"), update("a", "name", "y"))).toEqual([
      ["create", "a", {}],
      ["delete", "b"],
      ["update", "a", { name: "y" }],
    ]);
  });

  it("keeps composite keys apart", () => {
    expect(
      plan(create("a\u0000b", { value: "1" }, "Metadata"), create("a\u0000c", { value: "2" }, "Metadata")),
    ).toHaveLength(2);
  });

  it("treats a task and a context of the same id as one", () => {
    const asContext = { ...remove("a"), entityType: "Context" };

    expect(plan(create("a"), asContext)).toEqual([]);
  });

  it("sends the members of a new owner whole, and marks others for reading", () => {
    const [first, second] = planCommit(
      [create("a"), members("a", [task("x")]), members("b", [task("x")])],
      registry,
    );

    expect(first).toMatchObject({ data: { scopes: [task("x")] }, deltas: {} });
    expect(second).toMatchObject({ data: {}, deltas: { scopes: { added: [task("x")] } } });
  });

  it("keeps members that join by their own reference in the list that is sent", () => {
    const children = { ...members("s", [task("b")]), attribute: "children", slot: "children" };
    const [, , , list] = planCommit(
      [create("s"), create("a", { parent: task("s") }), create("b"), children],
      registry,
    );

    expect(list).toMatchObject({ entityKey: ["s"], data: { children: [task("b"), task("a")] } });
  });

  it("plans 100,000 operations in linear time", () => {
    const measure = (size: number) => {
      const operations = Array.from({ length: size }, (_, index) => [
        create(`e${index}`, { name: "x" }),
        update(`e${index}`, "bid", index),
        ...(index % 3 === 0 ? [remove(`e${index}`)] : []),
      ]).flat();
      const start = performance.now();
      const planned = planCommit(operations, registry);
      return { time: performance.now() - start, length: planned.length };
    };
    measure(2_000);

    const small = measure(5_000);
    const large = measure(50_000);

    expect(large.length).toBe(33_333);
    expect(large.time).toBeLessThan(Math.max(20, small.time) * 60);
  });
});
