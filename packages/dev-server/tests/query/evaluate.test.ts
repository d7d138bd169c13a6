import { describe, expect, it } from "vitest";
import { smallStudio, statuses } from "./small-studio.js";

const studio = smallStudio();
const { ids, page } = studio;

describe("values", () => {
  it.each([
    ["text without regard to case", 'Task where name is "ANIMATION"', ["t1", "t3"]],
    ["bare words", "Task where name is lighting", ["t2", "t6"]],
    [
      "what differs, leaving out unset values",
      `Task where status_id != ${statuses.inProgress}`,
      ["t2", "t3", "t6"],
    ],
    ["numbers bare and quoted", 'Task where bid >= 200 and bid <= "300"', ["t2", "t3"]],
    ["words for comparisons", "Task where bid greater_than 100 and bid less_than 300", ["t2"]],
    [
      "booleans as words and digits",
      "User where is_active is True and is_active = 1 and username is ada",
      ["u1"],
    ],
    ["days as their midnight", 'Task where start_date after "2026-03-31"', ["t3"]],
    ["dates with an offset", 'Task where start_date is "2026-03-01T10:00:00+02:00"', ["t1"]],
    ["dates without parts of a second", 'Task where start_date is "2026-03-01 08:00:00.987654"', ["t1"]],
    ["unset columns", "Task where status_id is none", ["t4"]],
    ["set columns", "Task where project_id is p1 and status_id is_not None", ["t1", "t2", "t3", "t5"]],
    ["none in quotes as text", 'Task where name is "none"', []],
    ["unset references", "Task where status is none", ["t4"]],
    ["set references", "AssetVersion where task is_not none", ["v2"]],
    ["references by their key", "Task where parent is sh1", ["t1", "t2"]],
    ["patterns", 'Task where name like "%ight%"', ["t2", "t6"]],
    ["patterns with one open character", 'Task where name like "comp_v_"', ["t5"]],
    ["escaped percent signs", String.raw`Task where name like "100\% %"`, ["t4"]],
    [
      "what does not fit a pattern",
      'Task where project_id is p1 and name not_like "%anim%"',
      ["t2", "t4", "t5"],
    ],
    ["lists", 'Task where name in (lighting, "comp_v1")', ["t2", "t5", "t6"]],
    ["what no list holds", "Task where project_id is p1 and name not_in (Animation)", ["t2", "t4", "t5"]],
    ["no list at all", "Task where id in ()", []],
  ])("compares %s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });

  it("treats a comparison with an unset value as unknown, also when it is turned around", () => {
    const found = ids(`Task where not (status_id is ${statuses.inProgress})`);

    expect(found).toEqual(["t2", "t3", "t6"]);
  });

  it.each([
    ["Task where bid > many"],
    ["User where is_active is maybe"],
    ["Task where start_date > yesterday"],
    ['Task where start_date is "2026-02-30"'],
  ])("refuses a value that cannot be one: %s", (expression) => {
    const find = () => ids(expression);

    expect(find).toThrow(expect.objectContaining({ exception: "ValidationError" }));
  });
});

describe("relations", () => {
  it.each([
    ["references", 'Task where project.name is "harbour" and parent.name is SH020', ["t3", "t4"]],
    ["several steps", 'Task where status.state.short is "DONE"', ["t3", "t6"]],
    ["the former name of a state", "Task where status.type.short is IN_PROGRESS", ["t1", "t5"]],
    ["collections", "Task where timelogs.duration > 50", ["t1"]],
    [
      "conditions met by different elements",
      "Task where timelogs.duration = 60 and timelogs.duration = 30",
      ["t1"],
    ],
    ["attributes of subtypes", "Task where assignments.resource.username is bo", ["t1", "t2"]],
    ["attributes of several subtypes", "Task where assignments.resource.name is animators", ["t5"]],
    [
      "two conditions through relations",
      "Task where project.name is Harbour and assignments.resource.username is ada",
      ["t1"],
    ],
    ["many to many relations", "Task where scopes.name is london", ["t1"]],
    ["computed relations", "Task where ancestors.name is sq_one", ["t1", "t2", "t3", "t4", "t5"]],
    [
      "the way from versions to projects",
      "Component where version.asset.parent.project.id is p1",
      ["c1", "c2"],
    ],
    ["the latest version", "Asset where latest_version.version is 2", ["as1"]],
    ["the owner of a note", "Note where parent.id is t1 and in_reply_to_id is none", ["n1"]],
    ["attributes of the owner of a note", "Note where parent.name is animation", ["n1", "n2"]],
    ["metadata", "Task where metadata.key is pipe and metadata.value is nuke", ["t2"]],
    ["stored custom attributes", "Shot where custom_attributes.configuration.key is fstart", ["sh1"]],
    [
      "an unset value at the end of a reference",
      "Task where parent.parent.status.name is none",
      ["t1", "t2", "t3", "t4", "t5", "t6"],
    ],
  ])("follows %s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });

  it("leaves out what an unset reference leads to, and its opposite", () => {
    const named = ids('Task where status.name is "Approved"');
    const others = ids('Task where not status.name is "Approved"');

    expect([named, others]).toEqual([
      ["t3", "t6"],
      ["t1", "t2", "t5"],
    ]);
  });
});

describe("has and any", () => {
  it.each([
    [
      "bind all conditions to one element",
      "Task where timelogs any (duration = 60 and start > 2026-04-01)",
      [],
    ],
    ["hold when one element fits", "Task where timelogs any (duration = 30 and start > 2026-04-01)", ["t1"]],
    ["ask whether there is anything", "Task where timelogs any ()", ["t1"]],
    ["can be turned around", "Task where project_id is p1 and not assignments any ()", ["t3", "t4"]],
    ["work on references", "Note where not in_reply_to has ()", ["n1"]],
    ["work with either word", "Task where parent any (name is SH010) and timelogs has ()", ["t1"]],
    [
      "nest",
      "Sequence where children any (children any (assignments any (resource has (username is ada))))",
      ["sq1"],
    ],
    ["follow paths", "Project where children.children any (name is SH020)", ["p1"]],
    ["tell assignments from allocations", "Task where allocations any (resource.username is ada)", ["t3"]],
    ["compare keys and values", "Task where metadata any (key=pipe and value=maya)", ["t1"]],
    [
      "compare numbers of custom attributes",
      'Shot where custom_attributes any (key is "fstart" and value > 1000)',
      ["sh1"],
    ],
    ["see stored custom attributes only", 'Shot where custom_attributes any (key is "fend")', []],
    [
      "are false where a reference is unset",
      "Task where not (status has (name is Approved))",
      ["t1", "t2", "t4", "t5"],
    ],
  ])("%s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });

  it.each([
    ["a cast before conditions", "Task where parent[Shot] has (name like 'SH%')", ["t1", "t2", "t3", "t4"]],
    ["a cast inside a path", "Task where parent[Sequence].name is_not none", ["t5"]],
    [
      "a cast to reach a subtype's relation",
      "Task where assignments.resource[Group].memberships any (user.username is ada)",
      ["t5"],
    ],
  ])("narrows by %s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });
});

describe("sub-queries", () => {
  it.each([
    [
      "its first projection",
      "Task where parent_id in (select id from Shot where name is SH010)",
      ["t1", "t2"],
    ],
    ["its primary key", "Task where parent_id in (Shot where name is SH020)", ["t3", "t4"]],
    ["a path", "Shot where id in (select parent.id from Task where bid = 300)", ["sh2"]],
    ["text", "Task where name in (select name from Task where project_id is p2)", ["t2", "t6"]],
    ["what is not in it", "Task where project_id is p1 and parent_id not_in (select id from Shot)", ["t5"]],
    [
      "another sub-query",
      "Task where parent_id in (select id from Shot where parent_id in (select id from Sequence))",
      ["t1", "t2", "t3", "t4"],
    ],
    [
      "no more than its limit",
      "Task where parent_id in (select id from Shot order by name desc limit 1)",
      ["t3", "t4"],
    ],
  ])("gives %s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });
});

describe("logic", () => {
  it.each([
    ["and before or", "Task where id is t1 or id is t2 and name is nothing", ["t1"]],
    ["groups first", "Task where (id is t1 or id is t2) and name is lighting", ["t2"]],
    [
      "one row once when several conditions lead to it",
      "Task where id is t1 or assignments.resource.username is ada",
      ["t1", "t6"],
    ],
  ])("puts %s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });

  it("gives every subtype of a base type, each as what it is", () => {
    const types = page("Context where project_id is p1 or id is p1").rows.map((row) => row.__entity_type__);

    expect(new Set(types)).toEqual(new Set(["Project", "Sequence", "Shot", "Task"]));
  });
});

describe("order", () => {
  it.each([
    ["by primary key", "Task where project_id is p1", ["t1", "t2", "t3", "t4", "t5"]],
    [
      "by text without regard to case, then by primary key",
      "Task where project_id is p1 order by name",
      ["t4", "t1", "t3", "t5", "t2"],
    ],
    ["backwards", "Task order by bid desc", ["t3", "t2", "t1", "t5", "t6", "t4"]],
    [
      "by several keys",
      "Task order by project.name descending, bid ascending",
      ["t6", "t4", "t5", "t1", "t2", "t3"],
    ],
    ["with unset values first", "Task order by start_date, id", ["t2", "t4", "t5", "t6", "t1", "t3"]],
    ["by related numbers", "Task where project_id is p1 order by priority.sort limit 1", ["t1"]],
    [
      "skipping names it does not know",
      "Task where project_id is p2 order by object_type.is_unheard_of",
      ["t6"],
    ],
  ])("sorts %s", (_title, expression, expected) => {
    const found = ids(expression);

    expect(found).toEqual(expected);
  });
});

describe("pages", () => {
  it("names the next offset only while there is more", () => {
    const first = page("Task limit 4");
    const last = page("Task limit 2 offset 4");
    const exact = page("Task limit 6");

    expect([first.next, last.next, exact.next]).toEqual([4, null, null]);
    expect(last.rows.map(({ id }) => id)).toEqual(["t5", "t6"]);
  });

  it("gives the same pages of a sorted query as of the whole", () => {
    const whole = ids("Task order by name");
    const pages = [0, 2, 4].flatMap((offset) => ids(`Task order by name limit 2 offset ${offset}`));

    expect(pages).toEqual(whole);
  });

  it("gives nothing for a limit of none, yet checks the names", () => {
    const empty = page("Task where name is x order by name limit 0");
    const wrong = () => page("Task where nonsense is x limit 0");

    expect(empty).toEqual({ rows: [], next: null });
    expect(wrong).toThrow("nonsense");
  });

  it("skips rows without a limit", () => {
    const found = ids("Task offset 4");

    expect(found).toEqual(["t5", "t6"]);
  });
});

describe("names that do not exist", () => {
  it.each([
    ["Tusk"],
    ["Task where asignee is x"],
    ["Task where status.nme is x"],
    ["Task where name.length > 3"],
    ["Task where name has ()"],
    ["Task where parent[Tusk] has ()"],
    ["Task where id in (select id from Tusk)"],
    ["Task where __permissions.status_id is x"],
  ])("are refused: %s", (expression) => {
    const find = () => ids(expression);

    expect(find).toThrow(expect.objectContaining({ exception: "ParseError" }));
  });
});
