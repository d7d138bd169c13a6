import type { Contender, Scenario } from "../contract.js";

const expressions = [
  "select name, status.name from Task",
  "select name, bid, project.name, parent.name, assignments.resource.username from Task where bid > 1",
  "Shot",
  "select id from TypedContext",
  "select children.children.name from Project",
];

/** Schemas of a workspace with many object types. */
async function createLargeSchemas(count: number) {
  const { createSchemas } = await import("../../packages/dev-server/src/schema/create-schemas.js");
  const schemas = createSchemas();
  const shot = schemas.find(({ id }) => id === "Shot");
  if (!shot) throw new Error("The embedded server declares no Shot.");
  while (schemas.length < count) schemas.push({ ...shot, id: `ObjectType${schemas.length}` });
  return schemas;
}

const program =
  (texts: readonly string[]): Contender =>
  async () => {
    const { compile } = await import("../../tests/types/compile.js");
    const { printEntityMap } = await import("@ftrack-kit/core");
    const folder = `${process.cwd()}/packages/core/src/`;
    const map = printEntityMap(await createLargeSchemas(200), {
      name: "LargeMap",
      importFrom: "./schema/entity-map.js",
    });
    const queries = texts.map(
      (text, index) => `export const row${index} = query(${JSON.stringify(text)}).$key;`,
    );
    const files = {
      [`${folder}measured-map.ts`]: map,
      [`${folder}measured.ts`]: `
        import type { CheckedExpression, QueryRow } from "./query/expression-types.js";
        import type { LargeMap } from "./measured-map.js";
        declare function query<const Text extends string>(
          text: Text & CheckedExpression<LargeMap, Text>,
        ): QueryRow<LargeMap, Text>;
        ${queries.join("\n")}`,
    };
    return {
      run: () => {
        const { instantiations, problems } = compile(files);
        return { check: () => problems, metrics: { instantiations } };
      },
    };
  };

export const typeScenarios: readonly Scenario[] = [
  {
    name: "types",
    title: "Type-checking queries of a workspace with 200 entity types",
    processes: 1,
    repeats: 0,
    slow: true,
    contenders: {
      "the map alone": program([]),
      "with 5 different queries": program(expressions),
    },
    targets: [],
  },
];
