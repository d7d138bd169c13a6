import { beforeEach, describe, expect, it } from "vitest";
import { wellKnown } from "../../src/schema/well-known.js";
import { builtInConfigurations } from "../../src/seeds/basics/custom-attributes.js";
import { vfxSchema } from "../../src/seeds/basics/project-schemas.js";
import { statusId } from "../../src/seeds/basics/statuses.js";
import type { Change } from "../../src/store/row.js";
import { createEncodedEvent, createUpdateEvent } from "../../src/update-events/update-event.js";
import { create, Requests, reference, remove, update } from "../support/requests.js";

describe("ftrack.update", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
  });

  const context = () => ({
    store: requests.store,
    registry: requests.workspace.registry,
    user: requests.user,
    clientToken: "token",
    pushToken: null,
    createId: () => "hex",
  });
  const event = (changes: readonly Change[]) => createUpdateEvent(changes, context());
  const entities = (changes: readonly Change[]) => event(changes)?.data.entities ?? [];

  it("tells of a changed status in backend columns, with the way up to the project", () => {
    const { changes } = requests.send(update("Shot", "sh", { status_id: statusId("approved") }));

    expect(event(changes)).toEqual({
      id: "hex",
      topic: "ftrack.update",
      target: "",
      sent: null,
      inReplyToEvent: null,
      source: { id: "token", user: { id: requests.user.id, username: "jane" } },
      data: {
        clientToken: "token",
        pushToken: "hex",
        user: { userid: requests.user.id, name: "jane" },
        parents: ["sh", "sq", "p"],
        entities: [
          {
            entityId: "sh",
            entityType: "task",
            entity_type: "Shot",
            objectTypeId: wellKnown.objectTypes.shot,
            parentId: "sq",
            action: "update",
            keys: ["statusid"],
            changes: { statusid: { old: statusId("notStarted"), new: statusId("approved") } },
            parents: [
              { entityId: "sh", entityType: "task", entity_type: "Shot", parentId: "sq" },
              { entityId: "sq", entityType: "task", entity_type: "Sequence", parentId: "p" },
              { entityId: "p", entityType: "show", entity_type: "Project", parentId: null },
            ],
          },
        ],
      },
    });
  });

  it("lists every column of what was added, also the unset ones", () => {
    const { changes } = requests.send(create("Task", { id: "new", name: "anim", parent_id: "sh" }));

    const [entity] = entities(changes);
    expect(entity).toMatchObject({ action: "add", entityId: "new", parentId: "sh" });
    expect(entity?.changes).toMatchObject({
      id: { old: null, new: "new" },
      taskid: { old: null, new: "new" },
      name: { old: null, new: "anim" },
      context_type: { old: null, new: "task" },
      parent_id: { old: null, new: "sh" },
      bid: { old: null, new: 0 },
      description: { old: null, new: "" },
      startdate: { old: null, new: null },
      enddate: { old: null, new: null },
      statusid: { old: null, new: statusId("notStarted") },
      showid: { old: null, new: "p" },
      isopen: { old: null, new: false },
      isrequirecomment: { old: null, new: false },
      object_typeid: { old: null, new: wellKnown.objectTypes.task },
    });
    expect(entity?.keys).toEqual(Object.keys(entity?.changes ?? {}));
  });

  it("tells of everything a delete takes along, with parents as they were", () => {
    const { changes } = requests.send(remove("Sequence", "sq"));

    const removed = entities(changes);
    expect(removed.map(({ entityId, action }) => `${action} ${entityId}`).sort()).toEqual([
      "remove sh",
      "remove sq",
      "remove t",
    ]);
    const task = removed.find(({ entityId }) => entityId === "t");
    expect(task?.parents.map(({ entityId }) => entityId)).toEqual(["t", "sh", "sq", "p"]);
    expect(task?.changes?.name).toEqual({ old: "comp", new: null });
  });

  it("calls a new parent a move", () => {
    requests.send(create("Project", { id: "p2", name: "other", project_schema_id: vfxSchema.id }));

    const { changes } = requests.send(update("Sequence", "sq", { parent_id: "p2" }));

    const moved = entities(changes);
    expect(moved.find(({ entityId }) => entityId === "sq")).toMatchObject({
      action: "move",
      changes: { parent_id: { old: "p", new: "p2" }, showid: { old: "p", new: "p2" } },
    });
    expect(moved.find(({ entityId }) => entityId === "t")).toMatchObject({
      action: "update",
      keys: ["showid"],
    });
  });

  it("shows custom values as text, on their entity", () => {
    const put = (value: unknown) =>
      update("ContextCustomAttributeValue", [builtInConfigurations.frameEnd, "sh"], { value });
    const { changes: first } = requests.send(put(1010));
    const { changes: second } = requests.send(put(null), update("Shot", "sh", { description: "x" }));

    expect(entities(first)).toMatchObject([
      { entityId: "sh", action: "update", keys: ["fend"], changes: { fend: { old: "", new: "1010" } } },
    ]);
    expect(entities(second)).toMatchObject([
      { entityId: "sh", changes: { description: { old: "", new: "x" }, fend: { old: "1010", new: "" } } },
    ]);
  });

  it("names versions, notes, links, lists and components as the backend does", () => {
    const { changes } = requests.send(
      create("Asset", { id: "a", name: "x", context_id: "sh" }),
      create("AssetVersion", { id: "v", asset_id: "a", task_id: "t" }),
      create("FileComponent", { id: "c", version_id: "v" }),
      create("Note", { id: "n", content: "hi", parent_id: "v", parent_type: "AssetVersion" }),
      create("TypedContextLink", { id: "l", from_id: "sh", to_id: "t" }),
      create("TypedContextList", {
        id: "list",
        name: "x",
        project_id: "p",
        category_id: String(requests.store.all("ListCategory")[0]?.id),
        items: [reference("Task", "t")],
      }),
    );

    const byType = new Map(entities(changes).map((entity) => [entity.entityType, entity]));
    expect([...byType.keys()]).toEqual(
      expect.arrayContaining([
        "asset",
        "assetversion",
        "component",
        "note",
        "dependency",
        "list",
        "listobject",
      ]),
    );
    expect(byType.get("assetversion")?.parents.map(({ entityType }) => entityType)).toEqual([
      "assetversion",
      "asset",
      "task",
      "task",
      "show",
    ]);
    expect(byType.get("assetversion")?.changes).toMatchObject({
      version: { old: null, new: 1 },
      taskid: { old: null, new: "t" },
      statusid: { old: null, new: statusId("pendingReview") },
    });
    expect(byType.get("note")).toMatchObject({ parentId: "v", changes: { text: { old: null, new: "hi" } } });
    expect(byType.get("listobject")?.changes).toMatchObject({
      listid: { new: "list" },
      entityid: { new: "t" },
    });
  });

  it("finds the user of a project role among its parents", () => {
    requests.send(create("User", { id: "u", username: "ada" }));
    const role = requests.store.all("UserSecurityRole")[0];

    const { changes } = requests.send(
      create("UserSecurityRoleProject", {
        id: "r",
        project_id: "p",
        user_security_role_id: String(role?.id),
      }),
    );

    expect(entities(changes)).toMatchObject([
      { entityType: "userroleproject", changes: { project_id: { old: null, new: "p" } } },
    ]);
    expect(entities(changes)[0]?.parents.map(({ entityType }) => entityType)).toContain("user");
  });

  it("says nothing when nothing changed", () => {
    const { changes } = requests.send(update("Task", "t", { name: "comp" }));

    expect(event(changes)).toBeUndefined();
  });

  it("announces encoded media", () => {
    requests.send(
      create("Asset", { id: "a", name: "x", context_id: "sh" }),
      create("AssetVersion", { id: "v", asset_id: "a" }),
    );

    const encoded = createEncodedEvent(requests.row("AssetVersion", "v"), context());

    expect(encoded.data.entities).toMatchObject([
      { entityType: "assetversion", entityId: "v", action: "encoded" },
    ]);
  });
});
