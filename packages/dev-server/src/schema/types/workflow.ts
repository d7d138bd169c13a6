import type { TypeDeclaration } from "../declaration.js";
import { date, flag, id, integer, key, many, number, one, reference, text } from "../property.js";
import { withMetadata } from "../traits.js";

const statusChange = {
  id: text({ alias: "tracid" }),
  date: date(),
  parent_id: text(),
  parent_type: text(),
  ...reference("from_status", "Status"),
  ...reference("status", "Status"),
  ...reference("user", "User", { column: "userid" }),
};

/** A link table whose primary key is the two keys it holds. */
const pair = (
  id: string,
  attributes: TypeDeclaration["attributes"],
  key: readonly string[],
): TypeDeclaration => ({
  id,
  key,
  attributes,
});

/** Kinds of entities, their statuses, and the schemas of projects that say which apply where. */
export const workflowTypes: readonly TypeDeclaration[] = [
  {
    id: "ObjectType",
    attributes: {
      id: id("typeid"),
      name: text(),
      icon: text({ default: "default" }),
      sort: integer({ default: 0 }),
      is_leaf: flag({ alias: "isleaf", default: false }),
      is_schedulable: flag({ alias: "isschedulable", default: false }),
      is_statusable: flag({ alias: "isstatusable", default: true }),
      is_taskable: flag({ alias: "istaskable", default: true }),
      is_time_reportable: flag({ alias: "istimereportable", default: false }),
      is_typeable: flag({ alias: "istypeable", default: true }),
      project_schemas: many("ProjectSchema"),
      tasks: many("Task"),
    },
    required: [
      "name",
      "icon",
      "sort",
      "is_time_reportable",
      "is_taskable",
      "is_typeable",
      "is_statusable",
      "is_schedulable",
    ],
  },
  {
    id: "Type",
    alias: "TaskType",
    attributes: {
      id: id("typeid"),
      name: text(),
      color: text({ default: "#510100" }),
      sort: integer({ default: 0 }),
      is_billable: flag({ alias: "isbillable", default: true }),
      tasks: many("Task"),
      task_type_schemas: many("TaskTypeSchema", "schemes"),
    },
    required: ["color", "sort", "is_billable"],
  },
  {
    id: "Priority",
    alias: "PriorityType",
    attributes: {
      id: id("priorityid"),
      name: text(),
      color: text(),
      sort: integer({ default: 0 }),
      value: number({ default: 0 }),
      tasks: many("Task"),
    },
  },
  { id: "State", alias: "StatusType", attributes: { id: id("typeid"), name: text(), short: text() } },
  {
    id: "Status",
    alias: "TaskStatus",
    attributes: {
      id: id("statusid"),
      name: text(),
      color: text(),
      sort: integer({ default: 0 }),
      is_active: flag({ alias: "isactive" }),
      state: one("State", "statustype"),
      tasks: many("Task"),
    },
    required: ["is_active"],
  },
  { id: "StatusChange", alias: "Trac", attributes: statusChange },
  { id: "TypedContextStatusChange", attributes: { ...statusChange, parent: one("TypedContext") } },
  { id: "AssetVersionStatusChange", attributes: { ...statusChange, parent: one("AssetVersion") } },
  {
    id: "ProjectSchema",
    alias: "ProjectScheme",
    attributes: {
      id: id("schemeid"),
      name: text(),
      ...reference("task_type_schema", "TaskTypeSchema", {
        alias: "tasktypescheme",
        column: "tasktypeschemeid",
      }),
      ...reference("task_workflow_schema", "WorkflowSchema", {
        alias: "taskworkflow",
        column: "taskworkflowid",
      }),
      ...reference("asset_version_workflow_schema", "WorkflowSchema", {
        alias: "versionworkflow",
        column: "versionworkflowid",
      }),
      object_types: many("ObjectType"),
      object_type_schemas: many("Schema", "schemas"),
      task_templates: many("TaskTemplate", "templates"),
      task_workflow_schema_overrides: many("ProjectSchemaOverride", "overrides"),
      _task_type_schema: one("TaskTypeSchema", "tasktypescheme"),
      _task_workflow: one("WorkflowSchema", "taskworkflow"),
      _version_workflow: one("WorkflowSchema", "versionworkflow"),
      _schemas: many("Schema", "schemas"),
      _overrides: many("ProjectSchemaOverride", "overrides"),
    },
  },
  pair(
    "ProjectSchemaObjectType",
    { ...reference("object_type", "ObjectType"), ...reference("project_schema", "ProjectSchema") },
    ["object_type_id", "project_schema_id"],
  ),
  {
    id: "ProjectSchemaOverride",
    alias: "ProjectSchemeOverride",
    attributes: {
      id: id("overrideid"),
      project_schema_id: key("ProjectSchema", "projectschemeid"),
      type_id: key("Type", "typeid"),
      ...reference("workflow_schema", "WorkflowSchema", {
        alias: "workflowscheme",
        column: "workflowschemeid",
      }),
    },
  },
  {
    id: "Schema",
    attributes: {
      id: id(),
      project_schema_id: key("ProjectSchema", "projectschemeid"),
      type_id: key("ObjectType", "typeid"),
      object_type_id: key("ObjectType", "typeid"),
      statuses: many("SchemaStatus"),
      types: many("SchemaType"),
    },
    required: ["type_id", "project_schema_id"],
  },
  pair(
    "SchemaStatus",
    {
      status_id: key("Status", "statusid"),
      schema_id: key("Schema", "schemaid"),
      sort: integer({ default: 0 }),
      task_status: one("Status", "taskstatus"),
    },
    ["status_id", "schema_id"],
  ),
  pair(
    "SchemaType",
    {
      type_id: key("Type", "typeid"),
      schema_id: key("Schema", "schemaid"),
      sort: integer({ default: 0 }),
      task_type: one("Type", "tasktype"),
    },
    ["type_id", "schema_id"],
  ),
  {
    id: "WorkflowSchema",
    alias: "WorkflowScheme",
    attributes: {
      id: id("schemeid"),
      name: text({ default: "Workflow Name" }),
      statuses: many("Status"),
      overrides: many("ProjectSchemaOverride"),
    },
  },
  pair(
    "WorkflowSchemaStatus",
    { workflow_schema_id: key("WorkflowSchema", "schemeid"), status_id: key("Status", "statusid") },
    ["workflow_schema_id", "status_id"],
  ),
  {
    id: "TaskTypeSchema",
    alias: "TaskTypeScheme",
    attributes: {
      id: id("schemeid"),
      name: text({ default: "TaskType Schema Name" }),
      types: many("Type"),
    },
  },
  pair(
    "TaskTypeSchemaType",
    { task_type_schema_id: key("TaskTypeSchema", "schemeid"), type_id: key("Type", "typeid") },
    ["task_type_schema_id", "type_id"],
  ),
  {
    id: "TaskTemplate",
    attributes: {
      id: id(),
      name: text(),
      ...reference("project_schema", "ProjectSchema", { alias: "schema", column: "projectschemeid" }),
      items: many("TaskTemplateItem"),
    },
    required: ["name", "project_schema_id"],
    defaults: ["id", "name"],
  },
  {
    id: "TaskTemplateItem",
    attributes: {
      id: id(),
      ...reference("template", "TaskTemplate"),
      ...reference("task_type", "Type", { alias: "taskType", column: "tasktype_id" }),
    },
    required: ["template_id", "task_type_id"],
  },
  {
    id: "TypedContextLink",
    alias: "Dependency",
    attributes: {
      id: id("dependencyid"),
      ...reference("from", "TypedContext", { alias: "fromTask" }),
      ...reference("to", "TypedContext", { alias: "toTask" }),
      ...withMetadata,
    },
    required: ["from_id", "to_id"],
    defaults: ["id", "from_id", "to_id"],
  },
];
