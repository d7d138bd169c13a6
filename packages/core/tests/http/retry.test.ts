import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "../../src/http/retry.js";

describe("parseRetryAfter", () => {
  const now = Date.UTC(2026, 0, 1);

  it.each([
    ["5", 5_000],
    ["0", 0],
    ["1.5", 1_500],
    ["-3", 0],
    ["Thu, 01 Jan 2026 00:00:10 GMT", 10_000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["soon", undefined],
    ["", undefined],
    [null, undefined],
  ])("reads %j as %j milliseconds", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
