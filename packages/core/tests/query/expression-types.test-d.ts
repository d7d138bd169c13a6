import { describe, expectTypeOf, it } from "vitest";
import type { CheckedExpression, QueryRow, QueryTypeError } from "../../src/query/expression-types.js";
import type { EntityOf, LooseEntity } from "../../src/query/row-types.js";
import type { LooseEntityMap } from "../../src/schema/entity-map.js";
import type { Collection, CustomAttributes, MappedCollection } from "../../src/schema/entity-members.js";
import type { SampleMap } from "./support/sample-map.js";

type Row<Expression extends string> = QueryRow<SampleMap, Expression>;
type Problem<Expression extends string> = CheckedExpression<SampleMap, Expression>;

declare function query<const Expression extends string>(
  expression: Expression & CheckedExpression<SampleMap, Expression>,
): QueryRow<SampleMap, Expression>;

describe("projections", () => {
  it("reads attributes, with null where they may be unset", () => {
    const row = query("select name, bid, description from Task");
    expectTypeOf(row.name).toEqualTypeOf<string>();
    expectTypeOf(row.bid).toEqualTypeOf<number>();
    expectTypeOf(row.description).toEqualTypeOf<string | null>();
    // @ts-expect-error Not selected.
    row.status_id;
    row.name = "comp";
    // @ts-expect-error Read-only.
    row.id = "other";
    // @ts-expect-error nope
    query("select asignee from Task");
    // @ts-expect-error nope
    query("select status.asignee from Task");
  });
});
