import type { Row } from "../store/row.js";
import { ApiError } from "./api-error.js";
import type { BatchState } from "./batch-state.js";

type Owned = readonly (readonly [family: string, column: string])[];

/** What hangs below any entity by its id, whatever its type. */
const byId: Owned = [
  ["Note", "parent_id"],
  ["Metadata", "parent_id"],
  ["EntitySetting", "parent_id"],
  ["StatusChange", "parent_id"],
  ["CustomAttributeValue", "entity_id"],
  ["ListObject", "entity_id"],
  ["CustomAttributeLink", "from_id"],
  ["CustomAttributeLink", "to_id"],
];

const configuration: Owned = [
  ["CustomAttributeValue", "configuration_id"],
  ["CustomAttributeLink", "configuration_id"],
  ["ConfigurationReadRole", "configuration_id"],
  ["ConfigurationWriteRole", "configuration_id"],
];

/** What goes with an entity, by family (wire protocol 9.4). */
const owned: Readonly<Record<string, Owned>> = {
  Context: [
    ...byId,
    ["Context", "parent_id"],
    ["Asset", "context_id"],
    ["Appointment", "context_id"],
    ["Timelog", "context_id"],
    ["Manager", "context_id"],
    ["ContextScope", "context_id"],
    ["TypedContextLink", "from_id"],
    ["TypedContextLink", "to_id"],
    ["List", "project_id"],
    ["ReviewSession", "project_id"],
    ["CalendarEvent", "project_id"],
    ["UserSecurityRoleProject", "project_id"],
    ["CustomConfigurationBase", "project_id"],
  ],
  Asset: [...byId, ["AssetVersion", "asset_id"]],
  AssetVersion: [
    ...byId,
    ["Component", "version_id"],
    ["AssetVersionLink", "from_id"],
    ["AssetVersionLink", "to_id"],
    ["ReviewSessionObject", "version_id"],
  ],
  Component: [
    ...byId,
    ["Component", "container_id"],
    ["ComponentLocation", "component_id"],
    ["NoteComponent", "component_id"],
    ["JobComponent", "component_id"],
    ["SettingComponent", "component_id"],
  ],
  Resource: [
    ...byId,
    ["Appointment", "resource_id"],
    ["Membership", "user_id"],
    ["Membership", "group_id"],
    ["Timer", "user_id"],
    ["Recipient", "resource_id"],
    ["UserSecurityRole", "user_id"],
    ["UserApplicationState", "user_id"],
    ["CalendarEventResource", "resource_id"],
    ["DashboardResource", "resource_id"],
    ["Manager", "user_id"],
    ["Participant", "resource_id"],
  ],
  Note: [
    ...byId,
    ["Note", "in_reply_to_id"],
    ["NoteComponent", "note_id"],
    ["NoteLabelLink", "note_id"],
    ["Recipient", "note_id"],
  ],
  List: [...byId, ["ListObject", "list_id"]],
  ListObject: byId,
  TypedContextLink: byId,
  AssetVersionLink: byId,
  NoteLabel: [["NoteLabelLink", "label_id"]],
  Job: [["JobComponent", "job_id"]],
  Scope: [["ContextScope", "scope_id"]],
  CalendarEvent: [...byId, ["CalendarEventResource", "calendar_event_id"]],
  Conversation: [
    ["Message", "conversation_id"],
    ["Participant", "conversation_id"],
  ],
  ReviewSession: [
    ...byId,
    ["ReviewSessionInvitee", "review_session_id"],
    ["ReviewSessionObject", "review_session_id"],
  ],
  ReviewSessionInvitee: [["ReviewSessionObjectStatus", "review_session_invitee_id"]],
  ReviewSessionObject: [...byId, ["ReviewSessionObjectStatus", "review_session_object_id"]],
  UserSecurityRole: [["UserSecurityRoleProject", "user_security_role_id"]],
  SecurityRole: [
    ["UserSecurityRole", "security_role_id"],
    ["ConfigurationReadRole", "security_role_id"],
    ["ConfigurationWriteRole", "security_role_id"],
  ],
  CustomConfigurationBase: configuration,
  ProjectSchema: [
    ["Schema", "project_schema_id"],
    ["ProjectSchemaObjectType", "project_schema_id"],
    ["ProjectSchemaOverride", "project_schema_id"],
    ["TaskTemplate", "project_schema_id"],
  ],
  ObjectType: [
    ["ProjectSchemaObjectType", "object_type_id"],
    ["Schema", "object_type_id"],
  ],
  Schema: [
    ["SchemaStatus", "schema_id"],
    ["SchemaType", "schema_id"],
  ],
  WorkflowSchema: [["WorkflowSchemaStatus", "workflow_schema_id"]],
  TaskTypeSchema: [["TaskTypeSchemaType", "task_type_schema_id"]],
  TaskTemplate: [["TaskTemplateItem", "template_id"]],
  Status: [
    ["WorkflowSchemaStatus", "status_id"],
    ["SchemaStatus", "status_id"],
  ],
  Type: [
    ["TaskTypeSchemaType", "type_id"],
    ["SchemaType", "type_id"],
  ],
  Dashboard: [
    ["DashboardWidget", "dashboard_id"],
    ["DashboardResource", "dashboard_id"],
  ],
  Event: [["Feed", "social_id"]],
};

/** Columns that become empty though they are required: who made something may go. */
export const staysWithout: ReadonlySet<string> = new Set(["created_by_id", "user_id"]);
/** References that keep their target though they could be empty: a location that holds files stays. */
const mustBeEmpty = new Set(["ComponentLocation.location_id"]);

/**
 * Deletes a row and all that hangs below it.
 *
 * References from elsewhere are cleared; those that may not be empty must be gone when the request is complete.
 */
export function removeRow(state: BatchState, family: string, row: Row): void {
  const { store } = state;
  const open: { readonly family: string; readonly row: Row }[] = [{ family, row }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (!store.remove(next.family, store.keyOf(next.family, next.row))) continue;
    for (const [child, column] of owned[next.family] ?? []) {
      for (const below of store.by(child, column, next.row.id)) open.push({ family: child, row: below });
    }
    if (next.family === "CustomAttributeLink") store.remove("CustomAttributeLinkFrom", String(next.row.id));
    if (next.row.id !== undefined) clearReferences(state, next.family, next.row);
  }
}

function clearReferences(state: BatchState, family: string, row: Row): void {
  const { store } = state;
  for (const reference of state.referencesTo(family)) {
    if (store.count(reference.family) === 0) continue;
    if (owned[family]?.some(([child, column]) => child === reference.family && column === reference.column))
      continue;
    const holders = [...store.by(reference.family, reference.column, row.id)];
    const name = `${reference.family}.${reference.column}`;
    const needed = reference.required && !staysWithout.has(reference.column);
    if (needed || mustBeEmpty.has(name)) {
      if (holders.length > 0)
        state.finalChecks.push(() => refuseHolders(state, reference.family, reference.column, row));
      continue;
    }
    for (const holder of holders) state.change(holder, { [reference.column]: null });
  }
}

function refuseHolders(state: BatchState, family: string, column: string, removed: Row): void {
  const [holder] = state.store.by(family, column, removed.id);
  if (!holder) return;
  throw new ApiError(
    "IntegrityError",
    `${removed.__entity_type__} "${String(removed.id)}" cannot be deleted: ` +
      `${holder.__entity_type__}.${column} still refers to it.`,
  );
}
