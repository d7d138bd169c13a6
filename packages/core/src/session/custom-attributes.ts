import type { DateCodec } from "../codec/dates.js";
import type { WireEntity } from "../codec/wire-entity.js";
import { present, storedValue } from "../entity/attribute-values.js";
import { isEntity, recordOf } from "../entity/entity-face.js";
import { EntityRecord } from "../entity/entity-record.js";
import { MappedValues } from "../entity/mapped-collection.js";
import { EntityError } from "../errors/entity-error.js";
import type { ResolvedValue } from "../schema/entity-members.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import { didYouMean } from "../util/suggest.js";
import type { PlannedOperation, PlannedPair } from "./commit-plan.js";

/** What custom attributes need of their session. */
export interface CustomAttributeHost {
  readonly registry: SchemaRegistry;
  readonly dates: DateCodec;
  query(text: string): Promise<WireEntity[]>;
  decodeRecords(rows: readonly WireEntity[]): readonly EntityRecord[];
  find(type: string, key: string): EntityRecord | undefined;
  /** The value at a path, fetched where it is missing. */
  get(record: EntityRecord, path: string): Promise<unknown>;
  /** Entities by type and id, with a path of each loaded, in one request per type. */
  load(items: readonly { type: string; id: string }[], path: string): Promise<readonly EntityRecord[]>;
}

/** A configuration of a custom attribute, indexed. */
interface Configuration {
  readonly id: string;
  readonly key: string;
  readonly entityType: unknown;
  readonly objectTypeId: unknown;
  readonly projectId: unknown;
  readonly isHierarchical: boolean;
  readonly default: unknown;
  readonly isDate: boolean;
}

const query =
  "select id, key, project_id, object_type_id, entity_type, is_hierarchical, default, type.name from CustomAttributeConfiguration";

/** Legacy names under which configurations know the types that are not contexts. */
const legacyTypes: Readonly<Record<string, string>> = {
  Project: "show",
  Asset: "asset",
  AssetVersion: "assetversion",
  User: "user",
  TypedContextList: "list",
  AssetVersionList: "list",
};
const hierarchicalTypes: readonly string[] = ["asset", "assetversion", "show", "task"];

/**
 * Finds the configuration of a custom attribute, so that values can be written where the server has no row yet.
 *
 * The configurations are read once per session, and again when a key is not among them.
 */
export class CustomAttributes {
  readonly #host: CustomAttributeHost;
  #configurations: Promise<readonly Configuration[]> | undefined;

  constructor(host: CustomAttributeHost) {
    this.#host = host;
  }

  reset(): void {
    this.#configurations = undefined;
  }

  /** The operation that writes a value; servers create the row where there is none (wire protocol 3.8). */
  async update(pair: PlannedPair): Promise<PlannedOperation> {
    const { registry } = this.#host;
    const owner = this.#host.find(pair.entityType, pair.entityKey.join("\u0000"));
    if (!owner) throw unknownKey(pair.entityType, pair.pair.key, []);
    const attribute = registry.get(pair.entityType).attribute(pair.attribute);
    const target = attribute.target as string;
    const configuration = await this.#find(owner, pair.pair.key);
    const entityKey = registry
      .get(target)
      .primaryKey.map((name) => (name === "configuration_id" ? configuration.id : owner.key));
    const { value = null } = pair.pair;
    return {
      identity: `${registry.familyOf(target)}:${entityKey.join("\u0000")}`,
      action: "update",
      entityType: target,
      entityKey,
      data: {
        value: configuration.isDate && typeof value === "string" ? this.#host.dates.encode(value) : value,
      },
      deltas: {},
    };
  }

  /** The value that counts for an entity: its own, the nearest above it, or the default. */
  async resolve(record: EntityRecord, key: string): Promise<ResolvedValue> {
    const configuration = await this.#find(record, key);
    const chain = configuration.isHierarchical ? await this.#chain(record) : [record];
    await this.#host.get(record, "custom_attributes");
    for (const holder of chain) {
      const value = ownValue(holder, key);
      if (value === undefined || value === null) continue;
      return { value, from: holder.entity, inherited: holder !== record };
    }
    return { value: present(record, configuration.default) ?? null, from: undefined, inherited: false };
  }

  /** The entity and those above it, nearest first, with their custom attributes loaded. */
  async #chain(record: EntityRecord): Promise<readonly EntityRecord[]> {
    if (record.stage === "created") {
      const parent = await this.#above(record);
      return parent ? [record, ...(await this.#chain(parent))] : [record];
    }
    const link = await this.#host.get(record, "link");
    const items = Array.isArray(link) ? (link as { type: string; id: string }[]).slice(0, -1).reverse() : [];
    return [record, ...(await this.#host.load(items, "custom_attributes"))];
  }

  async #find(owner: EntityRecord, key: string): Promise<Configuration> {
    const isKnown = this.#configurations !== undefined;
    let all = await this.#load();
    let found = await this.#match(owner, key, all);
    if (!found && isKnown) {
      this.reset();
      all = await this.#load();
      found = await this.#match(owner, key, all);
    }
    if (found) return found;
    const scope = scopeOf(owner);
    const names = all.filter((one) => applies(one, scope)).map((one) => one.key);
    throw unknownKey(owner.model.type.name, key, names);
  }

  /** Configurations of the project shadow global ones. */
  async #match(
    owner: EntityRecord,
    key: string,
    all: readonly Configuration[],
  ): Promise<Configuration | undefined> {
    const scope = scopeOf(owner);
    const candidates = all.filter((one) => one.key === key && applies(one, scope));
    const isGlobal = (one: Configuration) => one.projectId === null || one.projectId === undefined;
    if (candidates.every(isGlobal)) return candidates[0];
    const project = await this.#projectOf(owner);
    return candidates.find((one) => one.projectId === project) ?? candidates.find(isGlobal);
  }

  async #projectOf(record: EntityRecord): Promise<unknown> {
    const { type } = record.model;
    if (type.name === "Project") return record.key;
    const attribute = type.attributes.get("project_id");
    const known = attribute && storedValue(record, attribute);
    if (typeof known === "string") return known;
    if (attribute && record.stage !== "created") return this.#host.get(record, "project_id");
    const above = await this.#above(record);
    return above && this.#projectOf(above);
  }

  async #above(record: EntityRecord): Promise<EntityRecord | undefined> {
    for (const name of ["parent", "asset", "project"]) {
      const attribute = record.model.type.attributes.get(name);
      if (!attribute) continue;
      const known = storedValue(record, attribute);
      if (known instanceof EntityRecord) return known;
      const found = await this.#host.get(record, name);
      if (isEntity(found)) return recordOf(found);
    }
    return undefined;
  }

  #load(): Promise<readonly Configuration[]> {
    this.#configurations ??= this.#read();
    this.#configurations.catch(() => this.reset());
    return this.#configurations;
  }

  async #read(): Promise<readonly Configuration[]> {
    const records = this.#host.decodeRecords(await this.#host.query(query));
    return records.map((record) => {
      const type = record.stored("type");
      return {
        id: record.key,
        key: String(record.stored("key")),
        entityType: record.stored("entity_type"),
        objectTypeId: record.stored("object_type_id"),
        projectId: record.stored("project_id"),
        isHierarchical: record.stored("is_hierarchical") === true,
        default: record.stored("default"),
        isDate: type instanceof EntityRecord && type.stored("name") === "date",
      };
    });
  }
}

interface Scope {
  readonly entityType: string | undefined;
  readonly objectTypeId: unknown;
}

function scopeOf(owner: EntityRecord): Scope {
  const { type } = owner.model;
  const objectType = type.attributes.get("object_type_id");
  if (!objectType) return { entityType: legacyTypes[type.name], objectTypeId: null };
  return { entityType: "task", objectTypeId: storedValue(owner, objectType) ?? objectType.default };
}

function applies(one: Configuration, { entityType, objectTypeId }: Scope): boolean {
  if (entityType === undefined) return false;
  if (one.isHierarchical && hierarchicalTypes.includes(entityType)) return true;
  return one.entityType === entityType && (one.objectTypeId ?? null) === (objectTypeId ?? null);
}

/** The own value of an entity, where its custom attributes are loaded. */
function ownValue(record: EntityRecord, key: string): unknown {
  const attribute = record.model.type.attributes.get("custom_attributes");
  if (!attribute) return undefined;
  const { entity } = record;
  const values = (entity as unknown as Record<string, unknown>)[attribute.name];
  return values instanceof MappedValues && values.isLoaded ? values.get(key) : undefined;
}

function unknownKey(entityType: string, key: string, names: readonly string[]): EntityError {
  return new EntityError("entity_unknown_attribute", {
    message: `No custom attribute "${key}" applies to this ${entityType}.${didYouMean(key, names)}`,
    details: { entityType, key },
  });
}
