import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../src/operations/api-error.js";
import { wellKnown } from "../../src/schema/well-known.js";
import { assetTypeId } from "../../src/seeds/basics/organisation.js";
import { vfxSchema } from "../../src/seeds/basics/project-schemas.js";
import { statusId } from "../../src/seeds/basics/statuses.js";
import { create, Requests, reference, remove, shown, update } from "../support/requests.js";

describe("create", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
  });

  it("makes a user of nothing, and answers what was filled in but not what stayed unset", () => {
    const [answer] = requests.send(create("User", { first_name: "Ada" })).answers;

    expect(shown(answer)).toMatchObject({
      first_name: "Ada",
      is_active: false,
      is_otp_enabled: false,
      is_totp_enabled: false,
      require_details_update: false,
      user_type_id: wellKnown.userType,
      resource_type: "user",
    });
    expect(shown(answer).username).toMatch(/^user-/);
    expect(shown(answer)).not.toHaveProperty("email");
  });

  it("honours the client's id, from the key or the data", () => {
    requests.send(create("Scope", { id: "mine", name: "a" }), {
      ...create("Scope", { name: "b" }),
      entity_key: ["keyed"],
    });

    expect(requests.row("Scope", "mine").name).toBe("a");
    expect(requests.row("Scope", "keyed").name).toBe("b");
  });

  it("refuses an id that is taken", () => {
    const twice = () =>
      requests.send(create("Scope", { id: "x", name: "a" }), create("Scope", { id: "x", name: "b" }));

    expect(twice).toThrow(/IntegrityError/);
    expect(requests.store.count("Scope")).toBe(0);
  });

  it("derives the project, status, type and priority of a task", () => {
    requests.addTree();

    expect(requests.row("Context", "t")).toMatchObject({
      __entity_type__: "Task",
      context_type: "task",
      project_id: "p",
      parent_id: "sh",
      status_id: statusId("notStarted"),
      priority_id: wellKnown.priorities.none,
      object_type_id: wellKnown.objectTypes.task,
      bid: 0,
      sort: 0,
      description: "",
      created_by_id: requests.user.id,
      created_at: "2026-11-20T10:00:00",
    });
    expect(requests.row("Context", "t").type_id).not.toBeNull();
  });

  it("does not mind in which order a tree arrives", () => {
    requests.send(
      create("Task", { id: "t", name: "comp", parent_id: "sh" }),
      create("Shot", { id: "sh", name: "0010", parent: reference("Sequence", "sq") }),
      create("Sequence", { id: "sq", name: "010", parent_id: "p" }),
      create("Project", { id: "p", name: "bunny", project_schema_id: vfxSchema.id }),
    );

    expect(requests.row("Context", "t")).toMatchObject({
      project_id: "p",
      status_id: statusId("notStarted"),
    });
  });

  it("puts an entity with nothing but a project at the top of it", () => {
    requests.addTree();

    requests.send(create("Folder", { id: "f", name: "assets", project_id: "p" }));

    expect(requests.row("Context", "f").parent_id).toBe("p");
  });

  it("takes the status of a shot from the project schema", () => {
    requests.addTree();

    expect(requests.row("Context", "sh").status_id).toBe(statusId("notStarted"));
    requests.send(update("Status", statusId("notStarted"), { sort: -1 }));
    requests.send(create("Task", { id: "t2", name: "anim", parent_id: "sh" }));
    expect(requests.row("Context", "t2").status_id).toBe(statusId("readyToStart"));
  });

  it("completes a project", () => {
    requests.send(create("Project", { id: "p", name: "bunny", project_schema_id: vfxSchema.id }));

    expect(requests.row("Context", "p")).toMatchObject({
      context_type: "show",
      status: "active",
      full_name: "bunny",
      is_global: false,
      parent_id: null,
    });
  });

  it("waits until the end of the request before it misses a required value", () => {
    requests.send(
      create("Scope", { id: "a" }),
      create("Scope", { id: "b", name: "b" }),
      update("Scope", "a", { name: "a" }),
    );

    expect(requests.row("Scope", "a").name).toBe("a");
    expect(() => requests.send(create("Scope", { id: "c" }))).toThrow("Scope.name is required");
  });

  it("numbers versions within their asset, whatever status is sent", () => {
    requests.addTree();
    const version = (id: string, data = {}) =>
      create("AssetVersion", { id, asset: reference("Asset", "a"), task_id: "t", ...data });

    requests.send(
      version("v1", { status_id: null }),
      create("Asset", { id: "a", name: "comp", context_id: "sh", type_id: assetTypeId("comp") }),
      version("v2"),
      version("v7", { version: 7 }),
      version("v8"),
    );

    const numbers = ["v1", "v2", "v7", "v8"].map((id) => requests.row("AssetVersion", id).version);
    expect(new Set(numbers).size).toBe(4);
    expect(numbers[3]).toBe(8);
    expect(requests.row("AssetVersion", "v1")).toMatchObject({
      status_id: statusId("pendingReview"),
      user_id: requests.user.id,
      date: "2026-11-20T10:00:00",
      is_published: true,
      comment: "",
    });
  });

  it("stores dates in UTC to the second, and repeats them as they were given", () => {
    const given = { __type__: "datetime", value: "2017-02-01T10:30:00.123456+02:00" };

    const [answer] = requests.send(
      create("CalendarEvent", { id: "c", name: "x", start: given, end: "2017-02-02" }),
    ).answers;

    expect(requests.row("CalendarEvent", "c")).toMatchObject({
      start: "2017-02-01T08:30:00",
      end: "2017-02-02T00:00:00",
    });
    expect(shown(answer).start).toEqual(given);
  });

  it("takes text that only looks like a date for text", () => {
    const value = "2017-02-01T10:30:00.000Z";

    requests.send(create("Scope", { id: "s", name: { __type__: "datetime", value } }));

    expect(requests.row("Scope", "s").name).toBe(value);
  });

  it.each([
    ["an unknown entity type", create("Banana", {}), "ServerError"],
    ["an unknown attribute", create("Scope", { name: "x", colour: "red" }), "ValidationError"],
    ["no data", { action: "create", entity_type: "Scope" } as const, "ValidationError"],
    ["text for a number", create("Appointment", { type: 3, context_id: {} }), "ValidationError"],
    ["a reference to nothing", create("Membership", { group_id: "no", user_id: "no" }), "IntegrityError"],
    ["a security role for a user", create("UserSecurityRole", {}), "PermissionError"],
    [
      "a custom attribute value without a configuration",
      create("ContextCustomAttributeValue", {}),
      "ValidationError",
    ],
    ["a state that is none", create("Job", { status: "tired" }), "ValidationError"],
    ["a date that is none", create("CalendarEvent", { name: "x", start: "2026-02-30" }), "ValidationError"],
  ])("refuses %s and changes nothing", (_, operation, exception) => {
    const before = requests.store.snapshot();

    let error: unknown;
    try {
      requests.send(create("Scope", { id: "first", name: "x" }), operation);
    } catch (caught) {
      error = caught;
    }

    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).exception).toBe(exception);
    expect(requests.store.snapshot()).toEqual(before);
  });

  it("keeps names of siblings apart, and lets cousins share them", () => {
    requests.addTree();

    expect(() => requests.send(create("Shot", { name: "0010", parent_id: "sq" }))).toThrow(/IntegrityError/);
    requests.send(create("Shot", { id: "cousin", name: "0010", parent_id: "p" }));
    expect(requests.row("Context", "cousin").name).toBe("0010");
  });

  it("gives a user one timer, which can be replaced in one request", () => {
    requests.send(create("Timer", { id: "a", comment: null, context: null }));

    expect(requests.row("Timer", "a")).toMatchObject({
      comment: "",
      start: "2026-11-20T10:00:00",
      user_id: requests.user.id,
    });
    expect(() => requests.send(create("Timer", { id: "b" }))).toThrow(/DuplicateEntryError/);
    requests.send(remove("Timer", "a"), create("Timer", { id: "b" }));
    expect(requests.store.all("Timer").map(({ id }) => id)).toEqual(["b"]);
  });

  it("tells components apart by their kind", () => {
    requests.send(
      create("Component", { id: "plain" }),
      create("Component", { id: "sequence", system_type: "sequence", padding: undefined }),
      create("ContainerComponent", { id: "container", name: "box" }),
    );

    const types = ["plain", "sequence", "container"].map(
      (id) => requests.row("Component", id).__entity_type__,
    );
    expect(types).toEqual(["FileComponent", "SequenceComponent", "ContainerComponent"]);
    expect(requests.row("Component", "plain")).toMatchObject({ system_type: "file", name: "main", size: 0 });
  });

  it("shows the places of a component that were made with it", () => {
    const [component] = requests.send(
      create("FileComponent", {
        id: "c",
        name: "x",
        component_locations: [reference("ComponentLocation", "l")],
      }),
      create("ComponentLocation", {
        id: "l",
        component_id: "c",
        location_id: wellKnown.locations.server,
        resource_identifier: "c",
      }),
    ).answers;

    if (!component || component === true) throw new Error("expected an entity");
    expect(component.attributes).toContain("component_locations");
    expect(component.related.component_locations?.map(({ row }) => row.id)).toEqual(["l"]);
  });

  it("makes one more entity type of a new object type", () => {
    requests.addTree();
    const hash = requests.workspace.schemaHash;

    requests.send(
      create("ObjectType", { id: "camera", name: "Camera Setup" }),
      create("CameraSetup", { id: "c", name: "A", parent_id: "p" }),
    );

    expect(requests.row("Context", "c")).toMatchObject({
      __entity_type__: "CameraSetup",
      object_type_id: "camera",
    });
    expect(requests.workspace.schemaHash).not.toBe(hash);
  });
});
