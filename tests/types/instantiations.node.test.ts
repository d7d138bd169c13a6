import { fileURLToPath } from "node:url";
import { printEntityMap } from "@ftrack-kit/core";
import ts from "typescript";
import { expect, it } from "vitest";
import { createSchemas } from "../../packages/dev-server/src/schema/create-schemas.js";

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
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.webworker.d.ts"],
    types: [],
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => name in files || fileExists(name);
  host.readFile = (name) => files[name] ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = files[name];
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ...rest);
  };
  const names = Object.keys(files);
  const program = ts.createProgram(names, options, host);
  const problems = names.flatMap((name) => program.getSemanticDiagnostics(program.getSourceFile(name)));
  return {
    instantiations: program.getInstantiationCount(),
    problems: problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  };
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
