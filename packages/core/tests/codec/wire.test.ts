import { describe, expect, it } from "vitest";
import { createReference, joinKey, splitKey } from "../../src/codec/reference.js";
import { isWireDate, isWireEntity } from "../../src/codec/wire-entity.js";

describe("values of the wire", () => {
  it("are entities when they name their type", () => {
    expect(isWireEntity({ __entity_type__: "Task" })).toBe(true);
    for (const value of [{ __entity_type__: 5 }, {}, null, "Task", undefined]) {
      expect(isWireEntity(value)).toBe(false);
    }
  });

  it("are dates when they say so and hold text", () => {
    expect(isWireDate({ __type__: "datetime", value: "2022-10-10T10:12:09" })).toBe(true);
    expect(isWireDate({ __type__: "date", value: "2022-10-10" })).toBe(true);
    for (const value of [
      { __type__: "date" },
      { __type__: "", value: "" },
      { value: "" },
      null,
      "date",
      undefined,
    ]) {
      expect(isWireDate(value)).toBe(false);
    }
  });
});

describe("keys", () => {
  it("are one text, whatever they are made of, and several values again", () => {
    expect(joinKey([5])).toBe("5");
    expect(joinKey([null])).toBe("null");
    expect(splitKey(joinKey(["a,b", "c"]))).toEqual(["a,b", "c"]);
  });

  it("are written by name into a reference", () => {
    expect(createReference("Metadata", ["parent_id", "key"], ["p", "k"])).toEqual({
      __entity_type__: "Metadata",
      parent_id: "p",
      key: "k",
    });
  });
});
