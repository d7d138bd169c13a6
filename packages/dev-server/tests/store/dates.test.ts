import { expect, it } from "vitest";
import { normalizeDate, parseTime, printTime } from "../../src/store/dates.js";

it.each([
  ["2026-11-20", "2026-11-20T00:00:00"],
  ["2026-11-20T10:12:09", "2026-11-20T10:12:09"],
  ["2026-11-20 10:12", "2026-11-20T10:12:00"],
  ["2026-11-20T10:12:09.987654Z", "2026-11-20T10:12:09"],
  ["2026-11-20T10:12:09.000Z", "2026-11-20T10:12:09"],
  ["2026-11-20T01:30:00+02:00", "2026-11-19T23:30:00"],
  ["2026-11-20T10:00:00-0530", "2026-11-20T15:30:00"],
  ["2024-02-29", "2024-02-29T00:00:00"],
])("reads %s as %s", (given, stored) => {
  expect(normalizeDate(given)).toBe(stored);
});

it.each([
  "",
  "yesterday",
  "2026-02-30",
  "2026-13-01",
  "2026-11-20T25:00:00",
  "20261120",
  "2026-11-20T10:00:00+99",
])("does not take %j for a date", (given) => {
  expect(normalizeDate(given)).toBeUndefined();
});

it("prints times as it reads them", () => {
  const stored = "2026-11-20T10:12:09";

  expect(printTime(parseTime(stored) as number)).toBe(stored);
  expect(parseTime(null)).toBeUndefined();
});
