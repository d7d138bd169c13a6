import { describe, expect, it } from "vitest";
import { configurations, emptyStudio, smallStudio, statuses } from "./small-studio.js";

const studio = smallStudio();
const { encode, encoder } = studio;

describe("rows", () => {
  it("carry type, primary key and system projections besides what was asked for", () => {
    const [row] = encode("select name from Task where id is t1");

    expect(row).toEqual({
      __entity_type__: "Task",
      id: "t1",
      context_type: "task",
      object_type_id: "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
      project_id: "p1",
      name: "Animation",
    });
  });

  it.each([
    ["AssetVersion where id is v1", { __entity_type__: "AssetVersion", id: "v1", asset_id: "as1" }],
    ["Asset", { __entity_type__: "Asset", id: "as1", context_id: "sh1" }],
    ["select id from User where id is u1", { __entity_type__: "User", id: "u1", resource_type: "user" }],
    [
      "Component where id is c1",
      { __entity_type__: "FileComponent", id: "c1", system_type: "file", version_id: "v1" },
    ],
    [`Status where id is ${statuses.approved}`, { __entity_type__: "Status", id: statuses.approved }],
  ])("of %s are of their concrete type", (expression, expected) => {
    const [row] = encode(expression);

    expect(row).toEqual(expected);
  });

  it("load the defaults of the type when nothing is selected", () => {
    const [row] = encode("Task where id is t2");

    expect(row).toMatchObject({ id: "t2", name: "Lighting", context_type: "task" });
  });

  it("hold every requested attribute, empty ones too", () => {
    const [row] = encode(
      "select description, status, end_date, timelogs, metadata, notes from Task where id is t4",
    );

    expect(row).toMatchObject({
      description: null,
      status: null,
      end_date: null,
      timelogs: [],
      metadata: [],
      notes: [],
    });
  });

  it("hold a value for every attribute a task has", () => {
    const type = studio.workspace.registry.get("Task");
    const names = [...type.attributes.values()]
      .filter(({ restricted }) => !restricted)
      .map(({ name }) => name);

    const [row] = encode(`select ${names.join(", ")} from Task where id is t4`, { strict: true });

    expect(names.filter((name) => row?.[name] === undefined)).toEqual([]);
  });

  it("hold only what was asked for when that is wanted", () => {
    const [row] = encode("select name from Task where id is t1", { onlyRequested: true });

    expect(row).toEqual({ __entity_type__: "Task", id: "t1", name: "Animation" });
  });

  it("leave out unknown names, unless the client is strict", () => {
    const [row] = encode(
      "select name, nonsense, object_type.is_unheard_of, status.nonsense from Task limit 1",
    );
    const strict = () => encode("select nonsense from Task", { strict: true });

    expect(row).not.toHaveProperty("nonsense");
    expect(strict).toThrow(expect.objectContaining({ exception: "ParseError" }));
  });

  it("leave out what can only be filtered on", () => {
    const [row] = encode("select custom_attribute_links from Task limit 1");
    const strict = () => encode("select custom_attribute_links from Task", { strict: true });

    expect(row).not.toHaveProperty("custom_attribute_links");
    expect(strict).toThrow("filtered");
  });
});

describe("values", () => {
  it("writes dates as typed values and leaves unset ones empty", () => {
    const [row] = encode("select start_date, end_date from Task where id is t1");

    expect(row).toMatchObject({
      start_date: { __type__: "datetime", value: "2026-03-01T08:00:00" },
      end_date: null,
    });
  });

  it("writes the path of a context from its project down", () => {
    const [row] = encode("select link from Task where id is t1");

    expect(row?.link).toEqual([
      { id: "p1", name: "Harbour", type: "Project" },
      { id: "sq1", name: "SQ_One", type: "Sequence" },
      { id: "sh1", name: "SH010", type: "Shot" },
      { id: "t1", name: "Animation", type: "Task" },
    ]);
  });

  it("writes addresses under both of their names", () => {
    const [row] = encode("select thumbnail_url from Task where id is t1");

    const url = "https://studio.test/thumbnail?id=default";
    expect(row?.thumbnail_url).toEqual({ url, value: url });
  });

  it("works out what rows do not hold", () => {
    const [row] = encode("select time_logged, bid_time_logged_difference from Task where id is t1");

    expect(row).toMatchObject({ time_logged: 90, bid_time_logged_difference: 10 });
  });
});

describe("relations", () => {
  it("are stubs when nothing of them is asked for", () => {
    const [row] = encode("select status, timelogs from Task where id is t1", { onlyRequested: true });

    expect(row).toMatchObject({
      status: { __entity_type__: "Status", id: statuses.inProgress },
      timelogs: [
        { __entity_type__: "Timelog", id: "tl1" },
        { __entity_type__: "Timelog", id: "tl2" },
      ],
    });
  });

  it("merge every path that leads through them", () => {
    const [row] = encode("select status.name, status.state.short, status from Task where id is t1");

    expect(row?.status).toMatchObject({ name: "In progress", state: { short: "IN_PROGRESS" } });
  });

  it("carry attributes of a subtype only where the row has them", () => {
    const rows = encode("select assignments.resource.username from Task where id in (t1, t5)");

    const resources = JSON.stringify(rows.map(({ assignments }) => assignments));
    expect(resources).toContain('"username":"ada"');
    expect(rows[1]?.assignments).toEqual([
      {
        __entity_type__: "Appointment",
        id: "a5",
        resource: { __entity_type__: "Group", id: "g1", resource_type: "group" },
      },
    ]);
  });

  it("name the concrete type of what a base relation leads to", () => {
    const rows = encode("select parent.name from Task where id in (t5, t6)");

    expect(rows.map(({ parent }) => parent)).toMatchObject([
      { __entity_type__: "Sequence", name: "SQ_One" },
      { __entity_type__: "Project", name: "Lantern" },
    ]);
  });

  it("accept casts", () => {
    const [row] = encode("select parent[TypedContext].project.name from Task where id is t1");

    expect(row?.parent).toMatchObject({ __entity_type__: "Shot", project: { name: "Harbour" } });
  });

  it("write whole elements of metadata", () => {
    const [row] = encode("select metadata from Task where id is t2");

    expect(row?.metadata).toEqual([
      { __entity_type__: "Metadata", parent_id: "t2", key: "pipe", value: "Nuke", parent_type: "Task" },
    ]);
  });

  it("write parts of elements of metadata", () => {
    const [row] = encode("select metadata.value from Task where id is t2");

    expect(row?.metadata).toEqual([
      { __entity_type__: "Metadata", parent_id: "t2", key: "pipe", value: "Nuke" },
    ]);
  });
});

describe("custom attributes", () => {
  const elementsOf = (row: Readonly<Record<string, unknown>> | undefined) =>
    (row?.custom_attributes ?? []) as { key: string; value: unknown }[];
  const values = (row: Readonly<Record<string, unknown>> | undefined) =>
    Object.fromEntries(elementsOf(row).map(({ key, value }) => [key, value]));

  it("have an element for every configuration that applies, stored or not", () => {
    const [row] = encode("select custom_attributes from Shot where id is sh1");

    const elements = elementsOf(row);
    expect(elements.map(({ key }) => key).sort()).toEqual(["duration", "fend", "fps", "fstart", "handles"]);
    expect(elements.find(({ key }) => key === "fstart")).toEqual({
      __entity_type__: "ContextCustomAttributeValue",
      configuration_id: configurations.frameStart,
      entity_id: "sh1",
      key: "fstart",
      value: 1001,
    });
  });

  it("apply by object type", () => {
    const [task] = encode("select custom_attributes from Task where id is t1");
    const [sequence] = encode("select custom_attributes from Sequence");

    expect([values(task), Object.keys(values(sequence))]).toEqual([{}, ["fps"]]);
  });

  it("show the default, as the kind of value it is", () => {
    const own = emptyStudio();
    own.add("Project", { id: "p", name: "P", full_name: "P", context_type: "show", status: "active" });
    const add = (key: string, kind: string, more: Readonly<Record<string, unknown>>) =>
      own.add("CustomAttributeConfiguration", {
        id: `c-${key}-${more.project_id ?? "all"}`,
        key,
        label: key,
        config: "{}",
        core: false,
        entity_type: "show",
        type_id: own.workspace.store.all("CustomAttributeType").find(({ name }) => name === kind)?.id,
        ...more,
      });
    add("count", "number", { default: "12" });
    add("open", "boolean", { default: "1" });
    add("day", "date", { default: "2026-05-01" });
    add("tags", "enumerator", { default: "a, b" });
    add("note", "text", { default: "hello" });
    add("inherited", "number", { default: 5, is_hierarchical: true });
    add("shadowed", "text", { default: "global" });
    add("shadowed", "text", { default: "own", project_id: "p" });
    add("foreign", "text", { default: "x", project_id: "another" });

    const [row] = own.encode("select custom_attributes from Project where id is p");

    expect(values(row)).toEqual({
      fps: null,
      count: 12,
      open: true,
      day: { __type__: "datetime", value: "2026-05-01T00:00:00" },
      tags: ["a", "b"],
      note: "hello",
      inherited: null,
      shadowed: "own",
    });
  });
});

describe("repetition", () => {
  it("writes an entity once and stubs after that", () => {
    const [first, second] = encode("select status.name from Task where id in (t1, t5)", {
      onlyRequested: true,
    });

    expect(first?.status).toEqual({
      __entity_type__: "Status",
      id: statuses.inProgress,
      name: "In progress",
    });
    expect(second?.status).toEqual({ __entity_type__: "Status", id: statuses.inProgress });
  });

  it("counts a row as written before what is nested in it", () => {
    const [row] = encode("select version, asset.versions.version from AssetVersion where id is v1");

    expect(row).toEqual({
      __entity_type__: "AssetVersion",
      id: "v1",
      asset_id: "as1",
      version: 1,
      asset: {
        __entity_type__: "Asset",
        id: "as1",
        context_id: "sh1",
        versions: [
          { __entity_type__: "AssetVersion", id: "v1" },
          { __entity_type__: "AssetVersion", id: "v2", asset_id: "as1", version: 2 },
        ],
      },
    });
  });

  it("holds across all operations of a response, and adds what is new", () => {
    const shared = encoder();
    encode("select name, status from Task where id is t1", { encoder: shared });

    const [again] = encode("select name from Task where id is t1", { encoder: shared });
    const [more] = encode("select name, bid, status.name from Task where id is t1", { encoder: shared });

    expect(again).toEqual({ __entity_type__: "Task", id: "t1" });
    expect(more).toEqual({
      __entity_type__: "Task",
      id: "t1",
      bid: 100,
      status: { __entity_type__: "Status", id: statuses.inProgress, name: "In progress" },
    });
  });

  it("writes a row anew when it has changed in between", () => {
    const own = smallStudio();
    const shared = own.encoder();
    own.encode("select bid from Task where id is t1", { encoder: shared });
    const { store } = own.workspace;
    const before = store.get("Context", "t1");
    store.transact(() => store.put("Context", { ...before, __entity_type__: "Task", bid: 7 }));

    const [row] = own.encode("select bid from Task where id is t1", { encoder: shared });

    expect(row).toMatchObject({ id: "t1", bid: 7 });
  });

  it("writes every occurrence in full when denormalised", () => {
    const rows = encode("select status.name from Task where id in (t1, t5)", {
      denormalize: true,
      onlyRequested: true,
    });

    const status = { __entity_type__: "Status", id: statuses.inProgress, name: "In progress" };
    expect(rows.map((row) => row.status)).toEqual([status, status]);
  });

  it("comes to an end on cyclic projections", () => {
    const path = Array.from({ length: 12 }, () => "project.descendants").join(".");

    const rows = encode(`select ${path}.name from Task`);

    expect(rows).toHaveLength(6);
    expect(JSON.stringify(rows).match(/"Harbour"|"Animation"/g)).toHaveLength(1);
  });
});

describe("permissions", () => {
  it("list the statuses of the workflow", () => {
    const [row] = encode("select __permissions.status_id from Task where id is t1");

    const permissions = row?.__permissions as { status_id: { __options: string[] } } | undefined;
    const options = permissions?.status_id.__options ?? [];
    expect(options).toContain(statuses.inProgress);
    expect(new Set(options).size).toBe(options.length);
  });

  it("have no options where there is no reference", () => {
    const [row] = encode("select __permissions.name from Task where id is t1");

    expect(row?.__permissions).toEqual({ name: { __options: [] } });
  });
});
