import { SchemaRegistry } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { createSchemas } from "../../src/schema/create-schemas.js";
import { familyKeys, hiddenColumns } from "../../src/schema/families.js";
import { relationOf } from "../../src/schema/relation-of.js";

const registry = new SchemaRegistry(createSchemas());

const relations = [...registry.names].flatMap((name) =>
  [...registry.get(name).attributes.values()]
    .filter(({ kind }) => kind !== "scalar")
    .map((attribute) => [`${name}.${attribute.name}`, name, attribute.name] as const),
);

describe("relationOf", () => {
  it.each(relations)("resolves %s to columns that exist", (_, typeName, attribute) => {
    const relation = relationOf(registry, typeName, attribute);

    expect(relation).toBeDefined();
    if (relation?.kind === "one") expect(columnsOf(typeName)).toContain(relation.column);
    if (relation?.kind === "many") expect(columnsOf(relation.target)).toContain(relation.column);
    if (relation?.kind === "through") {
      const columns = registry.has(relation.link)
        ? columnsOf(relation.link)
        : familyKeys().get(relation.link);
      expect(columns).toEqual(expect.arrayContaining([relation.from, relation.to]));
    }
  });

  it("knows no relation behind a scalar or an unknown name", () => {
    expect(relationOf(registry, "Task", "name")).toBeUndefined();
    expect(relationOf(registry, "Task", "nonsense")).toBeUndefined();
  });

  it("finds a subtype's relation through the base", () => {
    expect(relationOf(registry, "Resource", "memberships")).toMatchObject({ target: "Membership" });
    expect(relationOf(registry, "Context", "project")).toEqual({
      kind: "one",
      target: "Project",
      column: "project_id",
    });
  });

  it("tells assignments from allocations", () => {
    expect(relationOf(registry, "Shot", "assignments")).toEqual({
      kind: "many",
      target: "Appointment",
      column: "context_id",
      where: { type: "assignment" },
    });
  });

  it("follows hidden link tables and columns", () => {
    expect(relationOf(registry, "Task", "scopes")).toMatchObject({ kind: "through", link: "ContextScope" });
    expect(relationOf(registry, "Status", "state")).toEqual({
      kind: "one",
      target: "State",
      column: "state_id",
    });
  });

  it("reads a custom link from either end", () => {
    expect(relationOf(registry, "UserCustomAttributeLink", "user")).toMatchObject({ column: "to_id" });
    expect(relationOf(registry, "UserCustomAttributeLinkFrom", "user")).toMatchObject({ column: "from_id" });
  });
});

/** Stored columns of a type and, as relations reach them through a base, of its subtypes. */
function columnsOf(typeName: string): string[] {
  return [typeName, ...registry.subtypesOf(typeName)].flatMap((name) => [
    ...[...registry.get(name).attributes.values()]
      .filter(({ kind }) => kind === "scalar")
      .map((item) => item.name),
    ...Object.keys(hiddenColumns[name] ?? {}),
  ]);
}
