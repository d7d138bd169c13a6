import type { Schema } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { createSchemas } from "../../src/schema/create-schemas.js";
import { builtInObjectTypes } from "../../src/schema/object-types.js";
import { printPythonJson, schemaHash } from "../../src/schema/schema-hash.js";

describe("schemaHash", () => {
  it("does not depend on the order of keys", () => {
    const schema: Schema = { id: "A", type: "object", properties: {}, primary_key: ["id"] };
    const reordered: Schema = { primary_key: ["id"], properties: {}, type: "object", id: "A" };

    expect(schemaHash([schema])).toBe(schemaHash([reordered]));
  });

  it("changes with every new object type", () => {
    const [task] = builtInObjectTypes;
    if (!task) throw new Error("there is a first object type");

    const before = schemaHash(createSchemas());
    const after = schemaHash(
      createSchemas({ objectTypes: [...builtInObjectTypes, { ...task, id: "new", name: "Camera Setup" }] }),
    );

    expect(after).not.toBe(before);
  });
});

describe("printPythonJson", () => {
  it.each([
    [{ b: 1, a: [true, null] }, '{"a": [true, null], "b": 1}'],
    ["é\u2028𝄞\u007f", '"\\u00e9\\u2028\\ud834\\udd1e\\u007f"'],
    ['quote " slash \\ tab \t bell \u0007', '"quote \\" slash \\\\ tab \\t bell \\u0007"'],
    [[], "[]"],
    [{}, "{}"],
    [0.5, "0.5"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [-2.5e-10, "-2.5e-10"],
    [2 ** 63, "9223372036854775808"],
    [{ "\uffff": 1, "\u{10000}": 2 }, '{"\\uffff": 1, "\\ud800\\udc00": 2}'],
  ])("prints %j as Python does", (value, expected) => {
    expect(printPythonJson(value)).toBe(expected);
  });
});
