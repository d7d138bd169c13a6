import { describe, expect, it } from "vitest";
import { parseRange } from "../../src/files/range.js";

describe("parseRange", () => {
  it.each([
    ["bytes=0-4", { start: 0, end: 5 }],
    ["bytes=5-", { start: 5, end: 10 }],
    ["bytes=-3", { start: 7, end: 10 }],
    ["bytes=-30", { start: 0, end: 10 }],
    ["bytes=8-99", { start: 8, end: 10 }],
    ["bytes=9-9", { start: 9, end: 10 }],
    ["bytes=10-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=5-2", undefined],
    ["bytes=-", undefined],
    ["bytes=0-1,3-4", undefined],
    ["items=0-1", undefined],
    [null, undefined],
  ])("reads %s of ten bytes as %o", (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected);
  });
});
