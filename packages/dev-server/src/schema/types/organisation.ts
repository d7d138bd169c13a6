import type { TypeDeclaration } from "../declaration.js";
import { address, date, flag, id, key, many, number, one, reference, text, typeName } from "../property.js";
import { withCustomAttributes } from "../traits.js";

const list = {
  id: id("listid"),
  name: text({ default: "" }),
  date: date(),
  is_open: flag({ alias: "isopen", default: true }),
  ...reference("category", "ListCategory", { alias: "type", column: "typeid" }),
  ...reference("project", "Project", { alias: "show", column: "showid" }),
  owner: one("User", "user"),
  user_id: key("User", "userid"),
  ...withCustomAttributes("List"),
};

const systemType = (accepts: string) => ({
  system_type: text({
    alias: "entity",
    default: accepts,
    description: "Defines the type of the items this list accepts.",
  }),
});

const listRules = { required: ["is_open", "category_id", "project_id"], system: ["showid"] } as const;

/** Lists, dashboards, disks and settings. */
export const organisationTypes: readonly TypeDeclaration[] = [
  { id: "List", attributes: { ...list, ...systemType("task") }, ...listRules },
  {
    id: "TypedContextList",
    alias: { id: "List", classifiers: { entity: "task" } },
    attributes: { ...list, ...systemType("task"), items: many("Task", "_task_items") },
    immutable: ["type"],
    ...listRules,
  },
  {
    id: "AssetVersionList",
    alias: { id: "List", classifiers: { entity: "assetversion" } },
    attributes: {
      ...list,
      ...systemType("assetversion"),
      items: many("AssetVersion", "_asset_version_items"),
    },
    immutable: ["type"],
    ...listRules,
  },
  {
    id: "ListCategory",
    alias: "ListType",
    attributes: { id: id("typeid"), name: text(), lists: many("List") },
  },
  {
    id: "ListObject",
    attributes: {
      id: id(),
      entity_id: text({ alias: "entityid" }),
      ...reference("list", "List", { column: "listid" }),
      custom_attributes: withCustomAttributes("ListObject").custom_attributes ?? {},
    },
    required: ["entity_id", "list_id"],
    defaults: ["id", "entity_id", "list_id"],
  },
  {
    id: "Dashboard",
    attributes: {
      id: id("dashboardid"),
      name: text(),
      is_shared_with_everyone: flag({ alias: "isglobal", default: false }),
      created_by: one("User", "user"),
      created_by_id: key("User", "userid"),
      dashboard_resources: many("DashboardResource"),
      widgets: many("DashboardWidget"),
    },
    system: ["typeid"],
  },
  {
    id: "DashboardResource",
    alias: "LinkDashboardResource",
    key: ["dashboard_id", "resource_id"],
    attributes: {
      dashboard: one("Dashboard"),
      dashboard_id: { ...key("Dashboard"), ...one("Dashboard") },
      resource: one("Resource"),
      resource_id: { ...key("Resource"), ...one("Resource") },
      is_shared_with_everyone: flag({ alias: "isglobal", default: false }),
    },
    system: ["dashboard_id", "resource_id"],
  },
  {
    id: "DashboardWidget",
    attributes: {
      id: id("widgetid"),
      type: text({ alias: "widget_typeid" }),
      config: text({ description: "JSON blob of relevant widget options." }),
      sort: number(),
      ...reference("dashboard", "Dashboard", { column: "dashboardid" }),
    },
  },
  {
    id: "Disk",
    attributes: {
      id: id("diskid"),
      name: text(),
      unix: text(),
      windows: text(),
      projects: many("Project", "shows"),
    },
    required: ["name"],
  },
  { id: "Scope", attributes: { id: id(), name: text() }, required: ["name"] },
  {
    id: "Setting",
    key: ["name", "group"],
    attributes: {
      name: text({ default: "default" }),
      group: text({ default: "default" }),
      value: text({ default: "default" }),
    },
  },
  {
    id: "SettingComponent",
    key: ["component_id", "name", "group"],
    attributes: {
      ...reference("component", "Component"),
      setting: one("Setting"),
      name: { ...key("Setting"), description: "Foreign key(s): Setting.name" },
      group: { ...key("Setting"), description: "Foreign key(s): Setting.group" },
      url: address(),
      thumbnail_url: address(),
    },
    immutable: ["thumbnail_url", "url"],
    computed: ["thumbnail_url", "url"],
  },
  {
    id: "EntitySetting",
    alias: "SettingOverride",
    key: ["parent_id", "group", "name"],
    attributes: {
      parent_id: text(),
      parent_type: typeName(),
      group: text(),
      name: text(),
      value: text(),
    },
    required: ["value", "parent_type"],
    defaults: ["parent_id", "group", "name", "value", "parent_type"],
  },
];
