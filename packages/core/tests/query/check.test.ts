import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors/query-error.js";
import { checkQuery } from "../../src/query/check.js";
import { parseQuery } from "../../src/query/parser.js";
import { createQueryBuilder } from "../../src/query/query-builder.js";
import { sampleRegistry } from "./support/sample-schemas.js";

const check = (text: string) => checkQuery(parseQuery(text), sampleRegistry, text);
const failureOf = (text: string): QueryError => {
  try {
    check(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`No failure: ${text}`);
};

describe("good queries", () => {
  it.each([
    "Task",
    "select name, status.name, status.state.short, project.name from Task",
    "Task where status.sort > 1 and not assignments any (resource_id is x) order by status.sort, name",
    "select count(id) from Task group by status.name",
    "Task where parent has (name is x and parent has (name is y))",
    "Task where metadata any (key is a and value is b) or metadata.key is c",
    "Task where status_id in (select id from Status where state.name is x)",
    "select thumbnail_url.value from Task",
  ])("lets %j through", (text) => {
    expect(() => check(text)).not.toThrow();
  });

  it("finds attributes of subtypes through a base type", () => {
    expect(() =>
      check("Task where assignments any (resource.username is x) and parent.bid > 1"),
    ).not.toThrow();
  });

  it("follows a relation that leads elsewhere in each subtype", () => {
    expect(() => check("StatusChange where parent.bid > 1")).not.toThrow();
    expect(() => check("StatusChange where parent.content is x")).not.toThrow();
    expect(() => check("StatusChange where parent.username is x")).toThrow("has no attribute");
  });

  it("uses the attributes of the type a step is cast to", () => {
    expect(() => check("Task where parent[Shot].cut_in > 1")).not.toThrow();
    expect(() => check("Task where parent[Project] has (bid > 1)")).toThrow('Project has no attribute "bid"');
  });

  it.each([
    "Task where status.type.short is DONE",
    "Note where parent.id is x and parent.anything.at.all is y",
    "select __permissions.status_id from Task",
    "select _link, _task_workflow.statuses.name from Task",
  ])("tolerates what schemas lack and real expressions use: %j", (text) => {
    expect(() => check(text)).not.toThrow();
  });
});

describe("bad queries", () => {
  it("names the nearest attribute and marks the place", () => {
    const error = failureOf("select nam from Task");

    expect(error.code).toBe("query_unknown_attribute");
    expect(error.message).toBe(
      'Task has no attribute "nam". Did you mean "name"?\n\nselect nam from Task\n       ^^^',
    );
    expect(error.details).toMatchObject({ entityType: "Task", attribute: "nam", offset: 7, line: 1 });
  });

  it("finds the attribute meant by a misspelt one", () => {
    expect(failureOf("select asignee from Task").message).toContain('Did you mean "assignments"?');
  });

  it("names the nearest entity type", () => {
    const error = failureOf("Tsk where name is x");

    expect(error.code).toBe("query_unknown_type");
    expect(error.message).toContain('no entity type "Tsk". Did you mean "Task"?');
  });

  it.each([
    ["select count(nam) from Task", 13],
    ["Task where status.nam is x", 18],
    ["Task where status has (nam is x)", 23],
    ["Task where not (name is x or nam is y)", 29],
    ["Task where status_id in (select nam from Status)", 32],
    ["Task where status_id in (Sttus where name is x)", 25],
    ["Task order by status.nam", 21],
    ["Task group by nam", 14],
    ["Task where parent[Sht].name is x", 18],
    ["Task where name.short is x", 16],
    ["Task where name any ()", 11],
    ["Task where nam in (a)", 11],
    ["select custom_attribute_links from Task", 7],
  ])("points into %j at %i", (text, offset) => {
    expect(failureOf(text).details.offset).toBe(offset);
  });

  it("allows a filter on what cannot be selected", () => {
    expect(() => check("Task where custom_attribute_links any (key is x)")).not.toThrow();
    expect(failureOf("select custom_attribute_links from Task").message).toContain(
      "filtered on, not selected",
    );
  });

  it("shows the printed query when the text is not at hand", () => {
    expect(() => checkQuery(parseQuery("select  nam  from Task"), sampleRegistry)).toThrow(
      "select nam from Task",
    );
  });

  it("puts the caret of a tree that was built where the name stands in its text", () => {
    const { tree } = createQueryBuilder("Task").select("name", "nam");

    expect(() => checkQuery(tree, sampleRegistry)).toThrow(
      `select name, nam from Task\n${" ".repeat(13)}^^^`,
    );
  });
});
