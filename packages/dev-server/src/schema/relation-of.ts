import type { Attribute, SchemaRegistry } from "@ftrack-kit/core";
import type { Relation } from "./relation.js";
import { ancestorsOf, descendantsOf, latestVersion, reviewThumbnail, setting } from "./relation-computed.js";

/** The part of a relation that its attribute's schema does not say. */
type Rule = (target: string) => Relation;

/** Rows of the target whose column is the row's id. */
const by =
  (column: string, where?: Readonly<Record<string, unknown>>): Rule =>
  (target) => ({ kind: "many", target, column, ...(where ? { where } : {}) });

const through =
  (link: string, from: string, to: string): Rule =>
  (target) => ({ kind: "through", target, link, from, to });

const one =
  (column: string): Rule =>
  (target) => ({ kind: "one", target, column });

type Walk = Extract<Relation, { kind: "computed" }>["rows"];

const computed =
  (many: boolean, rows: Walk, owners?: Walk): Rule =>
  (target) => ({ kind: "computed", target, many, rows, ...(owners ? { owners } : {}) });

/** Schemas say `Task` where any typed context can be. */
const typedContexts =
  (rule: Rule): Rule =>
  () =>
    rule("TypedContext");

const appointments = (column: string): Readonly<Record<string, Rule>> => ({
  appointments: by(column),
  allocations: by(column, { type: "allocation" }),
  assignments: by(column, { type: "assignment" }),
});

const links = { incoming_links: by("to_id"), outgoing_links: by("from_id") };
const roles = {
  read_security_roles: through("ConfigurationReadRole", "configuration_id", "security_role_id"),
  write_security_roles: through("ConfigurationWriteRole", "configuration_id", "security_role_id"),
};

/** Relations that mean the same wherever they occur. */
const everywhere: Readonly<Record<string, Rule>> = {
  metadata: by("parent_id"),
  notes: by("parent_id", { in_reply_to_id: null }),
  custom_attributes: by("entity_id"),
  custom_attribute_links: by("from_id"),
  custom_attribute_links_from: by("to_id"),
  status_changes: by("parent_id"),
};

/** Relations by the entity type that has them or whose subtypes do (wire protocol 4.5). */
const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  Context: {
    ...appointments("context_id"),
    children: by("parent_id"),
    assets: by("context_id"),
    managers: by("context_id"),
    scopes: through("ContextScope", "context_id", "scope_id"),
    timelogs: by("context_id"),
  },
  TypedContext: {
    ...links,
    ancestors: computed(true, ancestorsOf, descendantsOf),
    descendants: computed(true, descendantsOf, ancestorsOf),
    lists: through("ListObject", "entity_id", "list_id"),
  },
  Project: {
    descendants: by("project_id", { context_type: "task" }),
    calendar_events: by("project_id"),
    review_sessions: by("project_id"),
    user_security_role_projects: by("project_id"),
  },
  Resource: { ...appointments("resource_id"), dashboard_resources: by("resource_id") },
  User: {
    memberships: by("user_id"),
    timelogs: by("user_id"),
    user_security_roles: by("user_id"),
  },
  Group: { children: by("parent_id"), memberships: by("group_id") },
  SecurityRole: { user_security_roles: by("security_role_id") },
  UserSecurityRole: { user_security_role_projects: by("user_security_role_id") },
  Asset: { versions: by("asset_id"), latest_version: computed(false, latestVersion) },
  AssetType: { assets: by("type_id") },
  AssetVersion: {
    ...links,
    components: by("version_id"),
    lists: through("ListObject", "entity_id", "list_id"),
    review_session_objects: by("version_id"),
    uses_versions: through("AssetVersionLink", "to_id", "from_id"),
    used_in_versions: through("AssetVersionLink", "from_id", "to_id"),
  },
  Component: { component_locations: by("component_id"), members: by("container_id") },
  Location: { location_components: by("location_id") },
  Note: {
    replies: by("in_reply_to_id"),
    note_label_links: by("note_id"),
    note_components: by("note_id"),
    recipients: by("note_id"),
  },
  Conversation: { messages: by("conversation_id"), participants: by("conversation_id") },
  CalendarEvent: { calendar_event_resources: by("calendar_event_id") },
  Job: { job_components: by("job_id") },
  List: { items: through("ListObject", "list_id", "entity_id") },
  TypedContextList: { items: typedContexts(through("ListObject", "list_id", "entity_id")) },
  ListCategory: { lists: by("category_id") },
  ReviewSession: {
    thumbnail: computed(false, reviewThumbnail),
    review_session_invitees: by("review_session_id"),
    review_session_objects: by("review_session_id"),
    settings: by("parent_id"),
  },
  ReviewSessionInvitee: { statuses: by("review_session_invitee_id") },
  ReviewSessionObject: { statuses: by("review_session_object_id") },
  StatusChange: { parent: one("parent_id") },
  ObjectType: {
    tasks: typedContexts(by("object_type_id")),
    project_schemas: through("ProjectSchemaObjectType", "object_type_id", "project_schema_id"),
  },
  Status: { tasks: typedContexts(by("status_id")), state: one("state_id") },
  Type: {
    tasks: typedContexts(by("type_id")),
    task_type_schemas: through("TaskTypeSchemaType", "type_id", "task_type_schema_id"),
  },
  Priority: { tasks: typedContexts(by("priority_id")) },
  ProjectSchema: {
    object_types: through("ProjectSchemaObjectType", "project_schema_id", "object_type_id"),
    object_type_schemas: by("project_schema_id"),
    _schemas: by("project_schema_id"),
    task_templates: by("project_schema_id"),
    task_workflow_schema_overrides: by("project_schema_id"),
    _overrides: by("project_schema_id"),
  },
  Schema: { statuses: by("schema_id"), types: by("schema_id") },
  WorkflowSchema: {
    statuses: through("WorkflowSchemaStatus", "workflow_schema_id", "status_id"),
    overrides: by("workflow_schema_id"),
  },
  TaskTypeSchema: { types: through("TaskTypeSchemaType", "task_type_schema_id", "type_id") },
  TaskTemplate: { items: by("template_id") },
  Disk: { projects: by("disk_id") },
  Dashboard: { dashboard_resources: by("dashboard_id"), widgets: by("dashboard_id") },
  Event: { feeds: by("social_id") },
  CustomConfigurationBase: roles,
  CustomAttributeConfiguration: { values: by("configuration_id") },
  CustomAttributeGroup: { custom_attribute_configurations: by("group_id") },
  CustomAttributeType: { custom_attribute_configurations: by("type_id") },
  SettingComponent: { setting: computed(false, setting) },
};

/**
 * How a relation attribute finds its rows.
 *
 * As in queries, an attribute that only subtypes have is found through their base.
 *
 * @returns `undefined` for scalars and unknown names.
 */
export function relationOf(
  registry: SchemaRegistry,
  typeName: string,
  attribute: string,
): Relation | undefined {
  const owners = [typeName, ...registry.subtypesOf(typeName)];
  const typeWithIt = owners.find((name) => registry.find(name)?.attributes.has(attribute));
  if (typeWithIt === undefined) return undefined;
  const declared = registry.get(typeWithIt).attribute(attribute);
  if (declared.kind === "scalar" || declared.target === undefined) return undefined;
  const rule =
    ruleFor(registry, typeWithIt, attribute) ??
    (declared.kind === "reference" ? keyRule(declared) : undefined);
  return rule?.(declared.target);
}

function ruleFor(registry: SchemaRegistry, typeName: string, attribute: string): Rule | undefined {
  for (let name: string | undefined = typeName; name !== undefined; name = registry.find(name)?.base) {
    const rule = rules[name]?.[attribute];
    if (rule) return rule;
  }
  return everywhere[attribute];
}

const keyRule = ({ foreignKey }: Attribute): Rule | undefined =>
  foreignKey === undefined ? undefined : one(foreignKey);
