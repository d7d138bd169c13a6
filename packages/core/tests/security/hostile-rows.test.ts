import { beforeEach, describe, expect, it } from "vitest";
import type { WireEntity } from "../../src/codec/wire-entity.js";
import { FtrackError } from "../../src/errors/ftrack-error.js";
import { decodeEvent } from "../../src/events/decode-event.js";
import { parseExpression } from "../../src/events/expression.js";
import { compileExpression } from "../../src/events/expression-matcher.js";
import { decodePacket } from "../../src/events/packet.js";
import { decodeUpdate } from "../../src/events/update-event.js";
import { readAnswer } from "../../src/http/read-answer.js";
import { SchemaRegistry } from "../../src/schema/schema-registry.js";
import { createManager } from "../session/support/create-manager.js";

/** Names that mean something to the engine. */
const names = [
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "then",
  "toJSON",
];
const poison = '{"polluted": true, "name": "polluted"}';
/** What JSON from outside may hold: `JSON.parse` makes own properties of these names. */
const poisoned = <Value>(fields = ""): Value =>
  JSON.parse(`{${fields}${names.map((name) => `"${name}": ${poison}`).join(", ")}}`) as Value;

const expectNoPollution = () => {
  expect("polluted" in {}).toBe(false);
  expect("polluted" in Object).toBe(false);
  expect("polluted" in []).toBe(false);
  expect("polluted" in (() => undefined)).toBe(false);
};

describe("rows with names that mean something to the engine", () => {
  let manager: ReturnType<typeof createManager>["manager"];
  beforeEach(() => {
    manager = createManager().manager;
  });
  const row = (more = ""): WireEntity => poisoned(`"__entity_type__": "Task", "id": "task", ${more}`);

  it.each([
    ["at first", row(), row('"bid": 1,')],
    ["when more of them arrives", { __entity_type__: "Task", id: "task" } as WireEntity, row('"bid": 1,')],
  ])("stay what they are as entities, %s", (_, early, late) => {
    const [first] = manager.decode([early]);
    const [again] = manager.decode([late]);

    expectNoPollution();
    expect(again).toBe(first);
    const task = first as unknown as Record<string, unknown>;
    expect(task.bid).toBe(1);
    expect(task.name).toBeUndefined();
    expect(task.$isLoaded).toBeTypeOf("function");
    expect(first?.$isLoaded("name")).toBe(false);
    expect(String(first)).toContain("Task");
  });

  it("stay what they are as plain rows", () => {
    const [plain, again] = manager.plainRows([row(), row('"bid": 1,')]);

    expectNoPollution();
    for (const one of [plain, again] as Record<string, unknown>[]) {
      expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
      expect(one.name).toBeUndefined();
    }
  });

  it("may be of types that no schema names", () => {
    for (const name of names) {
      const [entity] = manager.decode([{ __entity_type__: name, id: "1" } as never]);

      expect(entity?.$type).toBe(name);
    }
    expectNoPollution();
  });

  it("are no attributes that can be asked for, or set", async () => {
    const [task] = manager.decode([row()]);
    for (const name of names) {
      await expect(task?.$get(name)).rejects.toSatisfy(FtrackError.is);
      expect(() => manager.create("Task", poisoned())).toThrow(FtrackError);
    }
    expectNoPollution();
  });

  it("can be keys of metadata", () => {
    const task = manager.create("Task", { name: "x" }) as unknown as {
      metadata: { set(key: string, value: string): void; toObject(): object };
    };
    for (const name of names) task.metadata.set(name, "value");

    expect(Object.keys(task.metadata.toObject()).sort()).toEqual([...names].sort());
    expectNoPollution();
  });

  it("may nest deeper than any query asks for", () => {
    const depth = 1_000;
    const nested = `${'{"__entity_type__": "Task", "id": "t", "parent": '.repeat(depth)}null${"}".repeat(depth)}`;

    expect(manager.decode([JSON.parse(nested) as never])).toHaveLength(1);
    expect(manager.plainRows([JSON.parse(nested) as never])).toHaveLength(1);
  });
});

describe("schemas with such names", () => {
  it("make types and attributes that shadow nothing", () => {
    const id = { type: "string" };
    const schema = (name: string) => ({
      id: name,
      type: "object",
      properties: poisoned<Record<string, object>>(`"id": ${JSON.stringify(id)}, `),
      primary_key: ["id"],
      immutable: ["id"],
      default_projections: ["id"],
    });

    const registry = new SchemaRegistry([schema("Task"), ...names.map(schema)] as never);

    expectNoPollution();
    expect(registry.get("Task").attribute("id").name).toBe("id");
    for (const name of names) expect(registry.get(name).name).toBe(name);
    expect(() => registry.get("isPrototypeOf")).toThrow(FtrackError);
  });
});

describe("events with such names", () => {
  it("are matched by what they hold themselves", () => {
    const event = decodeEvent(poisoned('"topic": "ftrack.update", "id": "1", "data": {"entities": []}, '));

    expectNoPollution();
    for (const expression of ["data.polluted=true", "data.constructor.name=Object", "source.toString=*"]) {
      expect(compileExpression(parseExpression(expression))(event as never)).toBe(false);
    }
  });

  it("are decoded to what they say", () => {
    const entity = poisoned<object>(
      '"entity_type": "Task", "entityId": "1", "action": "update", "keys": ["__proto__"], ',
    );
    const changes = poisoned<object>();

    const event = decodeEvent({
      topic: "ftrack.update",
      id: "1",
      data: { entities: [{ ...entity, changes }] },
    });
    const [update] = decodeUpdate(event as never, createManager().server.registry);

    expect(update).toMatchObject({ entityType: "Task", action: "update" });

    expectNoPollution();
  });

  it("arrive in packets without harm", () => {
    const packet = decodePacket(`5:::{"name": "ftrack.event", "args": [${JSON.stringify(poisoned())}]}`);

    expect(packet).toMatchObject({ type: "event" });
    expectNoPollution();
  });
});

describe("answers with such names", () => {
  it("are refused or taken for what they are", () => {
    const read = (value: unknown) =>
      readAnswer(200, JSON.stringify(value), { requestId: "1", actions: ["query"] }, (text) => text);

    expect(read(poisoned())).toHaveProperty("error");
    expect(read(poisoned('"exception": "x", "content": "y", '))).toMatchObject({ error: { message: "y" } });
    expect(read([poisoned()])).toHaveProperty("results");
    expectNoPollution();
  });
});
