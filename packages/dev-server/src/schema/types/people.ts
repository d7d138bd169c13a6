import type { TypeDeclaration } from "../declaration.js";
import { address, date, flag, id, key, many, number, one, reference, text } from "../property.js";
import {
  withAppointments,
  withCreator,
  withCustomAttributes,
  withCustomLinks,
  withMetadata,
  withThumbnail,
} from "../traits.js";

const resource = { dashboard_resources: many("DashboardResource"), ...withAppointments("resource") };

/** Users, groups, what they may do, and how their time is planned and logged. */
export const peopleTypes: readonly TypeDeclaration[] = [
  {
    id: "Resource",
    attributes: { id: id(), resource_type: text(), ...resource },
    required: ["resource_type"],
    system: ["resource_type"],
  },
  {
    id: "User",
    attributes: {
      id: id(),
      username: text(),
      first_name: text({ alias: "firstname" }),
      last_name: text({ alias: "lastname" }),
      email: text(),
      is_active: flag({ alias: "isactive" }),
      is_otp_enabled: flag({ alias: "otp_enabled" }),
      is_totp_enabled: flag({ alias: "totp_enabled" }),
      require_details_update: flag(),
      resource_type: text({ default: "user" }),
      user_type: one("UserType", "type"),
      user_type_id: withoutType("UserType", "typeid"),
      memberships: many("Membership", "user_memberships"),
      timelogs: many("Timelog"),
      user_security_roles: many("UserSecurityRole", "userRoles"),
      ...resource,
      ...withThumbnail,
      ...withMetadata,
      ...withCustomAttributes("User"),
    },
    required: ["username", "is_active", "resource_type"],
    immutable: ["resource_type", "thumbnail_url"],
    computed: ["thumbnail_url"],
    system: ["resource_type"],
  },
  {
    id: "Group",
    attributes: {
      id: id(),
      name: text({ default: "" }),
      local: flag(),
      link: text({ alias: "api_link" }),
      resource_type: text({ default: "group" }),
      parent: one("Group"),
      parent_id: key("Group", "group_id"),
      children: many("Group"),
      memberships: many("Membership", "group_memberships"),
      ...resource,
      ...withCustomLinks,
    },
    required: ["name", "local", "resource_type"],
    immutable: ["resource_type", "link"],
    system: ["resource_type"],
  },
  { id: "UserType", attributes: { id: id("typeid"), name: text() }, immutable: ["name"] },
  {
    id: "UserApplicationState",
    alias: "UserSetting",
    key: ["user_id", "key"],
    attributes: { user_id: key("User", "userid"), key: text(), value: text() },
    required: ["value"],
    defaults: ["user_id", "key", "value"],
  },
  {
    id: "Membership",
    attributes: {
      id: id(),
      ...reference("group", "Group", { alias: "membership_group" }),
      ...reference("user", "User", { alias: "membership_user" }),
    },
    required: ["group_id", "user_id"],
  },
  {
    id: "SecurityRole",
    alias: "Auth_Role",
    attributes: {
      id: id("roleid"),
      name: text(),
      type: key("SecurityRoleType", "typeid"),
      user_security_roles: many("UserSecurityRole", "userRoles"),
    },
    defaults: ["id", "name"],
  },
  {
    id: "UserSecurityRole",
    alias: "Auth_UserRole",
    attributes: {
      id: id(),
      is_all_open_projects: flag({ alias: "isallprojects" }),
      is_all_projects: flag({
        alias: "isallprojects",
        description: "This attribute has been deprecated, use `is_all_open_projects` attribute instead.",
      }),
      ...reference("security_role", "SecurityRole", { alias: "role", column: "roleid" }),
      ...reference("user", "User", { column: "userid" }),
      user_security_role_projects: many("UserSecurityRoleProject", "user_role_projects"),
    },
    defaults: ["id", "user_id", "security_role_id"],
  },
  {
    id: "UserSecurityRoleProject",
    alias: "UserRoleProject",
    attributes: {
      id: id(),
      ...reference("project", "Project"),
      ...reference("user_security_role", "UserSecurityRole", { alias: "user_role", column: "user_role_id" }),
    },
    defaults: ["id", "user_security_role_id", "project_id"],
  },
  {
    id: "Appointment",
    attributes: {
      id: id(),
      type: text(),
      ...reference("context", "Context", { alias: "appointment_context" }),
      ...reference("resource", "Resource", { alias: "appointment_resource" }),
    },
    required: ["type", "resource_id", "context_id"],
  },
  {
    id: "CalendarEvent",
    attributes: {
      id: id(),
      name: text({ default: "" }),
      start: date(),
      end: date(),
      effort: number(),
      estimate: number(),
      everyone: flag(),
      forecast: flag(),
      leave: flag(),
      ...reference("project", "Project"),
      ...reference("type", "Type"),
      calendar_event_resources: many("CalendarEventResource"),
      ...withCreator,
      ...withMetadata,
    },
    required: ["name", "start", "end"],
    defaults: ["id", "start", "end"],
    system: ["project_id"],
  },
  {
    id: "CalendarEventResource",
    attributes: {
      id: id(),
      ...reference("calendar_event", "CalendarEvent"),
      ...reference("resource", "Resource"),
      ...withCreator,
    },
    required: ["calendar_event_id", "resource_id"],
    defaults: ["id", "calendar_event_id", "resource_id"],
  },
  {
    id: "Manager",
    attributes: {
      id: id("managerid"),
      ...reference("context", "Context"),
      ...reference("type", "ManagerType", { column: "typeid" }),
      ...reference("user", "User", { column: "userid" }),
    },
  },
  { id: "ManagerType", attributes: { id: id("typeid"), name: text() } },
  {
    id: "Timelog",
    attributes: {
      id: id(),
      name: text(),
      comment: text({ default: "" }),
      start: date(),
      duration: number(),
      time_zone_offset: number(),
      ...reference("context", "Context"),
      ...reference("user", "User"),
    },
    required: ["comment", "start", "duration"],
    system: ["user_id", "context_id"],
  },
  {
    id: "Timer",
    attributes: {
      id: id(),
      name: text(),
      comment: text({ default: "" }),
      start: date(),
      ...reference("context", "Context"),
      ...reference("user", "User"),
    },
    required: ["comment", "start", "user_id"],
  },
  {
    id: "Job",
    attributes: {
      id: id("jobid"),
      type: text({ default: "api_job" }),
      status: { ...text({ default: "queued" }), enum: ["queued", "running", "done", "failed"] },
      data: { ...text(), format: "json" },
      created_at: date(),
      finished_at: date(),
      ...reference("user", "User", { column: "userid" }),
      job_components: many("JobComponent"),
    },
    required: ["status", "type"],
    immutable: ["type"],
  },
  {
    id: "JobComponent",
    key: ["component_id", "job_id"],
    attributes: { ...reference("component", "Component"), ...reference("job", "Job"), url: address() },
    immutable: ["url"],
    computed: ["url"],
  },
];

/** The one column whose schema does not say its type. */
function withoutType(target: string, alias: string): Omit<ReturnType<typeof key>, "type"> {
  const { type: _, ...rest } = key(target, alias);
  return rest;
}
