import { parseQuery } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { Budget } from "../../src/query/budget.js";
import { groupRows, isGrouped } from "../../src/query/group-rows.js";
import { smallStudio, statuses } from "./small-studio.js";

const { source } = smallStudio();
const group = (expression: string) =>
  groupRows(source, parseQuery(expression), { budget: new Budget(100_000) });

describe("group by", () => {
  it("counts the rows of each group and names the column after function and attribute", () => {
    const { rows } = group("select count(id), project_id from Task group by project_id");

    expect(rows).toEqual([
      { count_id: 5, project_id: "p1" },
      { count_id: 1, project_id: "p2" },
    ]);
  });

  it("shows what is grouped by in every row, selected or not, as the protocol page's example does", () => {
    const { rows } = group("select count(id) from Task group by project_id, status_id");

    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(["count_id", "project_id", "status_id"]);
  });

  it("groups by several attributes, unset ones among them", () => {
    const { rows } = group(
      "select count(id), status_id from Task where project_id is p1 group by project_id, status_id",
    );

    expect(rows).toEqual([
      { count_id: 1, status_id: null, project_id: "p1" },
      { count_id: 1, status_id: statuses.notStarted, project_id: "p1" },
      { count_id: 2, status_id: statuses.inProgress, project_id: "p1" },
      { count_id: 1, status_id: statuses.approved, project_id: "p1" },
    ]);
  });

  it("adds up, averages and finds extremes, leaving unset values out", () => {
    const { rows } = group(
      "select count(bid), sum(bid), avg(bid), min(name), max(start_date) from Task where project_id is p1",
    );

    expect(rows).toEqual([
      {
        count_bid: 4,
        sum_bid: 650,
        avg_bid: 162.5,
        min_name: "100% done",
        max_start_date: { __type__: "datetime", value: "2026-04-01T00:00:00" },
      },
    ]);
  });

  it("has no value where there is nothing to work with", () => {
    const { rows } = group("select count(id), sum(bid) from Task where name is nothing");

    expect(rows).toEqual([{ count_id: 0, sum_bid: null }]);
  });

  it("follows relations, in a group per value of a collection", () => {
    const { rows } = group(
      "select assignments.resource_id, count(id) from Task group by assignments.resource_id",
    );

    expect(rows).toEqual([
      { "assignments.resource_id": null, count_id: 2 },
      { "assignments.resource_id": "g1", count_id: 1 },
      { "assignments.resource_id": "u1", count_id: 2 },
      { "assignments.resource_id": "u2", count_id: 2 },
    ]);
  });

  it("sorts and pages groups", () => {
    const page = group("select project_id from Task group by project_id order by project_id desc limit 1");

    expect(page).toEqual({ rows: [{ project_id: "p2" }], next: 1 });
  });

  it.each([
    ["a type that cannot be grouped", "select count(id) from Status group by name"],
    ["what is neither grouped nor counted", "select name, count(id) from Task group by project_id"],
    ["an order that is not grouped by", "select count(id) from Task group by project_id order by name"],
  ])("refuses %s", (_title, expression) => {
    const find = () => group(expression);

    expect(find).toThrow(expect.objectContaining({ exception: "ServerError" }));
  });

  it("tells grouped queries by their functions too", () => {
    const grouped = ["select count(id) from Task", "select name from Task group by name", "Task"].map(
      (expression) => isGrouped(parseQuery(expression)),
    );

    expect(grouped).toEqual([true, true, false]);
  });
});
