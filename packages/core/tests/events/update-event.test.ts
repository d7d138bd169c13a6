import { decodeUpdate, Event, type Schema, SchemaRegistry } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";

const text = { type: "string" };
const contextProperties: Schema["properties"] = {
  id: text,
  name: text,
  parent_id: text,
  bid: { type: "number" },
  status_id: { ...text, alias_for: "statusid" },
  thumbnail_id: { ...text, alias_for: "thumbid" },
  project_id: { ...text, alias_for: "showid" },
  is_open: { type: "boolean", alias_for: "isopen" },
  created_by_id: { ...text, alias_for: "created_by" },
  created_by: { $ref: "User", alias_for: "createdBy" },
};
const shotObjectType = "bad911de-3bd6-47b9-8b46-3476e237cb36";

function schema(id: string, alias?: Schema["alias_for"], properties = contextProperties): Schema {
  return {
    id,
    type: "object",
    properties,
    primary_key: ["id"],
    ...(alias === undefined ? {} : { alias_for: alias }),
  };
}

const registry = new SchemaRegistry([
  schema("TypedContext", "task"),
  schema("Shot", { id: "Task", classifiers: { object_typeid: shotObjectType } }),
  schema("Task", { id: "Task", classifiers: { object_typeid: "task-type" } }),
  schema("Project", "show"),
  schema("AssetVersion"),
]);

const shot = {
  entityType: "task",
  entity_type: "Shot",
  entityId: "shot",
  objectTypeId: shotObjectType,
  parentId: "sequence",
  action: "update",
  keys: ["statusid"],
  changes: { statusid: { old: "a", new: "b" } },
  parents: [
    { entityId: "shot", entityType: "task", entity_type: "Shot", parentId: "sequence" },
    { entityId: "project", entityType: "show", entity_type: "Project", parentId: null },
    { entityId: "sequence", entityType: "task", entity_type: "Sequence", parentId: "project" },
  ],
};

const update = (entities: unknown, rest: object = {}) =>
  new Event<unknown>("ftrack.update", { entities, ...rest });
const decodeOne = (entity: object) => decodeUpdate(update([{ ...shot, ...entity }]), registry)[0];

describe("decodeUpdate", () => {
  it("speaks the language of the schemas", () => {
    const event = new Event<unknown>(
      "ftrack.update",
      { entities: [shot], clientToken: "token", user: { userid: "user", name: "Jane Doe" } },
      { source: { user: { username: "jane" } } },
    );

    expect(decodeUpdate(event, registry)).toEqual([
      {
        entityType: "Shot",
        key: "shot",
        action: "update",
        changes: { status_id: { old: "a", new: "b" } },
        parents: [
          { entityType: "Sequence", key: "sequence" },
          { entityType: "Project", key: "project" },
        ],
        project: "project",
        user: { id: "user", name: "Jane Doe", username: "jane" },
        clientToken: "token",
        raw: shot,
      },
    ]);
  });

  it("finds the type of an event of an older server, by table and object type", () => {
    const older = { entity_type: undefined };

    expect(decodeOne(older)?.entityType).toBe("Shot");
    expect(decodeOne({ ...older, objectTypeId: "unheard of" })?.entityType).toBe("TypedContext");
    expect(decodeOne({ ...older, entityType: "show" })?.entityType).toBe("Project");
    expect(decodeOne({ ...older, entityType: "assetversion" })?.entityType).toBe("AssetVersion");
    expect(decodeOne({ ...older, entityType: "novelty" })?.entityType).toBe("novelty");
  });

  it("keeps what no attribute answers to, such as custom attributes, as it was sent", () => {
    const changes = { frameEnd: { old: "", new: "1010" }, thumbid: { old: null, new: "t" } };

    expect(decodeOne({ changes })?.changes).toEqual({
      frameEnd: { old: "", new: "1010" },
      thumbnail_id: { old: null, new: "t" },
    });
  });

  it("reads a backend name as the column it is, though a relation has the same name", () => {
    const changes = { created_by: { old: null, new: "user" } };

    expect(decodeOne({ changes })?.changes).toEqual({ created_by_id: { old: null, new: "user" } });
  });

  it("reads booleans and numbers that were written as text", () => {
    const changes = { isopen: { old: "1", new: "0" }, bid: { old: "1.5", new: 2 } };

    expect(decodeOne({ changes })?.changes).toEqual({
      is_open: { old: true, new: false },
      bid: { old: 1.5, new: 2 },
    });
  });

  it("takes absent changes, parents and users for none", () => {
    expect(decodeOne({ changes: null, parents: null, action: "remove" })).toMatchObject({
      action: "remove",
      changes: {},
      parents: [],
      project: null,
      user: { id: null },
      clientToken: null,
    });
  });

  it.each([[null], ["text"], [{}], [[null, 7, "x"]]])("finds nothing in %j", (entities) => {
    expect(decodeUpdate(update(entities), registry)).toEqual([]);
  });

  it("cannot be tricked by names that objects have by nature", () => {
    const changes = JSON.parse('{"__proto__":{"old":1,"new":2},"constructor":{"old":1,"new":2}}');
    const decoded = decodeOne({ changes })?.changes ?? {};

    expect(Object.keys(decoded).sort()).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });
});
