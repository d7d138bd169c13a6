import { existsSync, readFileSync } from "node:fs";
import type { Schema, SchemaProperty } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { createSchemas } from "../../src/schema/create-schemas.js";
import { schemaHash } from "../../src/schema/schema-hash.js";

const file = new URL("../../../../../shared/data/schemas.json", import.meta.url);
const isPresent = existsSync(file);

/** A recorded answer of a real server, kept outside the repository. */
describe.runIf(isPresent)("the declared schemas beside a real server's", () => {
  // What is skipped is collected all the same.
  const recorded = isPresent ? (JSON.parse(readFileSync(file, "utf8")) as Schema[]) : [];
  const declared = createSchemas();

  it("names the same entity types", () => {
    expect(names(declared)).toEqual(names(recorded));
  });

  it.each(recorded.map((schema) => [schema.id, schema] as const))(
    "declares %s the same way",
    (id, schema) => {
      const own = declared.find((candidate) => candidate.id === id);

      expect(own && comparable(own)).toEqual(withIntendedDifferences(comparable(schema)));
    },
  );

  it("computes the hash the server announced", () => {
    expect(schemaHash(recorded)).toBe("23a1157b8b1730fd91c76f63dcd67a8f");
  });
});

const names = (schemas: readonly Schema[]) => schemas.map(({ id }) => id).sort();

/** Everything except the wording of descriptions and the order of what is a set. */
function comparable(schema: Schema) {
  const { properties, required, immutable, computed, default_projections, system_projections, ...rest } =
    schema;
  const sets = { required, immutable, computed, default_projections, system_projections };
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries(sets).map(([name, list]) => [name, [...new Set(list ?? [])].sort()]),
    ),
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, { description: _, ...property }]) => [name, property]),
    ) as Record<string, Omit<SchemaProperty, "description">>,
  };
}

/**
 * Where we differ on purpose: episodes can have a status, as on newer servers, and a primary key is always listed
 * as required.
 */
function withIntendedDifferences(schema: ReturnType<typeof comparable>) {
  const {
    id,
    required = [],
    immutable = [],
  } = schema as { id: string; required?: string[]; immutable?: string[] };
  if (id === "Episode") {
    return { ...schema, immutable: immutable.filter((name) => name !== "status" && name !== "status_id") };
  }
  const isCustomLink = id === "CustomAttributeLink" || id === "CustomAttributeLinkFrom";
  return isCustomLink ? { ...schema, required: [...required, "id"].sort() } : schema;
}
