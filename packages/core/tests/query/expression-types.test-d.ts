import { describe, expectTypeOf, it } from "vitest";
import type { CheckedExpression, QueryRow, QueryTypeError } from "../../src/query/expression-types.js";
import type { EntityOf, LooseEntity } from "../../src/query/row-types.js";
import type { LooseEntityMap } from "../../src/schema/entity-map.js";
import type { Collection, CustomAttributes, MappedCollection } from "../../src/schema/entity-members.js";
import type { SampleMap } from "./support/sample-map.js";

type Row<Expression extends string> = QueryRow<SampleMap, Expression>;
type Problem<Expression extends string> = CheckedExpression<SampleMap, Expression>;
/** Attributes of a row, without the members every entity has. */
type Names<Entity> = Exclude<keyof Entity, `$${string}`>;

declare function query<const Expression extends string>(
  expression: Expression & CheckedExpression<SampleMap, Expression>,
): QueryRow<SampleMap, Expression>;

describe("which attributes a row has", () => {
  it("has those selected and the primary key", () => {
    expectTypeOf<Names<Row<"select name from Task">>>().toEqualTypeOf<"id" | "name">();
    expectTypeOf<Names<Row<"select name, bid from Task">>>().toEqualTypeOf<"id" | "name" | "bid">();
    expectTypeOf<Names<Row<"select name,bid from Task">>>().toEqualTypeOf<"id" | "name" | "bid">();
    expectTypeOf<Names<Row<"select name , bid from Task">>>().toEqualTypeOf<"id" | "name" | "bid">();
    expectTypeOf<Names<Row<"select name, name from Task">>>().toEqualTypeOf<"id" | "name">();
    expectTypeOf<Names<Row<"select value from Metadata">>>().toEqualTypeOf<"parent_id" | "key" | "value">();
  });

  it("has the default projections where nothing is selected", () => {
    expectTypeOf<Names<Row<"Task">>>().toEqualTypeOf<"context_type" | "id" | "name">();
    expectTypeOf<Names<Row<"Task where bid > 1">>>().toEqualTypeOf<"context_type" | "id" | "name">();
    expectTypeOf<Names<Row<"Status order by sort limit 5">>>().toEqualTypeOf<"id">();
    expectTypeOf<Names<Row<" Metadata ">>>().toEqualTypeOf<"parent_id" | "key" | "value">();
  });

  it("reads blanks and keywords as the server does", () => {
    expectTypeOf<Names<Row<"  select name from Task  ">>>().toEqualTypeOf<"id" | "name">();
    expectTypeOf<Names<Row<"select\n  name,\n  bid\nfrom\n  Task\nwhere bid > 1">>>().toEqualTypeOf<
      "id" | "name" | "bid"
    >();
    expectTypeOf<Names<Row<"\tselect\tname\r\nfrom\tTask">>>().toEqualTypeOf<"id" | "name">();
    expectTypeOf<Names<Row<"SELECT name FROM Task">>>().toEqualTypeOf<"id" | "name">();
    expectTypeOf<Names<Row<"Select name From Task Where bid > 1">>>().toEqualTypeOf<"id" | "name">();
    expectTypeOf<Names<Row<"select    name    from    Task    where x is y">>>().toEqualTypeOf<
      "id" | "name"
    >();
  });

  it("is not led astray by keywords elsewhere", () => {
    expectTypeOf<Names<Row<'select name from Task where name is "select bid from Shot"'>>>().toEqualTypeOf<
      "id" | "name"
    >();
    expectTypeOf<Names<Row<"select name from Task where id in (select id from Shot)">>>().toEqualTypeOf<
      "id" | "name"
    >();
    expectTypeOf<Names<Row<"select from, to from AssetVersionLink">>>().toEqualTypeOf<"id" | "from" | "to">();
    expectTypeOf<Names<Row<"select to, from from AssetVersionLink">>>().toEqualTypeOf<"id" | "from" | "to">();
    expectTypeOf<Names<Row<"select from.name from AssetVersionLink">>>().toEqualTypeOf<"id" | "from">();
  });

  it("reads a long selection", () => {
    type Long =
      "select id, name, bid, description, start_date, status, status.name, status.sort, status.state.name, status.state.short, status_id, link, parent, parent.name, parent_id, project, project.name, project.full_name, project.status, project_id, children, children.name, assignments, assignments.resource, assignments.resource.username, assignments.resource_id, metadata, metadata.key, metadata.value, custom_attributes, context_type from Task";
    expectTypeOf<Row<Long>["project"]["status"]>().toEqualTypeOf<"active" | "hidden">();
  });
});

describe("what attributes hold", () => {
  it("has null where the map says so", () => {
    expectTypeOf<Row<"select name from Task">["name"]>().toEqualTypeOf<string>();
    expectTypeOf<Row<"select bid from Task">["bid"]>().toEqualTypeOf<number>();
    expectTypeOf<Row<"select description from Task">["description"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Row<"select status from Project">["status"]>().toEqualTypeOf<"active" | "hidden">();
    expectTypeOf<Row<"select value from ContextCustomAttributeValue">["value"]>().toEqualTypeOf<unknown>();
  });

  it("reads dates as text", () => {
    expectTypeOf<Row<"select start_date from Task">["start_date"]>().toEqualTypeOf<string | null>();
  });

  it("nests references", () => {
    expectTypeOf<Row<"select status.name from Task">["status"]["name"]>().toEqualTypeOf<string>();
    expectTypeOf<
      Row<"select status.state.short from Task">["status"]["state"]["short"]
    >().toEqualTypeOf<string>();
    expectTypeOf<Names<Row<"select status.name, status.sort from Task">["status"]>>().toEqualTypeOf<
      "id" | "name" | "sort"
    >();
    expectTypeOf<Names<Row<"select status from Task">["status"]>>().toEqualTypeOf<"id">();
    expectTypeOf<Names<Row<"select status, status.name from Task">["status"]>>().toEqualTypeOf<
      "id" | "name"
    >();
  });

  it("has null for references that may be unset", () => {
    type Parent = Row<"select parent.name from Task">["parent"];
    expectTypeOf<null>().toExtend<Parent>();
    expectTypeOf<NonNullable<Parent>["name"]>().toEqualTypeOf<string>();
    type Grandparent = NonNullable<Row<"select parent.parent.name from Task">["parent"]>["parent"];
    expectTypeOf<null>().toExtend<Grandparent>();
  });

  it("has collections of rows", () => {
    expectTypeOf<Row<"select children.name from Project">["children"]>().toEqualTypeOf<
      Collection<EntityOf<SampleMap, "Context", "name">>
    >();
    expectTypeOf<Row<"select assignments from Task">["assignments"]>().toEqualTypeOf<
      Collection<EntityOf<SampleMap, "Appointment", never>>
    >();
    type Deep =
      Row<"select children.children.name from Project">["children"][number]["children"][number]["name"];
    expectTypeOf<Deep>().toEqualTypeOf<string>();
  });

  it("reads metadata and custom attributes by key", () => {
    expectTypeOf<Row<"select metadata from Task">["metadata"]>().toEqualTypeOf<
      MappedCollection<Record<string, string>>
    >();
    expectTypeOf<Row<"select metadata.key, metadata.value from Task">["metadata"]>().toEqualTypeOf<
      MappedCollection<Record<string, string>>
    >();
    expectTypeOf<Row<"select custom_attributes from Task">["custom_attributes"]>().toEqualTypeOf<
      CustomAttributes<{ fstart: number | null; notes: string }>
    >();
  });

  it("finds attributes of subtypes, which other rows do not have", () => {
    type Resource = Row<"select assignments.resource.username from Task">["assignments"][number]["resource"];
    expectTypeOf<Resource["username"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Row<"select bid from Context">["bid"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Row<"select cut_in from TypedContext">["cut_in"]>().toEqualTypeOf<
      number | null | undefined
    >();
  });

  it("narrows a step by its cast", () => {
    type Parent = Row<"select parent[Shot].cut_in from Task">["parent"];
    expectTypeOf<null>().toExtend<Parent>();
    expectTypeOf<NonNullable<Parent>["cut_in"]>().toEqualTypeOf<number | null>();
    type Children = Row<"select children[Task].bid from Project">["children"];
    expectTypeOf<Children[number]["bid"]>().toEqualTypeOf<number>();
  });

  it("knows the concrete types of a base type", () => {
    expectTypeOf<Row<"Task">["$type"]>().toEqualTypeOf<"Task">();
    expectTypeOf<Row<"TypedContext">["$type"]>().toEqualTypeOf<"TypedContext" | "Task" | "Shot">();
  });

  it("lets permissions through", () => {
    expectTypeOf<Row<"select __permissions.status_id from Task">["__permissions"]>().toEqualTypeOf<unknown>();
  });
});

describe("aggregates", () => {
  it("gives records with a column for each", () => {
    expectTypeOf<Row<"select count(id) from Task group by status_id">>().toEqualTypeOf<{
      readonly count_id: number;
      readonly status_id: string;
    }>();
    expectTypeOf<
      Row<"select count(id), max(bid), sum(bid) from Task where bid > 1 group by project_id, parent_id order by bid limit 5">
    >().toEqualTypeOf<{
      readonly count_id: number;
      readonly max_bid: number | null;
      readonly sum_bid: number | null;
      readonly project_id: string;
      readonly parent_id: string | null;
    }>();
    expectTypeOf<Row<"select COUNT( id ) from Task">["count_id"]>().toEqualTypeOf<number>();
  });
});

describe("what may be changed", () => {
  it("keeps read-only attributes read-only", () => {
    const task = query("select name, link from Task");

    task.name = "comp";
    // @ts-expect-error The primary key cannot be changed.
    task.id = "other";
    // @ts-expect-error The server keeps the link.
    task.link = "other";
  });

  it("does not take what an attribute cannot hold", () => {
    const task = query("select name, description from Task");

    task.description = null;
    // @ts-expect-error A name is never null.
    task.name = null;
    // @ts-expect-error A name is text.
    task.name = 5;
  });

  it("does not have what was not selected", () => {
    const task = query("select name from Task");

    // @ts-expect-error Not selected.
    task.bid;
    // @ts-expect-error Not selected.
    task.status;
    // @ts-expect-error Not selected in the reference.
    query("select status.name from Task").status.sort;
    // @ts-expect-error No default projection.
    query("Task").bid;
  });
});

describe("errors", () => {
  it("says which attribute is wrong", () => {
    expectTypeOf<Problem<"select asignee from Task">>().toEqualTypeOf<
      QueryTypeError<'Task has no attribute "asignee".'>
    >();
    expectTypeOf<Problem<"select name, status.nam from Task">>().toEqualTypeOf<
      QueryTypeError<'Status has no attribute "nam".'>
    >();
    expectTypeOf<Problem<"select status.state.nam from Task">>().toEqualTypeOf<
      QueryTypeError<'State has no attribute "nam".'>
    >();
    expectTypeOf<Problem<"select assignments.resource.usernam from Task">>().toEqualTypeOf<
      QueryTypeError<'Resource has no attribute "usernam".'>
    >();
    expectTypeOf<Problem<"select name.length from Task">>().toEqualTypeOf<
      QueryTypeError<"Task.name is a value and has no attributes.">
    >();
    expectTypeOf<Problem<"select count(nam) from Task">>().toEqualTypeOf<
      QueryTypeError<'Task has no attribute "nam".'>
    >();
    expectTypeOf<Problem<"select parent[Shot].nam from Task">>().toEqualTypeOf<
      QueryTypeError<'Shot has no attribute "nam".'>
    >();
    expectTypeOf<Problem<"select parent[Sht].name from Task">>().toEqualTypeOf<
      QueryTypeError<'There is no entity type "Sht".'>
    >();
    expectTypeOf<Problem<"select parent.children.nam from Task">>().toEqualTypeOf<
      QueryTypeError<'Context has no attribute "nam".'>
    >();
  });

  it("says that an entity type is wrong", () => {
    expectTypeOf<Problem<"Tsk">>().toEqualTypeOf<QueryTypeError<'There is no entity type "Tsk".'>>();
    expectTypeOf<Problem<"select name from Tsk where x is y">>().toEqualTypeOf<
      QueryTypeError<'There is no entity type "Tsk".'>
    >();
    expectTypeOf<Problem<"task">>().toEqualTypeOf<QueryTypeError<'There is no entity type "task".'>>();
    expectTypeOf<Problem<"">>().toEqualTypeOf<QueryTypeError<"The expression names no entity type.">>();
    expectTypeOf<Problem<"select name Task">>().toEqualTypeOf<
      QueryTypeError<'The expression starts with "select" and has no "from".'>
    >();
  });

  it("reports each wrong path of several", () => {
    expectTypeOf<Problem<"select nam, bd from Task">>().toEqualTypeOf<
      QueryTypeError<'Task has no attribute "nam".' | 'Task has no attribute "bd".'>
    >();
  });

  it("refuses a wrong expression where it is given", () => {
    // @ts-expect-error No such attribute.
    query("select asignee from Task");
    // @ts-expect-error No such type.
    query("Tsk where name is x");
    // @ts-expect-error No such attribute of the reference.
    query("select name, status.nam from Task where bid > 1");
    query("select name, status.name from Task where bid > 1");
  });
});

describe("text that is not known", () => {
  it("gives loose rows", () => {
    const text: string = "Task";
    const name: string = "x";

    expectTypeOf(query(text)).toEqualTypeOf<LooseEntity>();
    expectTypeOf<Row<string>>().toEqualTypeOf<LooseEntity>();
    expectTypeOf(query(`select name from ${text}`)).toEqualTypeOf<LooseEntity>();
    expectTypeOf(query(`select ${name} from Task`)).toEqualTypeOf<LooseEntity>();
  });

  it("keeps the row where only criteria are unknown", () => {
    const bid = 5 as number;
    const row = query(`select name from Task where bid > ${bid}` as const);

    expectTypeOf<Names<typeof row>>().toEqualTypeOf<"id" | "name">();
  });

  it("gives loose rows to sessions without a map", () => {
    expectTypeOf<
      QueryRow<LooseEntityMap, "select anything.at.all from Whatever">
    >().toEqualTypeOf<LooseEntity>();
    expectTypeOf<
      CheckedExpression<LooseEntityMap, "select anything from Whatever">
    >().toEqualTypeOf<unknown>();
  });

  it("gives one of several rows to one of several texts", () => {
    type Either = Row<"select name from Task" | "select sort from Status">;
    expectTypeOf<Either["$type"]>().toEqualTypeOf<"Task" | "Status">();
  });
});

describe("members", () => {
  const task = query("select name from Task");

  it("types $get by its path", () => {
    expectTypeOf(task.$get("status.name")).resolves.toEqualTypeOf<string>();
    expectTypeOf(task.$get("parent.name")).resolves.toEqualTypeOf<string | null>();
    expectTypeOf(task.$get("bid")).resolves.toEqualTypeOf<number>();
    expectTypeOf(task.$get("start_date")).resolves.toEqualTypeOf<string | null>();
    expectTypeOf(task.$get("children.name")).resolves.toEqualTypeOf<string[]>();
    expectTypeOf(task.$get("status")).resolves.toEqualTypeOf<EntityOf<SampleMap, "Status", never>>();
    // @ts-expect-error No such attribute.
    void task.$get("status.nam");
  });

  it("widens the row by what $load fetches", async () => {
    const loaded = await task.$load("bid", "status.name");

    expectTypeOf<Names<typeof loaded>>().toEqualTypeOf<"id" | "name" | "bid" | "status">();
    expectTypeOf(loaded.status.name).toEqualTypeOf<string>();
    // @ts-expect-error No such attribute.
    await task.$load("bid", "nam");
  });
});
