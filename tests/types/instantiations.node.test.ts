import { fileURLToPath } from "node:url";
import { printEntityMap } from "@ftrack-kit/core";
import { expect, it } from "vitest";
import { createSchemas } from "../../packages/dev-server/src/schema/create-schemas.js";
import { compile } from "./compile.js";

const core = fileURLToPath(new URL("../../packages/core/src/", import.meta.url));
const expressions = [
  "select name, status.name from Task",
  "select name, bid, project.name, parent.name, assignments.resource.username from Task where bid > 1",
  "Shot",
  "select id from TypedContext",
  "select children.children.name from Project",
  "select asset.parent.name, components.component_locations.location.name, status.name, user.username from AssetVersion",
  "select metadata.key, content, author.first_name, replies.author.username from Note order by date",
];

/** Schemas of a workspace with many object types. */
function createLargeSchemas(count: number) {
  const schemas = createSchemas();
  const shot = schemas.find(({ id }) => id === "Shot");
  if (!shot) throw new Error("The dev server declares no Shot.");
  while (schemas.length < count) schemas.push({ ...shot, id: `ObjectType${schemas.length}` });
  return schemas;
}

/** Type instantiations and errors of a program that queries a large workspace. */
function measure(map: string, queries: readonly string[]) {
  const files: Readonly<Record<string, string>> = {
    [`${core}measured-map.ts`]: map,
    [`${core}measured.ts`]: `
      import type { CheckedExpression, QueryRow } from "./query/expression-types.js";
      import type { LargeMap } from "./measured-map.js";
      declare function query<const Text extends string>(
        text: Text & CheckedExpression<LargeMap, Text>,
      ): QueryRow<LargeMap, Text>;
      ${queries.map((text, index) => `export const row${index} = query(${JSON.stringify(text)}).$key;`).join("\n")}`,
  };
  return compile(files);
}

it("types queries of a workspace with 200 entity types at little cost", { timeout: 120_000 }, async ({
  annotate,
}) => {
  const schemas = createLargeSchemas(200);
  const map = printEntityMap(schemas, { name: "LargeMap", importFrom: "./schema/entity-map.js" });

  const without = measure(map, []);
  const with7 = measure(map, expressions);

  const perQuery = (with7.instantiations - without.instantiations) / expressions.length;
  await annotate(`${schemas.length} types: ${Math.round(perQuery)} instantiations per query`);
  expect(without.problems).toEqual([]);
  expect(with7.problems).toEqual([]);
  expect(perQuery).toBeGreaterThan(10);
  expect(perQuery).toBeLessThan(1_500);
});
