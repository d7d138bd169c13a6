import { beforeEach, describe, expect, it } from "vitest";
import { wellKnown } from "../../src/schema/well-known.js";
import { builtInConfigurations } from "../../src/seeds/basics/custom-attributes.js";
import { statusId } from "../../src/seeds/basics/statuses.js";
import { create, Requests, reference, remove, update } from "../support/requests.js";

describe("delete", () => {
  let requests: Requests;

  beforeEach(async () => {
    requests = await Requests.open();
    requests.addTree();
  });

  it("takes the whole tree of a project with it and leaves nothing behind", () => {
    const empty = requests.store.families.filter((family) => family !== "Context");
    const user = String(requests.user.id);
    requests.send(
      create("Asset", { id: "a", name: "x", context_id: "sh" }),
      create("AssetVersion", { id: "v", asset_id: "a", task_id: "t" }),
      create("FileComponent", { id: "c", version_id: "v" }),
      create("ComponentLocation", { id: "cl", component_id: "c", location_id: wellKnown.locations.server }),
      create("Note", { id: "n", content: "x", parent_id: "t", parent_type: "Task" }),
      create("Note", { id: "r", content: "y", in_reply_to_id: "n" }),
      create("Timelog", { id: "l", context_id: "t", duration: 1 }),
      create("Appointment", { id: "ap", context_id: "t", resource_id: user }),
      create("Metadata", { parent_id: "t", key: "k", value: "v", parent_type: "Task" }),
      update("ContextCustomAttributeValue", [builtInConfigurations.frameStart, "sh"], { value: 1 }),
      update("Task", "t", { status_id: statusId("approved") }),
      create("Scope", { id: "s", name: "s" }),
      update("Task", "t", { scopes: [reference("Scope", "s")] }),
      create("TypedContextLink", { id: "d", from_id: "t", to_id: "sh" }),
    );

    const { answers } = requests.send(remove("Scope", "s"), remove("Project", "p"));

    expect(answers).toEqual([true, true]);
    expect([...requests.store.families].sort()).toEqual(empty.sort());
  });

  it("can follow the delete of a child in the same request", () => {
    requests.send(remove("Sequence", "sq"), remove("Project", ["p"]));

    expect(requests.store.count("Context")).toBe(0);
  });

  it("refuses an entity that is not there", () => {
    expect(() => requests.send(remove("Task", "ghost"))).toThrow(/There is no Task/);
    expect(() => requests.send(remove("Sequence", "sq"), remove("Task", "t"))).toThrow(/There is no Task/);
  });

  it("refuses a status that is in use, unless its last user goes with it", () => {
    requests.send(create("Status", { id: "mine", name: "Mine" }), update("Task", "t", { status_id: "mine" }));

    expect(() => requests.send(remove("Status", "mine"))).toThrow(/IntegrityError/);
    requests.send(remove("Status", "mine"), remove("Task", "t"));
    expect(requests.store.get("Status", "mine")).toBeUndefined();
  });

  it("refuses a location that holds components", () => {
    requests.send(
      create("Location", { id: "loc", name: "studio.disk" }),
      create("FileComponent", { id: "c" }),
      create("ComponentLocation", { id: "cl", component_id: "c", location_id: "loc" }),
    );

    expect(() => requests.send(remove("Location", "loc"))).toThrow(/IntegrityError/);
    requests.send(remove("ComponentLocation", "cl"), remove("Location", "loc"));
    expect(requests.store.get("Location", "loc")).toBeUndefined();
  });

  it("lets a user go who logged time, was assigned and wrote notes", () => {
    requests.send(
      create("User", { id: "u", username: "ada" }),
      create("Timelog", { id: "l", user_id: "u", context_id: "t", duration: 60 }),
      create("Timer", { id: "tm", user_id: "u" }),
      create("Appointment", { id: "ap", resource_id: "u", context_id: "t" }),
      create("Note", { id: "n", user_id: "u", content: "x", parent_id: "t", parent_type: "Task" }),
    );

    requests.send(remove("User", "u"));

    expect(requests.store.count("Appointment")).toBe(0);
    expect(requests.store.count("Timer")).toBe(0);
    expect(requests.row("Timelog", "l").user_id).toBeNull();
    expect(requests.row("Note", "n").user_id).toBeNull();
    requests.send(update("Note", "n", { content: "still here" }));
  });

  it("clears references to what is gone", () => {
    requests.send(create("FileComponent", { id: "c" }), update("Task", "t", { thumbnail_id: "c" }));

    requests.send(remove("FileComponent", "c"));

    expect(requests.row("Context", "t").thumbnail_id).toBeNull();
  });

  it("takes component, version and asset in that order", () => {
    requests.send(
      create("Asset", { id: "a", name: "x", context_id: "sh" }),
      create("AssetVersion", { id: "v", asset_id: "a" }),
      create("FileComponent", { id: "c", version_id: "v" }),
    );

    requests.send(remove("Component", "c"), remove("AssetVersion", "v"), remove("Asset", "a"));

    expect(requests.store.count("Asset")).toBe(0);
  });
});
