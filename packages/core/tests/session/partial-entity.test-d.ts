import { isEntity, type LooseEntityMap, type Session } from "@ftrack-kit/core";
import { describe, expectTypeOf, it } from "vitest";

declare const session: Session;
declare const loose: Session<LooseEntityMap>;

describe("an entity by its key", () => {
  it("has every attribute, undefined where it is not loaded by default", async () => {
    const user = await session.get("User", "jane");
    const task = await session.get("Task", "comp");

    expectTypeOf(user!.id).toEqualTypeOf<string>();
    expectTypeOf(user!.username).toEqualTypeOf<string | undefined>();
    expectTypeOf(user!.email).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(task!.name).toEqualTypeOf<string>();
    expectTypeOf(task!.status?.name).toEqualTypeOf<string | undefined>();
    expectTypeOf(task!.end_date).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(task!.assignments[0]?.resource?.id).toEqualTypeOf<string | undefined>();
    // @ts-expect-error: it may not be loaded
    user!.username.length;
    // @ts-expect-error: no type has it
    user!.surname;
    // @ts-expect-error: no row holds what can only be filtered on
    user!.custom_attribute_links;
  });

  it("is certain of what is loaded after its key was found", async () => {
    const user = await session.get("User", "jane");

    const loaded = await user!.$load("username", "user_type.name");

    expectTypeOf(loaded.username).toEqualTypeOf<string>();
    expectTypeOf(loaded.email).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(loaded.user_type?.name).toEqualTypeOf<string | undefined>();
    expectTypeOf((await loaded.$load("email")).username).toEqualTypeOf<string>();
  });

  it("has what only subtypes have, once that is loaded", async () => {
    const task = await session.get("Task", "comp");

    const loaded = await task!.$load("assignments.resource.username");

    expectTypeOf(loaded.assignments[0]?.resource.username).toEqualTypeOf<string | undefined>();
  });

  it("takes what its attributes take", async () => {
    const user = await session.get("User", "jane");

    user!.username = "jane.doe";
    user!.email = null;
    // @ts-expect-error: a user must have a name
    user!.username = null;
    // @ts-expect-error: not a value that can be set
    user!.username = undefined;
    // @ts-expect-error: the server computes it
    user!.thumbnail_url = null;
    // @ts-expect-error: immutable
    user!.resource_type = "user";
  });

  it("comes from ensure and update too", async () => {
    const { entity } = await session.ensure("Task", { name: "comp", bid: 8 }, ["name"]);
    const updated = session.update("Task", "comp", { bid: 9 });

    expectTypeOf(entity.name).toEqualTypeOf<string>();
    expectTypeOf(updated.bid).toEqualTypeOf<number | undefined>();
    // @ts-expect-error: a key cannot be changed
    session.update("Task", "comp", { id: "other" });
    // @ts-expect-error: a misspelt attribute
    session.update("Task", "comp", { nam: "other" });
  });

  it("is anything in a session without a map", async () => {
    expectTypeOf((await loose.get("Anything", "x"))!.whatever).toBeAny();
  });
});

describe("a new entity", () => {
  it("has what it was given, and may have the rest", async () => {
    const shot = await session.query("Shot").one();

    const task = session.create("Task", { name: "comp", parent: shot, end_date: new Date() });

    expectTypeOf(task.name).toEqualTypeOf<string>();
    expectTypeOf(task.bid).toEqualTypeOf<number | undefined>();
    expectTypeOf(task.parent.id).toEqualTypeOf<string>();
    expectTypeOf(task.children.length).toEqualTypeOf<number>();
    // @ts-expect-error: an attribute that does not exist
    session.create("Task", { name: "comp", asignee: "jane" });
    // @ts-expect-error: an entity of another type
    session.create("Task", { name: "comp", status: shot });
  });
});

describe("a reference", () => {
  it("takes an entity of its type, whatever is loaded of it", async () => {
    const task = await session
      .query("select name, status.name, parent.name, priority, object_type from Task")
      .one();
    const shot = await session.query("Shot").one();

    task.status = await session.query('select id from Status where name is "Done"').one();
    task.status = await session.query("select name, sort, state.short from Status").one();
    task.status = (await session.get("Status", "done"))!;
    task.parent = shot;
    task.parent = session.create("Shot", { name: "020" });
    expectTypeOf(task.status.name).toEqualTypeOf<string>();
    // @ts-expect-error: an entity of another type
    task.status = shot;
    // @ts-expect-error: a task has a status
    task.status = null;
    // @ts-expect-error: not a value that can be set
    task.status = undefined;
    // @ts-expect-error: an id is no entity
    task.status = "done";
    // @ts-expect-error: immutable
    task.object_type = (await session.get("ObjectType", "task"))!;
  });

  it("takes null where the map has it", async () => {
    const version = await session.query("select task.name from AssetVersion").one();

    version.task = null;
    version.task = session.create("Task", { name: "comp" });
  });

  it("takes entities whose type only the program knows", async () => {
    const task = await session.query("select status from Task").one();
    const value: unknown = task;

    task.status = (await loose.query("Status").one())!;
    task.status = await session.query("Status" as string).one();
    if (isEntity(value)) task.status = value;
  });
});

describe("dates, lists and pairs", () => {
  it("take more than they read as", async () => {
    const task = await session
      .query("select end_date, created_at, assignments, metadata, custom_attributes from Task")
      .one();
    const appointment = session.create("Appointment", { type: "assignment" });

    expectTypeOf(task.end_date).toEqualTypeOf<string | null>();
    expectTypeOf(task.assignments.length).toEqualTypeOf<number>();
    task.end_date = new Date();
    task.end_date = "2026-11-20";
    task.end_date = null;
    task.assignments = [appointment];
    task.assignments = new Set([appointment]);
    task.metadata = { shot: "010" };
    // @ts-expect-error: no date
    task.end_date = 5;
    // @ts-expect-error: entities of another type
    task.assignments = [task];
  });
});
