import { SchemaRegistry } from "../../../src/schema/schema-registry.js";
import type { Schema, SchemaProperty } from "../../../src/schema/wire.js";

const text: SchemaProperty = { type: "string" };
const id: SchemaProperty = { type: "string", default: "{uid}" };
const number: SchemaProperty = { type: "number" };
const date: SchemaProperty = { type: "string", format: "date-time" };
const key: SchemaProperty = { type: "string", format: "foreign_key" };
const one = ($ref: string): SchemaProperty => ({ $ref });
const many = ($ref: string): SchemaProperty => ({ type: "array", items: { $ref } });
const mapped = ($ref: string): SchemaProperty => ({
  type: "mapped_array",
  items: { $ref },
  key_value_attributes: { key: "key", value: "value" },
});

function schema(
  name: string,
  properties: Record<string, SchemaProperty>,
  more: Partial<Schema> = {},
): Schema {
  return {
    id: name,
    type: "object",
    properties,
    primary_key: ["id"],
    immutable: ["id"],
    default_projections: ["id"],
    ...more,
  };
}

const context: Record<string, SchemaProperty> = {
  id,
  name: { type: "string", default: "" },
  parent_id: key,
  parent: one("Context"),
  children: many("Context"),
  context_type: text,
  created_at: date,
  link: text,
  metadata: mapped("Metadata"),
  custom_attributes: mapped("ContextCustomAttributeValue"),
  custom_attribute_links: {
    type: "mapped_array",
    items: { $ref: "CustomAttributeLink" },
    restricted_projection: true,
  },
};
const typed: Record<string, SchemaProperty> = {
  ...context,
  project_id: key,
  project: one("Project"),
  status_id: key,
  status: one("Status"),
  priority_id: key,
  priority: one("Priority"),
  description: text,
  bid: { type: "number" },
  is_done: { type: "boolean" },
  end_date: date,
  notes: many("Note"),
  assignments: many("Appointment"),
  scopes: many("Scope"),
  thumbnail_id: key,
  time_logged: number,
  object_type_id: key,
  descendants: many("TypedContext"),
};
const typedMore: Partial<Schema> = {
  immutable: ["id", "link", "created_at", "time_logged", "descendants"],
  computed: ["time_logged"],
  default_projections: ["context_type", "id", "name"],
};
const alias = (objectType: string) => ({
  alias_for: { id: "Task", classifiers: { object_typeid: objectType } },
});
const typedContext = (name: string): Schema =>
  schema(
    name,
    { ...typed, object_type_id: { ...key, default: `type-${name}` } },
    { ...typedMore, ...alias(`type-${name}`) },
  );

/** A small workspace, in the shape servers describe theirs. */
export const schemas: readonly Schema[] = [
  schema("Context", context, { default_projections: ["context_type", "id", "name"] }),
  schema("TypedContext", typed, typedMore),
  schema(
    "Project",
    { ...context, full_name: text, status: { type: "string", enum: ["active", "hidden"] } },
    { default_projections: ["context_type", "id", "name"] },
  ),
  typedContext("Task"),
  typedContext("Shot"),
  schema("Status", { id, name: text, color: text, sort: number }, { default_projections: ["id", "name"] }),
  schema("Priority", { id, name: text }),
  schema("Scope", { id, name: text, contexts: many("TypedContext") }),
  schema("User", { id, username: text, email: text, resource_type: text, timelogs: many("Timelog") }),
  schema("Group", { id, name: text, resource_type: text }),
  schema("Resource", { id, resource_type: text }),
  schema("Timelog", {
    id,
    user_id: key,
    user: one("User"),
    duration: number,
    start: date,
    comment: text,
    name: text,
    context_id: key,
    context: one("Context"),
  }),
  schema("Timer", {
    id,
    user_id: key,
    user: one("User"),
    context_id: key,
    context: one("Context"),
    start: date,
    comment: text,
    name: text,
  }),
  schema("Appointment", {
    id,
    context_id: key,
    context: one("Context"),
    resource_id: key,
    resource: one("Resource"),
    type: text,
  }),
  schema("Note", {
    id,
    content: text,
    user_id: key,
    author: one("User"),
    parent_id: text,
    parent_type: text,
    in_reply_to_id: key,
    in_reply_to: one("Note"),
    replies: many("Note"),
    recipients: many("Recipient"),
    note_label_links: many("NoteLabelLink"),
    is_todo: { type: "boolean", default: false },
  }),
  schema("Recipient", { id, note_id: key, resource_id: key, recipient: one("Resource"), note: one("Note") }),
  schema("NoteLabel", { id, name: text }),
  schema(
    "NoteLabelLink",
    { note_id: key, note: one("Note"), label_id: key, label: one("NoteLabel") },
    {
      primary_key: ["note_id", "label_id"],
      immutable: ["note_id", "label_id"],
      default_projections: ["note_id", "label_id"],
    },
  ),
  schema(
    "Job",
    {
      id,
      status: { type: "string", default: "queued" },
      type: { type: "string", default: "api_job" },
      user_id: key,
      user: one("User"),
      data: text,
    },
    { immutable: ["id", "type"] },
  ),
  schema(
    "Metadata",
    { parent_id: text, parent_type: text, key: text, value: text },
    {
      primary_key: ["parent_id", "key"],
      immutable: ["parent_id", "key"],
      default_projections: ["parent_id", "key", "value", "parent_type"],
    },
  ),
  schema(
    "ContextCustomAttributeValue",
    {
      configuration_id: key,
      configuration: one("CustomAttributeConfiguration"),
      entity_id: key,
      key: text,
      value: { type: "variable" },
    },
    {
      primary_key: ["configuration_id", "entity_id"],
      immutable: ["configuration_id", "entity_id"],
      default_projections: ["configuration_id", "entity_id", "key"],
    },
  ),
  schema("CustomAttributeConfiguration", {
    id,
    key: text,
    entity_type: text,
    object_type_id: key,
    project_id: key,
    is_hierarchical: { type: "boolean", default: false },
    default: { type: "variable" },
    type_id: key,
    type: one("CustomAttributeType"),
  }),
  schema("CustomAttributeType", { id, name: text }),
];

export const createRegistry = (): SchemaRegistry => new SchemaRegistry(schemas);
