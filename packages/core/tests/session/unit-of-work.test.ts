import { describe, expect, it } from "vitest";
import type { AttributeEdit } from "../../src/entity/entity-host.js";
import type { EntityRecord } from "../../src/entity/entity-record.js";
import type { Attribute } from "../../src/schema/entity-type.js";
import { type LogEntry, UnitOfWork } from "../../src/session/unit-of-work.js";
import { createManager, seedTasks } from "./support/create-manager.js";

/** The log counts the edits of a record, and looks at nothing else of it. */
const createRecord = () => ({ edits: 0 }) as EntityRecord;

const edit = (record: EntityRecord, slot: string, after: unknown = 1): AttributeEdit => ({
  record,
  slot,
  attribute: { name: slot } as Attribute,
  before: undefined,
  after: () => after,
});

function setUp() {
  let changes = 0;
  const unit = new UnitOfWork(() => {
    changes++;
  });
  const slots = () => unit.entries().map(({ kind, edit: one }) => one?.slot ?? kind);
  const values = (record: EntityRecord) =>
    Array.from(unit.edits(record), ({ slot, after }) => [slot, after()]);
  return { unit, slots, values, changes: () => changes };
}

describe("the log of local changes", () => {
  it("keeps the order in which changes were made", () => {
    const { unit, slots } = setUp();
    const record = createRecord();

    unit.create(record, { name: "new" });
    unit.update(edit(record, "bid"));
    unit.delete(createRecord());

    expect(slots()).toEqual(["create", "bid", "delete"]);
    expect(unit.entries().map(({ kind }) => kind)).toEqual(["create", "update", "delete"]);
    expect(unit.entries()[0]?.data).toEqual({ name: "new" });
  });

  it("knows the edits of each record, and tells the record how many there are", () => {
    const { unit, values } = setUp();
    const [one, two] = [createRecord(), createRecord()];

    unit.update(edit(one, "name"));
    unit.update(edit(two, "name", 2));
    unit.update(edit(one, "bid", 3));

    expect(values(one)).toEqual([
      ["name", 1],
      ["bid", 3],
    ]);
    expect(values(two)).toEqual([["name", 2]]);
    expect(values(createRecord())).toEqual([]);
    expect([one.edits, two.edits]).toEqual([2, 1]);
  });

  it("forgets the edit of a slot and nothing else", () => {
    const { unit, slots, values } = setUp();
    const [one, two] = [createRecord(), createRecord()];
    for (const record of [one, two]) for (const slot of ["name", "bid"]) unit.update(edit(record, slot));

    unit.forget(one, "name");
    unit.forget(one, "name");
    unit.forget(createRecord(), "bid");

    expect(slots()).toEqual(["bid", "name", "bid"]);
    expect(values(one)).toEqual([["bid", 1]]);
    expect([one.edits, two.edits]).toEqual([1, 2]);
  });

  it("gives entries away to be sent, each once", () => {
    const { unit, slots, values } = setUp();
    const record = createRecord();
    unit.create(record, {});
    unit.update(edit(record, "name"));
    const entries = unit.entries();
    unit.update(edit(record, "bid"));

    unit.take(entries);
    unit.take(entries);

    expect(slots()).toEqual(["bid"]);
    expect(values(record)).toEqual([["bid", 1]]);
    expect(record.edits).toBe(1);
  });

  it("puts back what could not be sent before what was recorded since, of which a newer value stays", () => {
    const { unit, slots, values } = setUp();
    const [one, two] = [createRecord(), createRecord()];
    unit.create(one, {});
    unit.update(edit(one, "name", "old"));
    unit.update(edit(two, "name", "kept"));
    const failed = unit.entries();
    unit.take(failed);
    unit.update(edit(one, "bid", 5));
    unit.update(edit(one, "name", "new"));

    unit.restore(failed);

    expect(slots()).toEqual(["create", "name", "bid", "name"]);
    expect(values(two)).toEqual([["name", "kept"]]);
    expect(values(one)).toEqual([
      ["bid", 5],
      ["name", "new"],
    ]);
    expect([one.edits, two.edits]).toEqual([2, 1]);
  });

  it("leaves nothing behind when it is cleared", () => {
    const { unit, slots, values } = setUp();
    const record = createRecord();
    unit.create(record, {});
    unit.update(edit(record, "name"));

    unit.clear();

    expect(slots()).toEqual([]);
    expect(values(record)).toEqual([]);
    expect(record.edits).toBe(0);
  });

  it.each<[string, (unit: UnitOfWork, record: EntityRecord, entries: readonly LogEntry[]) => void, boolean]>([
    ["recorded", (unit, record) => unit.update(edit(record, "bid")), true],
    ["forgotten", (unit, record) => unit.forget(record, "name"), true],
    ["taken", (unit, _, entries) => unit.take(entries), true],
    ["put back", (unit, _, entries) => unit.restore(entries), true],
    ["cleared", (unit) => unit.clear(), true],
    ["forgotten that was never there", (unit, record) => unit.forget(record, "other"), false],
    ["taken that is there no more", (unit) => unit.take([{ ...unit.entries()[0] } as LogEntry]), false],
  ])("tells when something is %s", (_, act, tells) => {
    const { unit, changes } = setUp();
    const record = createRecord();
    unit.update(edit(record, "name"));
    const before = changes();

    act(unit, record, unit.entries());

    expect(changes() > before).toBe(tells);
  });
});

describe("recorded operations", () => {
  it("say what they are about and what changed", async () => {
    const { manager, server, query, create } = createManager();
    seedTasks(server, 2);
    server.seed("Scope", { id: "s1", name: "s1" });
    const [task, other] = await query("select name, scopes.name, metadata.key, metadata.value from Task");
    const [scope] = await query("select name from Scope");

    const shot = create("Shot", { name: "010" });
    task.name = "x";
    task.scopes.add(scope);
    task.metadata.set("a", "1");
    manager.delete(other);

    const about = { kind: "update", entityType: "Task", entityKey: ["task-0"] };
    expect(manager.recordedOperations).toMatchObject([
      { kind: "create", entityType: "Shot", entityKey: [shot.id], data: { name: "010" } },
      { ...about, attribute: "name", before: "task 0", after: "x", change: "value" },
      { ...about, attribute: "scopes", after: { added: [{ id: "s1" }], removed: [] }, change: "members" },
      { ...about, attribute: "metadata", after: { key: "a", value: "1" }, change: "pair" },
      { kind: "delete", entityType: "Task", entityKey: ["task-1"] },
    ]);
  });
});
