import type { Schema } from "@ftrack-kit/core";
import { createSchema, type TypeDeclaration } from "../declaration.js";
import { date, flag, id, key, many, number, one, reference, text } from "../property.js";
import {
  immutableCreator,
  immutableLink,
  withAppointments,
  withCreator,
  withCustomAttributes,
  withLink,
  withMetadata,
  withNotes,
  withStatusChanges,
  withThumbnail,
} from "../traits.js";
import { wellKnown } from "../well-known.js";

/** Everything that has a place in the tree of a project. */
const context = {
  id: id(),
  name: text({ default: "" }),
  context_type: text(),
  parent: one("Context"),
  parent_id: key("Context"),
  project_id: key("Project"),
  children: many("Context"),
  assets: many("Asset"),
  managers: many("Manager"),
  scopes: many("Scope"),
  timelogs: many("Timelog"),
  ...withAppointments("context"),
  ...withNotes,
  ...withThumbnail,
  ...withLink,
  ...withCreator,
  ...withCustomAttributes("Context"),
};

const immutableContext = [...immutableLink, "thumbnail_url", ...immutableCreator];

const contextRules = {
  required: ["context_type", "name"],
  defaults: ["context_type", "id", "name"],
} as const;

/** Everything below a project: one row of the same table, told apart by its object type. */
const typedContext = {
  ...context,
  ...withMetadata,
  ...withStatusChanges,
  description: text(),
  bid: number(),
  sort: number(),
  time_logged: number(),
  bid_time_logged_difference: number(),
  start_date: date("startdate"),
  end_date: date("enddate"),
  ...reference("project", "Project", { alias: "show", column: "showid" }),
  ...reference("object_type", "ObjectType", { alias: "objectType", column: "object_typeid" }),
  ...reference("status", "Status", { column: "statusid" }),
  ...reference("type", "Type", { column: "typeid" }),
  ...reference("priority", "Priority", { column: "priorityid" }),
  ancestors: many("TypedContext"),
  descendants: many("TypedContext"),
  lists: many("TypedContextList", "_lists"),
  incoming_links: many("TypedContextLink", "predecessors"),
  outgoing_links: many("TypedContextLink", "successors"),
};

const typedContextRules = {
  required: ["bid", "status_id", "type_id", "priority_id", "object_type_id", "sort", "context_type", "name"],
  computed: ["time_logged", "bid_time_logged_difference", "thumbnail_url"],
  defaults: ["context_type", "id", "name"],
  system: ["showid", "context_type"],
} as const;

const immutableTypedContext = ["time_logged", "bid_time_logged_difference", ...immutableContext];

export const contextTypes: readonly TypeDeclaration[] = [
  {
    id: "Context",
    attributes: context,
    immutable: immutableContext,
    computed: ["thumbnail_url"],
    system: ["context_type"],
    ...contextRules,
  },
  {
    id: "Project",
    alias: "Show",
    attributes: {
      ...context,
      ...withMetadata,
      full_name: text({ alias: "fullname" }),
      color: text(),
      root: text(),
      status: text(),
      start_date: date("startdate"),
      end_date: date("enddate"),
      is_global: flag({ alias: "isglobal", default: false }),
      is_private: flag({ alias: "private", default: false }),
      ...reference("disk", "Disk", { column: "diskid" }),
      ...reference("project_schema", "ProjectSchema", { alias: "projectscheme", column: "projectschemeid" }),
      descendants: many("TypedContext"),
      calendar_events: many("CalendarEvent"),
      review_sessions: many("ReviewSession", "reviewSessions"),
      user_security_role_projects: many("UserSecurityRoleProject", "user_role_projects"),
    },
    required: ["is_global", "status", "project_schema_id", ...contextRules.required],
    immutable: immutableContext,
    computed: ["thumbnail_url"],
    defaults: contextRules.defaults,
    system: ["context_type"],
  },
  {
    id: "TypedContext",
    alias: "Task",
    attributes: typedContext,
    immutable: immutableTypedContext,
    ...typedContextRules,
  },
];

/** What an entity type takes from its `ObjectType` row. */
export interface ObjectTypeTraits {
  readonly id: string;
  readonly name: string;
  readonly is_typeable: boolean;
  readonly is_statusable: boolean;
  readonly is_schedulable: boolean;
  readonly is_time_reportable: boolean;
}

/** The name of an object type's entity type: "Asset Build" becomes `AssetBuild`. */
const entityTypeOf = (objectTypeName: string): string => objectTypeName.replaceAll(/\s+/g, "");

/** The entity type that an object type makes (wire protocol 4.3). */
export function createTypedContextSchema(objectType: ObjectTypeTraits): Schema {
  return createSchema({
    id: entityTypeOf(objectType.name),
    alias: { id: "Task", classifiers: { object_typeid: objectType.id } },
    attributes: {
      ...typedContext,
      priority_id: { ...key("Priority", "priorityid"), default: wellKnown.priorities.none },
      object_type_id: { ...key("ObjectType", "object_typeid"), default: objectType.id },
    },
    immutable: [
      "object_type",
      "object_type_id",
      ...(objectType.is_typeable ? [] : ["type", "type_id"]),
      ...(objectType.is_statusable ? [] : ["status", "status_id"]),
      ...(objectType.is_schedulable ? [] : ["bid", "end_date"]),
      ...(objectType.is_time_reportable ? [] : ["start_date"]),
      ...immutableTypedContext,
    ],
    ...typedContextRules,
  });
}
