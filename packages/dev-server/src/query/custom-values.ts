import { normalizeDate } from "../store/dates.js";
import type { Row } from "../store/row.js";
import type { QuerySource } from "./query-source.js";
import { customKind } from "./values.js";

const hierarchicalTables: ReadonlySet<string> = new Set(["asset", "assetversion", "show", "task"]);

/**
 * The custom attribute values of entities, complete: one for every configuration that applies, stored or not
 * (wire protocol 3.8).
 *
 * Lives as long as one request, as it remembers configurations and the rows it makes up.
 */
export class CustomValues {
  readonly #source: QuerySource;
  readonly #configurations = new Map<string, readonly Row[]>();
  readonly #madeUp = new Map<string, Row>();

  constructor(source: QuerySource) {
    this.#source = source;
  }

  /** Rows of the entity's value type, stored ones where there are. */
  valuesOf(entity: Row, valueType: string): readonly Row[] {
    const { registry, store } = this.#source;
    const stored = new Map(
      store
        .by(registry.familyOf(valueType), "entity_id", entity.id)
        .map((row) => [row.configuration_id, row] as const),
    );
    return this.#configurationsFor(entity).map(
      (configuration) => stored.get(configuration.id) ?? this.#unset(configuration, entity, valueType),
    );
  }

  /** The value of an entity nobody has set: the default or, where it is passed down, nothing at this level. */
  #unset(configuration: Row, entity: Row, valueType: string): Row {
    const key = `${configuration.id} ${entity.id}`;
    const known = this.#madeUp.get(key);
    if (known) return known;
    const row: Row = {
      __entity_type__: valueType,
      configuration_id: configuration.id,
      entity_id: entity.id,
      key: configuration.key,
      value: configuration.is_hierarchical === true ? null : defaultOf(this.#source, configuration),
    };
    this.#madeUp.set(key, row);
    return row;
  }

  /** One configuration per key; those of the entity's project come before global ones. */
  #configurationsFor(entity: Row): readonly Row[] {
    const { registry } = this.#source;
    const table = tableOf(registry.familyOf(entity.__entity_type__), entity);
    const projectId = projectOf(this.#source, entity);
    const objectTypeId = entity.object_type_id ?? null;
    const cacheKey = [table, projectId, objectTypeId].join();
    let found = this.#configurations.get(cacheKey);
    if (!found) {
      found = this.#select(table, projectId, objectTypeId);
      this.#configurations.set(cacheKey, found);
    }
    return found;
  }

  #select(table: string, projectId: unknown, objectTypeId: unknown): readonly Row[] {
    const { registry, store } = this.#source;
    const family = registry.familyOf("CustomAttributeConfiguration");
    const byKey = new Map<unknown, Row>();
    for (const row of store.by(family, "__entity_type__", "CustomAttributeConfiguration")) {
      const inProject = (row.project_id ?? null) === null || row.project_id === projectId;
      const passedDown = row.is_hierarchical === true && hierarchicalTables.has(table);
      const direct = row.entity_type === table && (row.object_type_id ?? null) === objectTypeId;
      if (!inProject || !(passedDown || direct)) continue;
      const rival = byKey.get(row.key);
      if (!rival || rank(row) > rank(rival)) byKey.set(row.key, row);
    }
    return [...byKey.values()];
  }
}

/** The default of a configuration, as the kind of value it stands for: clients write them as text. */
function defaultOf(source: QuerySource, configuration: Row): unknown {
  const given = configuration.default ?? null;
  if (typeof given !== "string") return given;
  switch (customKind(source, configuration)) {
    case "number":
      return given.trim() === "" || Number.isNaN(Number(given)) ? null : Number(given);
    case "boolean":
      return ["1", "true"].includes(given.toLowerCase());
    case "date":
      return normalizeDate(given) ?? null;
    case "enumerator":
    case "dynamic enumerator":
      return given === "" ? [] : given.split(",").map((item) => item.trim());
    default:
      return given;
  }
}

/** A project's own configuration shadows a global one of the same key. */
const rank = (row: Row): number =>
  ((row.project_id ?? null) === null ? 0 : 2) + (row.is_hierarchical === true ? 0 : 1);

/** The table name configurations use for an entity. */
function tableOf(family: string, entity: Row): string {
  if (family === "Context") return entity.__entity_type__ === "Project" ? "show" : "task";
  if (family === "Resource") return "user";
  return family.toLowerCase();
}

/** The project an entity belongs to. */
function projectOf({ store }: QuerySource, entity: Row): unknown {
  if (entity.__entity_type__ === "Project") return entity.id;
  if (entity.project_id !== undefined) return entity.project_id;
  const asset = typeof entity.asset_id === "string" ? store.get("Asset", entity.asset_id) : entity;
  const contextId = asset?.context_id;
  const context = typeof contextId === "string" ? store.get("Context", contextId) : undefined;
  return context?.__entity_type__ === "Project" ? context.id : (context?.project_id ?? null);
}
