import type { DateTime, KeyValue, ToMany, ToOne } from "../../../src/schema/entity-map.js";

/** A handful of entity types, enough for every rule of the type-level reader. */
export interface SampleMap {
  Context: {
    attributes: {
      readonly id: string;
      context_type: string;
      name: string;
      parent: ToOne<"Context"> | null;
      children: ToMany<"Context">;
      custom_attributes: KeyValue<"ContextCustomAttributeValue", { fstart: number | null; notes: string }>;
    };
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: "Project" | "TypedContext" | "Task" | "Shot";
  };
  Project: {
    attributes: {
      readonly id: string;
      context_type: string;
      name: string;
      full_name: string | null;
      status: "active" | "hidden";
      children: ToMany<"Context">;
    };
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  TypedContext: {
    attributes: TypedContextAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: "Task" | "Shot";
  };
  Task: {
    attributes: TypedContextAttributes;
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  Shot: {
    attributes: TypedContextAttributes & { cut_in: number | null };
    key: "id";
    defaults: "context_type" | "id" | "name";
    subtypes: never;
  };
  Status: {
    attributes: { readonly id: string; name: string; sort: number; state: ToOne<"State"> };
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  State: {
    attributes: { readonly id: string; name: string; short: string };
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Appointment: {
    attributes: { readonly id: string; resource: ToOne<"Resource">; resource_id: string };
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Resource: {
    attributes: { readonly id: string; resource_type: string };
    key: "id";
    defaults: "id";
    subtypes: "User" | "Group";
  };
  User: {
    attributes: { readonly id: string; resource_type: string; username: string };
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Group: {
    attributes: { readonly id: string; resource_type: string; name: string };
    key: "id";
    defaults: "id";
    subtypes: never;
  };
  Metadata: {
    attributes: { readonly parent_id: string; readonly key: string; value: string };
    key: "parent_id" | "key";
    defaults: "parent_id" | "key" | "value";
    subtypes: never;
  };
  ContextCustomAttributeValue: {
    attributes: {
      readonly entity_id: string;
      readonly configuration_id: string;
      key: string;
      value: unknown;
    };
    key: "entity_id" | "configuration_id";
    defaults: "entity_id" | "configuration_id" | "key";
    subtypes: never;
  };
  AssetVersionLink: {
    attributes: { readonly id: string; from: ToOne<"Task">; to: ToOne<"Task">; from_id: string };
    key: "id";
    defaults: "id";
    subtypes: never;
  };
}

interface TypedContextAttributes {
  readonly id: string;
  context_type: string;
  name: string;
  bid: number;
  description: string | null;
  start_date: DateTime | null;
  status: ToOne<"Status">;
  status_id: string;
  readonly link: string;
  parent: ToOne<"Context"> | null;
  parent_id: string | null;
  project: ToOne<"Project">;
  project_id: string;
  children: ToMany<"Context">;
  assignments: ToMany<"Appointment">;
  metadata: KeyValue<"Metadata", Record<string, string>>;
  custom_attributes: KeyValue<"ContextCustomAttributeValue", { fstart: number | null; notes: string }>;
}
