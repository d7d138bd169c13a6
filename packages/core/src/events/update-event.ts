import type { Event, EventSource } from "./event.js";
import type { UpdateData, UpdateEntity, UpdateParent } from "./event-topics.js";

/** What decoding needs of a schema; the session's schema registry fits. */
export interface UpdateSchemas {
  readonly names: Iterable<string>;
  /** The type of that name, or `undefined`. */
  find(name: string): UpdateSchemaType | undefined;
}

/** What decoding needs of one entity type. */
export interface UpdateSchemaType {
  readonly name: string;
  /** Lower-cased backend name. */
  readonly eventName: string;
  readonly schema: { readonly alias_for?: unknown };
  readonly attributes: ReadonlyMap<
    string,
    {
      readonly name: string;
      readonly kind: string;
      readonly scalar: string;
      readonly alias: string | undefined;
    }
  >;
}

/** A value before and after. */
export interface Change<Value = unknown> {
  readonly old: Value;
  readonly new: Value;
}

/** Entity types by name, each with its attributes, as in an entity type map. */
export type UpdateTypes = object;

type AttributesOf<Type> = Type extends { readonly attributes: infer Attributes } ? Attributes : unknown;
type ChangesOf<Attributes> = {
  readonly [Name in keyof Attributes]?: Change<Attributes[Name] | null>;
} & { readonly [unknown: string]: Change | undefined };

/** One entity of an `ftrack.update`, in the language of the schemas. */
export interface UpdatedEntity<Name extends string = string, Attributes = unknown> {
  /** As in queries, such as `Shot`; the server's own spelling where no schema fits. */
  readonly entityType: Name;
  readonly key: string;
  /** `add`, `update`, `remove`, `move` or `encoded`, and whatever servers add to these. */
  readonly action: string;
  /**
   * Old and new values by attribute. What no attribute answers to, custom attributes above all, keeps the name and
   * the value it was sent with.
   */
  readonly changes: ChangesOf<Attributes>;
  /** From the direct parent up to the project. */
  readonly parents: readonly { readonly entityType: string; readonly key: string }[];
  /** Id of the project it belongs to. */
  readonly project: string | null;
  readonly user: {
    readonly id: string | null;
    readonly name: string | null;
    readonly username: string | null;
  };
  /** Token of the session that caused it. */
  readonly clientToken: string | null;
  /** The entity exactly as it was sent. */
  readonly raw: UpdateEntity;
}

/** One of the entity types of a map, told apart by `entityType`; without a map, any. */
export type EntityUpdate<Types extends UpdateTypes = UpdateTypes> = [keyof Types] extends [never]
  ? UpdatedEntity
  : { [Name in keyof Types & string]: UpdatedEntity<Name, AttributesOf<Types[Name]>> }[keyof Types & string];

/**
 * Translates an `ftrack.update` from the server's dialect (`statusid`, `show`) into the language of the schemas.
 *
 * @example
 * for (const { entityType, key, changes } of decodeUpdate(event, session.types)) {
 *   if (changes.status_id) console.log(entityType, key, changes.status_id.new);
 * }
 */
export function decodeUpdate<Types extends UpdateTypes = UpdateTypes>(
  event: Event<unknown>,
  schemas: UpdateSchemas,
): EntityUpdate<Types>[] {
  return createUpdateDecoder<Types>(schemas)(event);
}

/** A {@link decodeUpdate} that keeps what it learnt of the schemas, for streams of events. */
export function createUpdateDecoder<Types extends UpdateTypes = UpdateTypes>(
  schemas: UpdateSchemas,
): (event: Event<unknown>) => EntityUpdate<Types>[] {
  const names = new TypeNames(schemas);
  return ({ data, source }) => {
    const { entities, user, clientToken } = (isRecord(data) ? data : {}) as UpdateData;
    if (!Array.isArray(entities)) return [];
    const shared = { user: describeUser(user, source), clientToken: textOf(clientToken) };
    return entities.filter(isRecord).map((raw) => {
      const entity = raw as UpdateEntity;
      const entityType = names.nameOf(entity);
      const parents = orderParents(entity).map((parent) => ({
        entityType: names.nameOf(parent),
        key: String(parent.entityId),
      }));
      const decoded: UpdatedEntity = {
        entityType,
        key: String(entity.entityId),
        action: String(entity.action ?? "update"),
        changes: decodeChanges(entity, names.attributesOf(entityType)),
        parents,
        project: projectOf(entity),
        ...shared,
        raw: entity,
      };
      return decoded as unknown as EntityUpdate<Types>;
    });
  };
}

interface Column {
  readonly name: string;
  readonly scalar: string;
}

/** Finds schema names for the server's, and remembers them. */
class TypeNames {
  readonly #schemas: UpdateSchemas;
  readonly #columns = new Map<string, ReadonlyMap<string, Column>>();
  #byEventName: ReadonlyMap<string, readonly UpdateSchemaType[]> | undefined;

  constructor(schemas: UpdateSchemas) {
    this.#schemas = schemas;
  }

  nameOf(entity: UpdateParent & { readonly objectTypeId?: string | null | undefined }): string {
    const { entity_type: name, entityType = "", objectTypeId } = entity;
    if (typeof name === "string") return name;
    this.#byEventName ??= this.#indexEventNames();
    const candidates = this.#byEventName.get(String(entityType).toLowerCase().replaceAll("_", "")) ?? [];
    const classified = candidates.find(({ schema }) => isClassifiedBy(schema.alias_for, objectTypeId));
    // Several types share a table: without a classifier the general one is the only safe answer.
    const general = candidates.find(({ schema }) => !isRecord(schema.alias_for));
    return (classified ?? general ?? candidates[0])?.name ?? entityType;
  }

  /** Attributes by the backend name that events use; relations have none (wire protocol 8.1). */
  attributesOf(typeName: string): ReadonlyMap<string, Column> {
    const known = this.#columns.get(typeName);
    if (known) return known;
    const columns = new Map<string, Column>();
    const scalars = [...(this.#schemas.find(typeName)?.attributes.values() ?? [])].filter(
      ({ kind }) => kind === "scalar",
    );
    for (const { name, scalar } of scalars) columns.set(name, { name, scalar });
    for (const { name, scalar, alias } of scalars.reverse()) {
      if (alias !== undefined) columns.set(alias, { name, scalar });
    }
    this.#columns.set(typeName, columns);
    return columns;
  }

  #indexEventNames(): ReadonlyMap<string, readonly UpdateSchemaType[]> {
    const index = new Map<string, UpdateSchemaType[]>();
    for (const name of this.#schemas.names) {
      const type = this.#schemas.find(name);
      if (!type) continue;
      const others = index.get(type.eventName);
      if (others) others.push(type);
      else index.set(type.eventName, [type]);
    }
    return index;
  }
}

function isClassifiedBy(alias: unknown, objectTypeId: unknown): boolean {
  if (typeof objectTypeId !== "string" || !isRecord(alias) || !isRecord(alias.classifiers)) return false;
  return Object.values(alias.classifiers).includes(objectTypeId);
}

function decodeChanges(
  { changes }: UpdateEntity,
  columns: ReadonlyMap<string, Column>,
): Record<string, Change> {
  const decoded: [string, Change][] = [];
  for (const [key, change] of Object.entries(isRecord(changes) ? changes : {})) {
    const column = columns.get(key);
    const { old, new: value } = isRecord(change) ? change : {};
    decoded.push([
      column?.name ?? key,
      { old: decodeValue(old, column?.scalar), new: decodeValue(value, column?.scalar) },
    ]);
  }
  return Object.fromEntries(decoded);
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ["1", true],
  ["true", true],
  ["0", false],
  ["false", false],
]);

/** Some servers write booleans and numbers as text. */
function decodeValue(value: unknown, scalar: string | undefined): unknown {
  if (value === undefined) return null;
  if (scalar === "boolean") return booleans.get(String(value).toLowerCase()) ?? value;
  if ((scalar === "integer" || scalar === "number") && typeof value === "string" && value.trim() !== "") {
    const number = Number(value);
    return Number.isNaN(number) ? value : number;
  }
  return value;
}

/** Servers list an entity itself first, and old ones the rest in any order: follow the ids upwards. */
function orderParents({ entityId, parentId, parents }: UpdateEntity): UpdateParent[] {
  const listed = ((Array.isArray(parents) ? parents : []) as UpdateParent[]).filter((parent) =>
    isRecord(parent),
  );
  const rest = new Map(listed.map((parent) => [parent.entityId, parent]));
  const self = rest.get(entityId);
  rest.delete(entityId);
  const ordered: UpdateParent[] = [];
  let next = parentId ?? self?.parentId;
  while (next !== undefined && next !== null) {
    const parent = rest.get(next);
    if (!parent) break;
    rest.delete(next);
    ordered.push(parent);
    next = parent.parentId;
  }
  const isProject = (parent: UpdateParent) => Number(isProjectRecord(parent));
  return [...ordered, ...[...rest.values()].sort((left, right) => isProject(left) - isProject(right))];
}

function projectOf(entity: UpdateEntity): string | null {
  const project = [entity, ...(Array.isArray(entity.parents) ? entity.parents : [])].find(isProjectRecord);
  return project === undefined ? null : String(project.entityId);
}

const isProjectRecord = (entity: unknown): boolean =>
  isRecord(entity) && (entity.entity_type === "Project" || entity.entityType === "show");

function describeUser(user: UpdateData["user"], source: EventSource): UpdatedEntity["user"] {
  return {
    id: textOf(user?.userid) ?? textOf(source.user?.id),
    name: textOf(user?.name),
    username: textOf(source.user?.username),
  };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
