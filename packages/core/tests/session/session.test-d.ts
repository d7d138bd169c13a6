import { type LooseEntityMap, type Operation, ql, type Session, type SessionOptions } from "@ftrack-kit/core";
import { describe, expectTypeOf, it } from "vitest";
import type { ResolvedSessionOptions } from "../../src/session/resolve-options.js";

declare const session: Session;
declare const loose: Session<LooseEntityMap>;

describe("the types of a session", () => {
  it("gives rows what the text selects", async () => {
    const [task] = await session.query("select name, bid, status.name from Task where bid > 8");

    expectTypeOf(task!.name).toEqualTypeOf<string>();
    expectTypeOf(task!.status!.name).toEqualTypeOf<string>();
    // @ts-expect-error: not selected
    task!.description;
  });

  it("does the same for first, one, pages and loops", async () => {
    const result = session.query("select name from Task");

    expectTypeOf((await result.first())!.name).toEqualTypeOf<string>();
    expectTypeOf((await result.one()).name).toEqualTypeOf<string>();
    for await (const task of result) expectTypeOf(task.name).toEqualTypeOf<string>();
    for await (const page of result.pages()) expectTypeOf(page[0]!.name).toEqualTypeOf<string>();
  });

  it("populates lists and single entities, and gives them back as what they are", async () => {
    const task = await session.query("select name from Task").one();

    expectTypeOf(await session.populate(task, "bid")).toEqualTypeOf<(typeof task)[]>();
    expectTypeOf(await session.populate([task], "bid")).toEqualTypeOf<(typeof task)[]>();
    expectTypeOf(await session.populate(new Set([task]), "bid")).toEqualTypeOf<(typeof task)[]>();
  });

  it("refuses what the map does not have", () => {
    // @ts-expect-error: a misspelt attribute
    session.query("select asignee from Task");
    // @ts-expect-error: a misspelt type
    session.query("select name from Tusk");
    // @ts-expect-error: a misspelt type
    session.create("Tusk");
    // @ts-expect-error: a misspelt attribute
    session.create("Task", { nam: "comp" });
    // @ts-expect-error: a value of another type
    session.create("Task", { name: 1 });
  });

  it("types what actions take and answer, and lets unknown ones through", async () => {
    const answers = await session.call([
      { action: "query", expression: "Task limit 1" },
      { action: "delete", entity_type: "Task", entity_key: ["a"] },
      { action: "get_widget_url", name: "info", theme: "dark" },
      { action: "studio_magic", anything: 1 },
    ]);

    expectTypeOf(answers[0].metadata.next.offset).toEqualTypeOf<number | null>();
    expectTypeOf(answers[1].data).toEqualTypeOf<boolean>();
    expectTypeOf(answers[2].widget_url).toEqualTypeOf<string>();
    expectTypeOf(answers[3]).toEqualTypeOf<unknown>();
    // @ts-expect-error: a misspelt field
    void session.call([{ action: "query", expresion: "Task" }]);
    // @ts-expect-error: a theme there is not
    void session.call([{ action: "get_widget_url", name: "info", theme: "blue" }]);

    const operations: Operation[] = [{ action: "query", expression: "Task" }];
    expectTypeOf(await session.call(operations)).toEqualTypeOf<unknown[]>();
  });

  it("types what a search finds by its expression, or by its entity type", async () => {
    const [shot] = await session.search({ entityType: "Shot", terms: ["hero"] });
    const [task] = await session.search({
      entityType: "Task",
      terms: ["comp"],
      expression: "select bid from Task",
    });

    expectTypeOf(shot!.name).toEqualTypeOf<string>();
    expectTypeOf(task!.bid).toEqualTypeOf<number>();
    // @ts-expect-error: not selected
    task!.name;
    // @ts-expect-error: a misspelt type
    session.search({ entityType: "Shoot", terms: [] });
    // @ts-expect-error: a misspelt attribute
    session.search({ entityType: "Task", terms: [], expression: "select asignee from Task" });
    expectTypeOf((await loose.search({ entityType: "Task", terms: [] }))[0]!.name).toBeAny();
  });

  it("takes text it cannot read, and text made by ql", async () => {
    const text: string = "Task";
    const [row] = await session.query(text);
    const [bound] = await session.query(ql.bind("select name from Task where name is {name}", { name: "x" }));

    expectTypeOf(row!.$type).toEqualTypeOf<string>();
    expectTypeOf(bound!.name).toEqualTypeOf<string>();
  });

  it("gives plain rows without members of ours, immutable", async () => {
    const [task] = await session.query("select name, assignments.resource.id, metadata from Task").plain();

    expectTypeOf(task!.name).toEqualTypeOf<string>();
    // @ts-expect-error: plain rows have no members of ours
    task!.$type;
    // @ts-expect-error: plain rows are immutable
    task!.name = "x";
    expectTypeOf(task!.assignments.length).toEqualTypeOf<number>();
  });

  it("lets new entities be read and written whole", () => {
    const shot = session.create("Shot", { name: "010" });
    const task = session.create("Task", { name: "comp", parent: shot, start_date: new Date() });

    expectTypeOf(task.name).toEqualTypeOf<string>();
    task.description = "hero";
    task.parent = shot;
  });

  it("types nothing for a session without a map", async () => {
    const [row] = await loose.query("select whatever from Anything");

    expectTypeOf(row!.whatever).toBeAny();
    loose.create("Anything", { whatever: 1 });
  });

  it("has a resolved form of every option", () => {
    expectTypeOf<keyof ResolvedSessionOptions>().toEqualTypeOf<Exclude<keyof SessionOptions, "apiKey">>();
  });
});
