import { describe, expectTypeOf, it } from "vitest";
import {
  after as afterDate,
  and,
  any,
  atLeast,
  cast,
  contains,
  entry,
  greaterThan,
  isNot,
  like,
  none,
  not,
  oneOf,
  or,
} from "../../src/query/operators.js";
import { type QlValue, ql } from "../../src/query/ql.js";
import { createQueryBuilder } from "../../src/query/query-builder.js";
import type { QueryText } from "../../src/query/query-text.js";
import type { LooseEntity } from "../../src/query/row-types.js";
import type { LooseEntityMap } from "../../src/schema/entity-map.js";
import type { SampleMap } from "./support/sample-map.js";

const from = <Name extends keyof SampleMap>(name: Name) => createQueryBuilder<SampleMap, Name>(name);
type Names<Entity> = Exclude<keyof Entity, `$${string}`>;

describe("rows of a builder", () => {
  it("follow what is selected", async () => {
    const row = await from("Task").select("name", "status.name").one();

    expectTypeOf<Names<typeof row>>().toEqualTypeOf<"id" | "name" | "status">();
    expectTypeOf(row.status.name).toEqualTypeOf<string>();
  });

  it("add up over several steps", async () => {
    const row = await from("Task").select("name").where({ bid: 1 }).select("bid").one();

    expectTypeOf<Names<typeof row>>().toEqualTypeOf<"id" | "name" | "bid">();
  });

  it("are the defaults where nothing is selected", async () => {
    const [row] = await from("Task").where({ bid: 1 });

    expectTypeOf<Names<NonNullable<typeof row>>>().toEqualTypeOf<"context_type" | "id" | "name">();
  });

  it("are plain data on request", async () => {
    const row = await from("Task").select("name", "status.name", "metadata", "children.name").plain().one();

    expectTypeOf(row).toEqualTypeOf<{
      readonly id: string;
      readonly name: string;
      readonly status: { readonly id: string; readonly name: string };
      readonly metadata: Readonly<Partial<Record<string, string>>>;
      readonly children: readonly { readonly id: string; readonly name: string }[];
    }>();
  });

  it("are records where there are aggregates", async () => {
    const row = await from("Task").groupBy("status_id").select("count(id)").one();

    expectTypeOf(row).toEqualTypeOf<{ readonly count_id: number; readonly status_id: string }>();
  });

  it("are loose in a session without a map", async () => {
    const row = await createQueryBuilder<LooseEntityMap, string>("Anything")
      .select("some.path")
      .where({ whatever: 5 })
      .one();

    expectTypeOf(row).toEqualTypeOf<LooseEntity>();
  });
});

describe("names", () => {
  it("must exist", () => {
    // @ts-expect-error No such attribute.
    from("Task").select("nam");
    // @ts-expect-error No such attribute of the reference.
    from("Task").select("name", "status.nam");
    // @ts-expect-error No such attribute to count.
    from("Task").select("count(nam)");
    // @ts-expect-error No such attribute.
    from("Task").orderBy("nam");
    // @ts-expect-error No such attribute.
    from("Task").groupBy("nam");
    // @ts-expect-error No such attribute.
    from("Task").where({ nam: "x" });
    // @ts-expect-error No such attribute of the reference.
    from("Task").where({ status: { nam: "x" } });
    // @ts-expect-error No such attribute in an alternative.
    from("Task").where(or({ nam: "x" }));
    // @ts-expect-error No such attribute in the opposite.
    from("Task").where(not({ nam: "x" }));
    // @ts-expect-error No such attribute in the related entity.
    from("Task").where({ assignments: any({ nam: "x" }) });
    // @ts-expect-error No such custom attribute.
    from("Task").where({ custom_attributes: entry("fend", 1) });
  });

  it("of subtypes are found through their base", () => {
    from("Task").where({ assignments: any({ resource: { username: "x" } }) });
    from("Context").where({ bid: greaterThan(1) });
  });
});

describe("values", () => {
  it("must fit the attribute", () => {
    from("Task").where({ name: "x", bid: 1, description: null, start_date: new Date() });
    from("Project").where({ status: ["active", "hidden"] });
    // @ts-expect-error A number is no text.
    from("Task").where({ bid: "1" });
    // @ts-expect-error Text is no number.
    from("Task").where({ name: 1 });
    // @ts-expect-error A name is never null.
    from("Task").where({ name: null });
    // @ts-expect-error Not one of the choices.
    from("Project").where({ status: "actve" });
    // @ts-expect-error Undefined would match everything.
    from("Task").where({ name: undefined });
  });

  it("must suit the operator", () => {
    from("Task").where({ name: like("a%") }, { bid: atLeast(1) }, { start_date: afterDate("2030-01-01") });
    from("Task").where({ name: isNot("x"), bid: isNot([1, 2]), parent: isNot(null) });
    // @ts-expect-error Numbers have no pattern.
    from("Task").where({ bid: like("1%") });
    // @ts-expect-error Text is not after a date.
    from("Task").where({ name: afterDate("2030-01-01") });
    // @ts-expect-error A number is compared with a number.
    from("Task").where({ bid: greaterThan("1") });
    // @ts-expect-error A relation contains no text.
    from("Task").where({ status: contains("x") });
    // @ts-expect-error A number is not one of several texts.
    from("Task").where({ bid: oneOf(["1"]) });
  });

  it("of collections need a quantifier", () => {
    from("Task").where({ assignments: none() });
    // @ts-expect-error It is not said whether any or none may fit.
    from("Task").where({ assignments: { resource_id: "x" } });
  });

  it("of a cast belong to a subtype", () => {
    from("Task").where({ parent: cast("Shot", { cut_in: 1 }) });
    // @ts-expect-error A parent is never a status.
    from("Task").where({ parent: cast("Status", { sort: 1 }) });
    // @ts-expect-error A task has no cut.
    from("Task").where({ parent: cast("Task", { cut_in: 1 }) });
  });

  it("may nest as deep as needed", () => {
    from("Task").where(
      and({ bid: 1 }, or({ name: "a" }, not({ status: { state: { short: isNot("DONE") } } }))),
    );
    from("Task").where({ parent_id: oneOf(from("Shot").select("id")) }, ql`bid > ${1}`);
  });
});

describe("ql", () => {
  it("knows the text only where it is given as one", () => {
    expectTypeOf(ql`Task where bid > ${1}`).toEqualTypeOf<QueryText<string>>();
    expectTypeOf(ql<"select name from Task">`select name from Task where bid > ${1}`).toEqualTypeOf<
      QueryText<"select name from Task">
    >();
    expectTypeOf(ql.bind("select name from Task where bid > {bid}", { bid: 1 })).toEqualTypeOf<
      QueryText<"select name from Task where bid > {bid}">
    >();
  });

  it("wants a value for each placeholder", () => {
    // @ts-expect-error The value of {bid} is missing.
    ql.bind("Task where name is {name} and bid is {bid}", { name: "x" });
    // @ts-expect-error There is no such placeholder.
    ql.bind("Task where name is {name}", { name: "x", nam: "y" });
  });

  it("takes what a query can hold and nothing else", () => {
    expectTypeOf<string | number | bigint | boolean | null | Date>().toExtend<QlValue>();
    expectTypeOf<{ readonly $key: readonly string[] }>().toExtend<QlValue>();
    expectTypeOf<readonly string[]>().toExtend<QlValue>();
    expectTypeOf<undefined>().not.toExtend<QlValue>();
    expectTypeOf<{ a: 1 }>().not.toExtend<QlValue>();
    expectTypeOf<() => void>().not.toExtend<QlValue>();
  });
});
