import { wellKnown } from "../schema/well-known.js";
import type { ReadStore, Row } from "../store/row.js";

/** Which status and type a new entity begins with, by the schema of its project. */

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

function projectSchema(store: ReadStore, projectId: unknown): Row | undefined {
  const project = typeof projectId === "string" ? store.get("Context", projectId) : undefined;
  const id = project?.project_schema_id;
  return typeof id === "string" ? store.get("ProjectSchema", id) : undefined;
}

/** The first status of a workflow is the one with the highest `sort`. */
function firstStatus(store: ReadStore, ids: readonly unknown[]): string | null {
  const rows = ids.flatMap((id) => (typeof id === "string" ? (store.get("Status", id) ?? []) : []));
  rows.sort((left, right) => number(right.sort) - number(left.sort));
  return typeof rows[0]?.id === "string" ? rows[0].id : null;
}

function firstOfWorkflow(store: ReadStore, workflowId: unknown): string | null {
  const links = store.by("WorkflowSchemaStatus", "workflow_schema_id", workflowId);
  return firstStatus(
    store,
    links.map((link) => link.status_id),
  );
}

const anyStatus = (store: ReadStore): string | null =>
  firstStatus(
    store,
    store.all("Status").map((row) => row.id),
  );

/** What a project's schema says about an object type other than tasks. */
function objectTypeSchema(store: ReadStore, schema: Row | undefined, objectTypeId: unknown): Row | undefined {
  if (!schema) return undefined;
  return store
    .by("Schema", "project_schema_id", schema.id)
    .find((row) => (row.object_type_id ?? row.type_id) === objectTypeId);
}

export function defaultStatusOf(store: ReadStore, context: Row): string | null {
  const schema = projectSchema(store, context.project_id);
  if (context.object_type_id !== wellKnown.objectTypes.task) {
    const rules = objectTypeSchema(store, schema, context.object_type_id);
    const links = rules ? [...store.by("SchemaStatus", "schema_id", rules.id)] : [];
    links.sort((left, right) => number(left.sort) - number(right.sort));
    const [first] = links;
    if (typeof first?.status_id === "string") return first.status_id;
  }
  const override = schema
    ? store
        .by("ProjectSchemaOverride", "project_schema_id", schema.id)
        .find((row) => row.type_id === context.type_id)
    : undefined;
  const workflow = override?.workflow_schema_id ?? schema?.task_workflow_schema_id;
  return firstOfWorkflow(store, workflow) ?? anyStatus(store);
}

export function defaultTypeOf(store: ReadStore, context: Row): string | null {
  const schema = projectSchema(store, context.project_id);
  const rules = objectTypeSchema(store, schema, context.object_type_id);
  const own = rules ? store.by("SchemaType", "schema_id", rules.id) : [];
  const links =
    own.length > 0 ? own : store.by("TaskTypeSchemaType", "task_type_schema_id", schema?.task_type_schema_id);
  const candidates = links.flatMap(({ type_id: id }) =>
    typeof id === "string" ? (store.get("Type", id) ?? []) : [],
  );
  const types = candidates.length > 0 ? candidates : [...store.all("Type")];
  types.sort((left, right) => number(left.sort) - number(right.sort));
  return typeof types[0]?.id === "string" ? types[0].id : null;
}

export function defaultVersionStatus(store: ReadStore, projectId: unknown): string | null {
  const schema = projectSchema(store, projectId);
  return firstOfWorkflow(store, schema?.asset_version_workflow_schema_id) ?? anyStatus(store);
}
