import { beforeEach, describe, expect, it } from "vitest";
import { vfxSchema } from "../../src/seeds/basics/project-schemas.js";
import { statusId } from "../../src/seeds/basics/statuses.js";
import { create, Requests, reference, remove, shown, update } from "../support/requests.js";

describe("update", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
  });

  it("changes through the concrete type, a base type or a bare key", () => {
    requests.send(
      update("Task", ["t"], { description: "one" }),
      update("TypedContext", "t", { bid: 3600 }),
      update("Context", "t", { name: "two" }),
    );

    expect(requests.row("Context", "t")).toMatchObject({ description: "one", bid: 3600, name: "two" });
  });

  it("answers what changed, as the concrete type", () => {
    const [answer] = requests.send(update("TypedContext", "t", { bid: "60" })).answers;

    expect(answer).toMatchObject({ entityType: "Task", attributes: ["bid"] });
    expect(shown(answer)).toEqual({ bid: 60 });
  });

  it("refuses unknown entities and attributes that never change", () => {
    expect(() => requests.send(update("Task", "nobody", { name: "x" }))).toThrow(/There is no Task "nobody"/);
    expect(() => requests.send(update("Task", "t", { created_at: "2001-01-01" }))).toThrow(
      /cannot be changed/,
    );
    expect(() => requests.send(update("Task", "t", { name: null }))).toThrow("Task.name is required");
    expect(() => requests.send(update("Shot", "sh", { bid: 5 }))).toThrow(/cannot be changed/);
  });

  it("lets an unchanged immutable value pass", () => {
    requests.send(
      update("Task", "t", { id: "t", created_at: "2026-11-20T10:00:00", link: [], time_logged: 3 }),
    );

    expect(requests.row("Context", "t").name).toBe("comp");
  });

  it("keeps a history of statuses", () => {
    requests.time += 60_000;

    requests.send(update("Task", "t", { status: reference("Status", statusId("inProgress")) }));

    expect(requests.store.by("StatusChange", "parent_id", "t")).toMatchObject([
      {
        __entity_type__: "TypedContextStatusChange",
        from_status_id: statusId("notStarted"),
        status_id: statusId("inProgress"),
        user_id: requests.user.id,
        date: "2026-11-20T10:01:00",
      },
    ]);
  });

  it("takes everything below a moved entity to its new project", () => {
    requests.send(create("Project", { id: "p2", name: "other", project_schema_id: vfxSchema.id }));

    requests.send(update("Sequence", "sq", { parent: reference("Project", "p2") }));

    expect(["sq", "sh", "t"].map((id) => requests.row("Context", id).project_id)).toEqual(["p2", "p2", "p2"]);
  });

  it("refuses to put an entity below itself", () => {
    expect(() => requests.send(update("Sequence", "sq", { parent_id: "sh" }))).toThrow(
      /needs a parent|below itself/,
    );
  });

  it("refuses a name that a sibling has", () => {
    requests.send(create("Task", { id: "t2", name: "anim", parent_id: "sh" }));

    expect(() => requests.send(update("Task", "t2", { name: "COMP" }))).toThrow(/IntegrityError/);
  });

  it("changes the type of an entity with its object type", () => {
    requests.send(
      update("TypedContext", "sq", { object_type_id: requests.row("Context", "sh").object_type_id }),
    );

    expect(requests.row("Context", "sq").__entity_type__).toBe("Shot");
  });

  it("notes when a job ends", () => {
    requests.send(create("Job", { id: "j" }));

    requests.send(update("Job", "j", { status: "done" }));

    expect(requests.row("Job", "j")).toMatchObject({ type: "api_job", finished_at: "2026-11-20T10:00:00" });
  });
});

describe("collections", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
  });

  const linked = (family: string, column: string, value: string, other: string) =>
    requests.store.by(family, column, value).map((row) => row[other]);

  it("hold exactly the entities of a full list, also those the same request makes later", () => {
    requests.send(create("Scope", { id: "a", name: "a" }), create("Scope", { id: "b", name: "b" }));
    requests.send(update("Task", "t", { scopes: [reference("Scope", "a"), reference("Scope", "b")] }));

    requests.send(
      update("Task", "t", { scopes: [reference("Scope", "b"), reference("Scope", "c")] }),
      create("Scope", { id: "c", name: "c" }),
    );

    expect(linked("ContextScope", "context_id", "t", "scope_id")).toEqual(["b", "c"]);
  });

  it("refuse an entity that nobody makes", () => {
    expect(() => requests.send(update("Task", "t", { scopes: [reference("Scope", "ghost")] }))).toThrow(
      /IntegrityError/,
    );
  });

  it("tell assignments from allocations", () => {
    const user = String(requests.user.id);
    requests.send(
      create("Appointment", { id: "as", context_id: "t", resource_id: user, type: "assignment" }),
      create("Appointment", { id: "al", context_id: "t", resource_id: user, type: "allocation" }),
    );

    requests.send(update("Task", "t", { assignments: [] }));

    expect(linked("Appointment", "context_id", "t", "id")).toEqual(["al"]);
  });

  it("set the parent of appended children, and free what leaves a container", () => {
    requests.send(
      create("ContainerComponent", { id: "box" }),
      create("FileComponent", { id: "one" }),
      create("FileComponent", { id: "two", container: reference("ContainerComponent", "box") }),
      update("ContainerComponent", "box", { members: [reference("FileComponent", "one")] }),
    );

    expect(linked("Component", "container_id", "box", "id")).toEqual(["one"]);
    expect(requests.row("Component", "two").container_id).toBeNull();
  });

  it("make the links between versions", () => {
    requests.send(
      create("Asset", { id: "a", name: "x", context_id: "sh" }),
      create("AssetVersion", { id: "v1", asset_id: "a" }),
      create("AssetVersion", { id: "v2", asset_id: "a" }),
      update("AssetVersion", "v2", { uses_versions: [reference("AssetVersion", "v1")] }),
    );

    expect(requests.store.all("AssetVersionLink")).toMatchObject([{ from_id: "v1", to_id: "v2" }]);
  });

  it("give notes their parent, their author as recipient, and their thread its activity", () => {
    requests.send(
      create("Note", { id: "n", content: "hi", recipients: [] }),
      create("Recipient", { note_id: "n", recipient: reference("Resource", "g") }),
      create("Group", { id: "g", name: "team" }),
      update("Task", "t", { notes: [reference("Note", "n")] }),
    );
    requests.time += 3_600_000;

    requests.send(
      create("Note", { id: "reply", content: "yes" }),
      update("Note", "n", { replies: [reference("Note", "reply")] }),
    );

    expect(requests.row("Note", "n")).toMatchObject({
      parent_id: "t",
      parent_type: "Task",
      user_id: requests.user.id,
      date: "2026-11-20T10:00:00",
      thread_activity: "2026-11-20T11:00:00",
    });
    expect(requests.row("Note", "reply")).toMatchObject({ in_reply_to_id: "n", parent_id: "t" });
    expect(requests.store.by("Recipient", "note_id", "n")).toHaveLength(2);
  });

  it("keep the category of a note and its labels together", () => {
    const [label] = requests.store.all("NoteLabel");
    const id = String(label?.id);
    requests.send(
      create("Note", { id: "n", content: "x" }),
      create("NoteLabelLink", { note_id: "n", label_id: id }),
      create("Note", { id: "m", content: "y", category_id: id }),
    );

    expect(requests.row("Note", "n").category_id).toBe(id);
    expect(requests.row("NoteLabelLink", "m", id)).toBeDefined();
    requests.send(remove("NoteLabelLink", ["n", id]));
    expect(requests.row("Note", "n").category_id).toBeNull();
  });

  it("give a timelog its user", () => {
    requests.send(
      create("User", { id: "u", username: "ada" }),
      create("Timelog", { id: "l", duration: 60 }),
      update("User", "u", { timelogs: [reference("Timelog", "l")] }),
    );

    expect(requests.row("Timelog", "l")).toMatchObject({ user_id: "u", comment: "", duration: 60 });
  });
});

describe("metadata", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
  });

  const metadata = (key: string, value: string) =>
    create("Metadata", { parent_id: "t", key, value, parent_type: "Task" });

  it("keeps the type of its owner and takes a second create for an update", () => {
    requests.send(metadata("a", "1"), metadata("b", "2"));

    requests.send(metadata("a", "3"), update("Metadata", ["t", "b"], { value: "4" }));

    expect(requests.row("Metadata", "t", "a")).toMatchObject({ value: "3", parent_type: "Task" });
    expect(requests.row("Metadata", "t", "b").value).toBe("4");
  });

  it("is not removed by a list that leaves it out", () => {
    requests.send(metadata("a", "1"), metadata("b", "2"));

    requests.send(
      update("Task", "t", { metadata: [{ __entity_type__: "Metadata", parent_id: "t", key: "a" }] }),
    );

    expect(requests.store.by("Metadata", "parent_id", "t")).toHaveLength(2);
  });
});
