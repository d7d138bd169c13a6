import type { Entity } from "../../entity/entity.js";
import { isEntity } from "../../entity/entity-face.js";
import { EntityError } from "../../errors/entity-error.js";
import { quote } from "../../query/literal.js";
import type { EntityStore } from "../entity-store.js";

/** Which statuses and types a project schema allows. */
export function projectSchemaMethods(store: EntityStore): object {
  return {
    async getStatuses(this: Entity, entityType: string, typeId?: string): Promise<Entity[]> {
      if (entityType === "Task") {
        const own = typeId === undefined ? undefined : await overrideOf(this, typeId);
        return own ?? entities(await this.$get("_task_workflow.statuses"));
      }
      if (entityType === "AssetVersion") return entities(await this.$get("_version_workflow.statuses"));
      return ofObjectType(store, this, entityType, "SchemaStatus", "task_status");
    },

    async getTypes(this: Entity, entityType: string): Promise<Entity[]> {
      if (entityType === "Task") return entities(await this.$get("_task_type_schema.types"));
      return ofObjectType(store, this, entityType, "SchemaType", "task_type");
    },
  };
}

/** Statuses of tasks of a type that has a workflow of its own. */
async function overrideOf(schema: Entity, typeId: string): Promise<Entity[] | undefined> {
  const overrides = entities(await schema.$get("_overrides"));
  const types = await Promise.all(overrides.map((override) => override.$get("type_id")));
  const own = overrides[types.indexOf(typeId)];
  return own && entities(await own.$get("workflow_schema.statuses"));
}

async function ofObjectType(
  store: EntityStore,
  schema: Entity,
  entityType: string,
  link: string,
  target: string,
): Promise<Entity[]> {
  const objectType = store.registry.get(entityType).attributes.get("object_type_id")?.default;
  if (typeof objectType !== "string") throw notInSchema(entityType, "has no object type");
  const schemas = entities(await schema.$get("_schemas"));
  const types = await Promise.all(schemas.map((one) => one.$get("type_id")));
  const found = schemas[types.findIndex((type) => (isEntity(type) ? type.$key[0] : type) === objectType)];
  if (!found) throw notInSchema(entityType, "is not part of this project schema");
  const rows = await store.fetchRecords([
    `select ${target}.id, ${target}.name from ${link} where schema_id is ${quote(found.$key[0] ?? "")}`,
  ]);
  return Promise.all(rows.map((row) => row.entity.$get(target))).then(entities);
}

/** The entities in a list or collection. */
const entities = (value: unknown): Entity[] =>
  typeof value === "object" && value !== null && Symbol.iterator in value
    ? Array.from(value as Iterable<unknown>).filter(isEntity)
    : [];

const notInSchema = (entityType: string, why: string): EntityError =>
  new EntityError("entity_invalid_value", {
    message: `${entityType} ${why}, so there are no statuses or types for it.`,
    details: { entityType },
  });
