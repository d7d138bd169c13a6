import { SchemaRegistry } from "../../../src/schema/schema-registry.js";
import type { Schema, SchemaProperty } from "../../../src/schema/wire.js";

const schema = (
  id: string,
  properties: Readonly<Record<string, SchemaProperty>>,
  more: Partial<Schema> = {},
): Schema => ({
  id,
  type: "object",
  properties: { id: { type: "string" }, ...properties },
  primary_key: ["id"],
  required: ["id"],
  immutable: ["id"],
  default_projections: ["id"],
  ...more,
});
const text: SchemaProperty = { type: "string" };
const number: SchemaProperty = { type: "number" };
const one = ($ref: string): SchemaProperty => ({ $ref });
const many = ($ref: string): SchemaProperty => ({ type: "array", items: { $ref } });
const mapped = ($ref: string): SchemaProperty => ({
  type: "mapped_array",
  items: { $ref },
  key_value_attributes: { key: "key", value: "value" },
});

const context = { name: text, parent: one("Context"), children: many("Context"), link: text };
const typedContext = {
  ...context,
  bid: number,
  status: one("Status"),
  status_id: text,
  project: one("Project"),
  assignments: many("Appointment"),
  metadata: mapped("Metadata"),
  thumbnail_url: { type: "object" },
  custom_attribute_links: { ...mapped("Metadata"), restricted_projection: true },
};

/** Schemas with one instance of every relation and oddity that checking has to know. */
export const sampleSchemas: readonly Schema[] = [
  schema("Context", context, { default_projections: ["context_type", "id", "name"] }),
  schema("Project", { ...context, status: text }),
  schema("TypedContext", typedContext),
  schema("Task", typedContext, { default_projections: ["id", "name", "gone"] }),
  schema("Shot", { ...typedContext, cut_in: number }, { alias_for: { id: "Task", classifiers: {} } }),
  schema("Status", { name: text, sort: number, state: one("State") }),
  schema("State", { name: text, short: text }),
  schema("Appointment", { resource: one("Resource"), resource_id: text }),
  schema("Resource", { resource_type: text }),
  schema("User", { resource_type: text, username: text }),
  schema("Group", { resource_type: text, name: text }),
  schema("Note", { content: text, parent_id: text }),
  schema(
    "Metadata",
    { parent_id: text, key: text, value: text },
    { primary_key: ["parent_id", "key"], default_projections: [] },
  ),
  schema("StatusChange", { date: text }),
  schema("TypedContextStatusChange", { date: text, parent: one("TypedContext") }),
  schema("AssetVersionStatusChange", { date: text, parent: one("Note") }),
];

// Task has no base in the table of well-known ones: its alias says it is a typed context.
export const sampleRegistry = new SchemaRegistry(
  sampleSchemas.map((one) => (one.id === "Task" ? { ...one, $mixin: { $ref: "TypedContext" } } : one)),
);
