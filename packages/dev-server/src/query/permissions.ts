import { wellKnown } from "../schema/well-known.js";
import type { ReadStore, Row } from "../store/row.js";
import { keyOf } from "./members.js";
import type { QuerySource } from "./query-source.js";

/**
 * The keys a user may set an attribute to, as `__permissions.<attribute>` asks (wire protocol 2.18).
 *
 * Statuses and types follow the schema of the project; any other reference may lead to every row of its type. Empty
 * for attributes that hold no reference.
 */
export function allowedValues(source: QuerySource, row: Row, attribute: string): readonly string[] {
  const { registry, store } = source;
  const type = registry.find(row.__entity_type__);
  const target = type?.attributes.get(attribute)?.target ?? type?.referenceOf.get(attribute)?.target;
  if (target === undefined) return [];
  const schema = target === "Status" || target === "Type" ? projectSchemaOf(store, row) : undefined;
  const bySchema =
    schema && (target === "Status" ? statusesFor(store, schema, row) : typesFor(store, schema, row));
  return bySchema && bySchema.length > 0
    ? bySchema
    : store.all(registry.familyOf(target)).map((found) => keyOf(source, found));
}

function projectSchemaOf(store: ReadStore, row: Row): Row | undefined {
  const asset = get(store, "Asset", row.asset_id);
  const context = asset ? get(store, "Context", asset.context_id) : row;
  const project = get(store, "Context", context?.project_id ?? context?.id);
  return get(store, "ProjectSchema", project?.project_schema_id);
}

/** Tasks follow a workflow, which their type may replace; other contexts list their statuses themselves. */
function statusesFor(store: ReadStore, schema: Row, row: Row): readonly string[] {
  if (row.__entity_type__ === "AssetVersion")
    return ofWorkflow(store, schema.asset_version_workflow_schema_id);
  if (row.object_type_id !== wellKnown.objectTypes.task) return listed(store, schema, row, "status_id");
  const override = store
    .by("ProjectSchemaOverride", "project_schema_id", schema.id)
    .find((candidate) => candidate.type_id === row.type_id);
  return ofWorkflow(store, override?.workflow_schema_id ?? schema.task_workflow_schema_id);
}

function typesFor(store: ReadStore, schema: Row, row: Row): readonly string[] {
  if (row.object_type_id !== wellKnown.objectTypes.task) return listed(store, schema, row, "type_id");
  return ids(store.by("TaskTypeSchemaType", "task_type_schema_id", schema.task_type_schema_id), "type_id");
}

const ofWorkflow = (store: ReadStore, id: unknown): readonly string[] =>
  ids(store.by("WorkflowSchemaStatus", "workflow_schema_id", id), "status_id");

/** What the schema of an object type lists. */
function listed(store: ReadStore, schema: Row, row: Row, column: "status_id" | "type_id"): readonly string[] {
  const family = column === "status_id" ? "SchemaStatus" : "SchemaType";
  return store
    .by("Schema", "project_schema_id", schema.id)
    .filter(({ type_id, object_type_id }) => (object_type_id ?? type_id) === row.object_type_id)
    .flatMap(({ id }) => ids(store.by(family, "schema_id", id), column));
}

const ids = (rows: readonly Row[], column: string): readonly string[] =>
  rows.map((row) => String(row[column]));

const get = (store: ReadStore, family: string, id: unknown): Row | undefined =>
  typeof id === "string" ? store.get(family, id) : undefined;
