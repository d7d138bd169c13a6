import { describe, expect, it } from "vitest";
import { EntityError } from "../../src/errors/entity-error.js";
import { NetworkError } from "../../src/errors/network-error.js";
import { OptionsError } from "../../src/errors/options-error.js";
import { checkScope } from "../../src/session/check-scope.js";
import type { EntityOptions } from "../../src/session/entity-manager.js";
import { readQueryAnswer } from "../../src/session/query-answer.js";
import type { EncodeStrategy } from "../../src/session/transcoder.js";
import { createManager, seedTasks } from "./support/create-manager.js";

async function setUp() {
  const made = createManager();
  seedTasks(made.server, 2);
  const [task, other] = await made.query("select name, bid, metadata.key, metadata.value from Task");
  task.metadata.set("shot", "010");
  await made.manager.commit();
  return { ...made, task, other };
}

const invalidValue = expect.objectContaining({ code: "entity_invalid_value" });
const circular: Record<string, unknown> = {};
circular.itself = circular;

describe("nothing that was meant otherwise is sent", () => {
  it.each([
    ["a promise nobody awaited", Promise.resolve("name")],
    ["a Map", new Map([["a", 1]])],
    ["a Set", new Set([1])],
    ["a date that is none", new Date(Number.NaN)],
    ["an object that contains itself", circular],
    ["an object without a JSON form", { toJSON: () => undefined }],
  ])("refuses %s as the value of an attribute", async (_what, value) => {
    const { manager, task } = await setUp();

    expect(() => {
      task.name = value;
    }).toThrow(invalidValue);
    expect(manager.recordedOperations).toEqual([]);
  });

  it("still takes lists, plain objects and objects that say what they are in JSON", async () => {
    const { task } = await setUp();

    for (const value of [[], {}, Object.create(null), [{ a: [1] }], { toJSON: () => "text" }]) {
      task.name = value;

      expect(task.name).toEqual(JSON.parse(JSON.stringify(value)));
    }
  });

  it("does not take an object of another kind for an empty one, and so delete all metadata", async () => {
    const { manager, task, other } = await setUp();

    for (const value of [
      Promise.resolve({ shot: "020" }),
      new Set(["shot"]),
      new Date(),
      other,
      [],
      ["shot"],
    ]) {
      expect(() => {
        task.metadata = value;
      }).toThrow(invalidValue);
    }

    expect(task.metadata.toObject()).toEqual({ shot: "010" });
    expect(manager.recordedOperations).toEqual([]);
  });

  it("refuses an entity or a promise as the data of another entity", async () => {
    const { manager, task } = await setUp();

    for (const data of [task, Promise.resolve({ name: "comp" }), new Map([["name", "comp"]]), []]) {
      expect(() => manager.create("Task", data)).toThrow(EntityError);
      expect(() => manager.update("Task", task.id, data)).toThrow(EntityError);
      await expect(manager.ensure("Task", data)).rejects.toThrow(EntityError);
    }
    expect(manager.recordedOperations).toEqual([]);
  });

  it("does not keep an attribute that does not exist beside those that do", async () => {
    const { task } = await setUp();

    expect(() => {
      task.nmae = "comp";
    }).toThrow(
      expect.objectContaining({
        code: "entity_unknown_attribute",
        message: expect.stringContaining('Did you mean "name"?'),
      }),
    );
    expect("nmae" in task).toBe(false);
    expect(Object.assign(Object.create(task), { isSelected: true }).isSelected).toBe(true);
    expect(task).toBeInstanceOf(Object);
  });
});

describe("what plain JavaScript gets wrong is named", () => {
  it.each([undefined, null, 5, {}])("by our own errors, given %s as the name of something", async (name) => {
    const { manager, task } = await setUp();
    const given = name as unknown as string;

    await expect(manager.get(given, "x")).rejects.toThrow(EntityError);
    expect(() => manager.create(given)).toThrow(EntityError);
    await expect(task.$get(given)).rejects.toThrow(EntityError);
    await expect(task.$load(given)).rejects.toThrow(EntityError);
    expect(() => task.$isLoaded(given)).toThrow(EntityError);
    expect(() => task.$revert(given)).toThrow(EntityError);
  });

  it("when a key is a number that is none", async () => {
    const { manager } = await setUp();

    await expect(manager.get("Task", Number.NaN)).rejects.toThrow(
      expect.objectContaining({ code: "entity_invalid_key" }),
    );
  });

  it("when an encoding does not exist, instead of fetching everything", async () => {
    const { manager, task } = await setUp();

    await expect(manager.encode(task, "set-only" as EncodeStrategy)).rejects.toThrow(OptionsError);
    await expect(manager.encode(task, "set-only" as EncodeStrategy)).rejects.toThrow("set_only");
    await expect(manager.encode(undefined)).rejects.toThrow(EntityError);
  });

  it("when a value that is part of itself is encoded, and when text to decode is none of ours", async () => {
    const { manager } = await setUp();
    const cyclic: unknown[] = [];
    cyclic.push({ cyclic });
    const same = {};

    await expect(manager.encode(cyclic)).rejects.toThrow(EntityError);
    await expect(manager.encode(cyclic, "all")).rejects.toThrow(EntityError);
    expect(() => manager.decodeText("{")).toThrow(EntityError);
    await expect(manager.encode([same, same])).resolves.toBe("[{},{}]");
  });
});

describe("settings of a view", () => {
  it.each([
    [{ recordOperation: false }, 'Did you mean "recordOperations"?'],
    [{ autoPopulate: true }, 'must be "peers", "single" or false; true was given'],
    [{ recordOperations: "no" }, "must be true or false; no was given"],
  ])("are refused when they are none: %o", (scope, problem) => {
    expect(() => checkScope(scope as Partial<EntityOptions>)).toThrow(OptionsError);
    expect(() => checkScope(scope as Partial<EntityOptions>)).toThrow(problem);
  });

  it("may be left to the session", () => {
    expect(() => checkScope({ recordOperations: undefined as never, autoPopulate: false })).not.toThrow();
  });
});

describe("rows that are none", () => {
  it("make the answer malformed, by an error of the network", async () => {
    const { manager } = await setUp();
    const rows = [{ id: "a", name: "no type" }] as never[];

    expect(() => manager.decode(rows)).toThrow(NetworkError);
    expect(() => readQueryAnswer({ data: [null] })).toThrow(NetworkError);
  });
});
