import { describe, expect, it } from "vitest";
import { type BurnDownData, pointsOf } from "../../examples/web-dashboard/src/charts/burn-down-points.js";

const day = 86_400_000;
const now = Date.parse("2026-03-10T15:00:00Z");
const date = (offset: number) => new Date(now + offset * day).toISOString();
const done = new Set(["approved"]);
const data = (parts: Partial<BurnDownData>): BurnDownData => ({
  due: [],
  changes: [],
  done,
  open: 0,
  ...parts,
});

describe("the burn-down of the dashboard", () => {
  it("tells from what is left now, and when tasks were done, what was left on every day", () => {
    const points = pointsOf(
      data({
        open: 3,
        changes: [
          { date: date(-3), status_id: "approved" },
          { date: date(-1), status_id: "approved" },
          { date: date(-1), status_id: "approved" },
        ],
      }),
      now,
    );

    expect(points.map(({ open }) => open)).toEqual([5, 5, 3, 3]);
  });

  it("goes up on the day that something was taken up again", () => {
    const points = pointsOf(
      data({
        open: 2,
        changes: [
          { date: date(-2), status_id: "approved" },
          { date: date(-1), status_id: "revise" },
        ],
      }),
      now,
    );

    expect(points.map(({ open }) => open)).toEqual([1, 2, 2]);
  });

  it("says what the plan leaves until the last day, and nothing of what will be open", () => {
    const points = pointsOf(
      data({
        open: 4,
        due: [
          { end_date: date(-1), count_id: 1 },
          { end_date: date(1), count_id: 3 },
          { end_date: null, count_id: 9 },
        ],
      }),
      now,
    );

    expect(points.map(({ planned }) => planned)).toEqual([3, 3, 0]);
    expect(points.map(({ open }) => open)).toEqual([4, 4, undefined]);
  });

  it("has no day where nothing is due and nothing was done", () => {
    expect(pointsOf(data({ open: 7 }), now)).toEqual([]);
  });
});
