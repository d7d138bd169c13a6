import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyJson } from "../../src/util/copy-json.js";

describe("copying what JSON can say", () => {
  it("gives the same value in objects of its own", () => {
    const property = fc.property(fc.jsonValue(), (value) => {
      const copy = copyJson(value);

      expect(copy).toEqual(value);
      if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
    });

    fc.assert(property);
  });

  it("leaves what is copied alone when the copy changes", () => {
    const value = { list: [{ id: "a" }] };

    const copy = copyJson(value);
    copy.list.push({ id: "b" });

    expect(value).toEqual({ list: [{ id: "a" }] });
  });

  it("keeps a key called __proto__ a key", () => {
    const copy = copyJson(JSON.parse('{"__proto__": {"admin": true}}') as object);

    expect(Object.keys(copy)).toEqual(["__proto__"]);
    expect(Reflect.get(copy, "admin")).toBeUndefined();
  });
});
