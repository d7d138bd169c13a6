import { expectTypeOf, it } from "vitest";
import type { CheckedExpression, QueryRow } from "../../src/query/expression-types.js";
import { any, entry, greaterThan, isNot } from "../../src/query/operators.js";
import { createQueryBuilder } from "../../src/query/query-builder.js";
import type { EntityLink, FileUrl } from "../../src/schema/entity-map.js";
import type { StandardEntityMap } from "../../src/schema/standard-entity-map.js";

declare function query<const Expression extends string>(
  expression: Expression & CheckedExpression<StandardEntityMap, Expression>,
): QueryRow<StandardEntityMap, Expression>;

it("types what people ask for most", () => {
  const task = query(
    'select name, bid, description, status.name, project.full_name, end_date, link, thumbnail_url from Task where project.name is "bunny"',
  );

  expectTypeOf(task.name).toEqualTypeOf<string>();
  expectTypeOf(task.bid).toEqualTypeOf<number>();
  expectTypeOf(task.description).toEqualTypeOf<string | null>();
  expectTypeOf(task.status.name).toEqualTypeOf<string>();
  expectTypeOf(task.project.full_name).toEqualTypeOf<string>();
  expectTypeOf(task.end_date).toEqualTypeOf<string | null>();
  expectTypeOf(task.link).toEqualTypeOf<readonly EntityLink[]>();
  expectTypeOf(task.thumbnail_url).toEqualTypeOf<FileUrl | null>();
  // @ts-expect-error Not selected.
  task.status_id;
});

it("follows relations through base types", () => {
  const task = query("select assignments.resource.username, parent.bid, custom_attributes from Task");

  expectTypeOf(task.assignments[0]?.resource.username).toEqualTypeOf<string | undefined>();
  expectTypeOf(task.parent.bid).toEqualTypeOf<number | undefined>();
  expectTypeOf(task.custom_attributes.get("anything")).toEqualTypeOf<unknown>();
});

it("keeps what can only be filtered on out of rows", () => {
  // @ts-expect-error Links can be filtered on, not selected.
  query("select custom_attribute_links from Task");
  createQueryBuilder<StandardEntityMap, "Task">("Task").where({
    custom_attribute_links: any(),
    custom_attributes: entry("fstart", greaterThan(1000)),
    status: isNot(null),
  });
});

it("refuses what no server has", () => {
  // @ts-expect-error Misspelt.
  query("select asignee from Task");
  // @ts-expect-error Misspelt.
  query("select versions.asset.nam from Asset");
  // @ts-expect-error Misspelt.
  query("AssetVersoin");
});
