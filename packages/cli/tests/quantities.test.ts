import { describe, expect, it } from "vitest";
import { printBytes, printDuration } from "../src/output/quantities.js";

describe("quantities", () => {
  it.each([
    [0, "0 B"],
    [0.4, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [25_340_000, "25.3 MB"],
    [5e15, "5000.0 TB"],
  ])("prints %d bytes as %s", (bytes, text) => {
    expect(printBytes(bytes)).toBe(text);
  });

  it.each([
    [400, "0 s"],
    [59_400, "59 s"],
    [61_000, "1 min 1 s"],
    [7_260_000, "2 h 1 min"],
  ])("prints %d milliseconds as %s", (milliseconds, text) => {
    expect(printDuration(milliseconds)).toBe(text);
  });
});
