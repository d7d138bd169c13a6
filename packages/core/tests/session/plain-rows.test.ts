import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { typeKey } from "../../src/codec/wire-entity.js";
import { PlainRows } from "../../src/session/plain-rows.js";
import { createRegistry } from "./support/schemas.js";

type Row = Record<string, unknown>;

const registry = createRegistry();

function convert(...answers: Row[][]): Row[][] {
  new PlainRows(registry, true).convert(answers);
  return answers;
}

/** What a server makes of rows: every entity written out where it comes first, and named afterwards. */
function writeOnce(value: unknown, written = new Set<string>()): unknown {
  if (Array.isArray(value)) return value.map((item) => writeOnce(item, written));
  if (typeof value !== "object" || value === null) return value;
  const { [typeKey]: type, id, ...rest } = value as Row;
  const identity = `${type}:${id}`;
  if (written.has(identity)) return { [typeKey]: type, id };
  written.add(identity);
  const inner = Object.entries(rest).map(([name, own]) => [name, writeOnce(own, written)]);
  return { [typeKey]: type, id, ...Object.fromEntries(inner) };
}

const everyObject = (value: unknown): object[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(everyObject)] : [];

describe("plain rows", () => {
  it("say everything that a server left out because it had said it before, of whichever type has the key", () => {
    const id = fc.constantFrom("1", "2", "44dd9fb2-4164-11df", "44ddd0fe-4164-11df", "x".repeat(36));
    // Types may use one key.
    const status = id.map((key) => ({ [typeKey]: "Status", id: key, name: `status ${key}` }));
    const user = id.map((key) => ({ [typeKey]: "User", id: key, username: `user ${key}` }));
    const task = fc.record({ status: fc.option(status), assignments: fc.array(user, { maxLength: 3 }) });
    const answers = fc.array(fc.array(task, { maxLength: 8 }), { maxLength: 3 });

    fc.assert(
      fc.property(answers, (given) => {
        let count = 0;
        const whole = given.map((rows) =>
          rows.map((row) => ({ [typeKey]: "Task", id: String(count++), ...row })),
        );
        const plain = convert(...(writeOnce(whole) as Row[][]));

        expect(plain).toEqual(whole);
        const statuses = plain.flat().flatMap((row) => (row.status ? [row.status as Row] : []));
        expect(new Set(statuses).size).toBe(new Set(statuses.map((one) => one.id)).size);
        expect(plain.flat().flatMap(everyObject).every(Object.isFrozen)).toBe(true);
      }),
    );
  });

  it("add what a later mention says besides", () => {
    const [[first, second] = []] = convert([
      { [typeKey]: "Task", id: "1", status: { [typeKey]: "Status", id: "s", name: "Done" } },
      { [typeKey]: "Task", id: "2", status: { [typeKey]: "Status", id: "s", sort: 3 } },
    ]);

    expect(first?.status).toEqual({ [typeKey]: "Status", id: "s", name: "Done", sort: 3 });
    expect(second?.status).toBe(first?.status);
  });

  it("end where they would lead back to themselves", () => {
    const [[task] = []] = convert([
      {
        [typeKey]: "Task",
        id: "1",
        parent: { [typeKey]: "Shot", id: "p", children: [{ [typeKey]: "Task", id: "1" }] },
      },
    ]);

    expect(JSON.parse(JSON.stringify(task))).toEqual(task);
    const { parent } = task as { parent: Row };
    expect(parent.children).toEqual([{ [typeKey]: "Task", id: "1" }]);
  });

  it("keep rows that came without a key apart", () => {
    const [rows] = convert([
      { [typeKey]: "Task", name: "one" },
      { [typeKey]: "Task", name: "two" },
    ]);

    expect(rows?.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(rows?.every(Object.isFrozen)).toBe(true);
  });

  it("tell entities with several keys apart by all of them", () => {
    const pair = (key: string) => ({ [typeKey]: "Metadata", parent_id: "1", key, value: key.toUpperCase() });
    const [[task, one] = []] = convert([
      { [typeKey]: "Task", id: "1", metadata: [pair("a"), pair("b")] },
      { [typeKey]: "Metadata", parent_id: "1", key: "b" },
    ]);

    expect(task?.metadata).toEqual({ a: "A", b: "B" });
    expect(one).toEqual(pair("b"));
  });

  it("hold dates as text and other objects as they are", () => {
    const [[task] = []] = convert([
      {
        [typeKey]: "Task",
        id: "1",
        end_date: { __type__: "datetime", value: "2026-01-02T03:04:05" },
        link: [{ id: "p", name: "bunny", type: "Project" }],
      },
    ]);

    expect(task?.end_date).toBe("2026-01-02T03:04:05.000Z");
    expect(task?.link).toEqual([{ id: "p", name: "bunny", type: "Project" }]);
    expect(everyObject(task).every(Object.isFrozen)).toBe(true);
  });
});
