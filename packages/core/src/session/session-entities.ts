import type { WireReference } from "../codec/reference.js";
import type { EntityExtension } from "../entity/entity-class.js";
import { checkArguments } from "./check-arguments.js";
import type { EntityManager } from "./entity-manager.js";
import type { Fields } from "./fields-of.js";
import { SessionFiles } from "./session-files.js";
import type { DefaultEntity, EntityChanges, EntityData, EntityName, NewEntity } from "./session-types.js";
import type { EncodeStrategy } from "./transcoder.js";

/** A single key value, several in the order of the schema, or an object of them. */
export type EntityKey = string | number | readonly unknown[] | Readonly<Record<string, unknown>>;

/** What every call that waits takes. */
export interface SignalOption {
  /** Cancels the call; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What `ensure` found or did. */
export interface EnsureResult<Entity> {
  readonly entity: Entity;
  readonly created: boolean;
  /** Attributes that were changed. */
  readonly changed: readonly string[];
}

/** What a session does with entities: finding them by key, making and changing them, and sending that. */
export abstract class SessionEntities<Map extends object> extends SessionFiles<Map> {
  /**
   * Entities as this session, or view of one, works with them.
   *
   * @throws {@link SessionError} `session_not_open`, {@link SessionClosedError} `session_closed`
   */
  protected abstract get entities(): EntityManager;

  /** The same once the session is open; starts opening. */
  protected abstract opened(signal?: AbortSignal): Promise<EntityManager>;

  /** Entities created and not committed. */
  get created(): ReturnType<EntityManager["created"]> {
    return this.entities.created();
  }

  /** Entities changed and not committed. */
  get modified(): ReturnType<EntityManager["modified"]> {
    return this.entities.modified();
  }

  /** Entities deleted and not committed. */
  get deleted(): ReturnType<EntityManager["deleted"]> {
    return this.entities.deleted();
  }

  /** What the next commit is made from, in order. */
  get recordedOperations(): EntityManager["recordedOperations"] {
    return this.entities.recordedOperations;
  }

  /**
   * One entity by its primary key, from memory where it is there, or `null`.
   *
   * @param key - The id; for types with several key attributes their values in order, or an object of them.
   * @throws {@link EntityError} `entity_unknown_type`, `entity_invalid_key`.
   */
  async get<const Name extends EntityName<Map>>(
    entityType: Name,
    key: EntityKey,
    options: SignalOption = {},
  ): Promise<DefaultEntity<Map, Name> | null> {
    checkArguments("get", { entityType: ["text", entityType], options: ["object", options] });
    const entities = await this.opened(options.signal);
    return (await entities.get(entityType, key, options)) as DefaultEntity<Map, Name> | null;
  }

  /**
   * Makes a new entity; the next commit sends it.
   *
   * @throws {@link EntityError} `entity_unknown_type`, `entity_unknown_attribute`, `entity_invalid_value`.
   * @example
   * const shot = session.create("Shot", { name: "010", parent: sequence, project });
   */
  create<const Name extends EntityName<Map>, Given extends keyof EntityData<Map, Name> = never>(
    entityType: Name,
    data?: Pick<EntityData<Map, Name>, Given>,
  ): NewEntity<Map, Name, Given & string> {
    checkArguments("create", { entityType: ["text", entityType], data: ["object?", data] });
    const entity: unknown = this.entities.create(entityType, data as Fields);
    return entity as NewEntity<Map, Name, Given & string>;
  }

  /**
   * Finds the entity with these values or makes it, and brings the rest of the values up to date.
   *
   * @param identifyingKeys - Attributes that identify it. Defaults to all of `data`.
   * @returns The entity and what was done; nothing is written when nothing differs.
   * @throws {@link MultipleResultsFoundError} when several match.
   */
  async ensure<const Name extends EntityName<Map>>(
    entityType: Name,
    data: EntityData<Map, Name>,
    identifyingKeys?: readonly (keyof EntityData<Map, Name> & string)[],
    options: SignalOption = {},
  ): Promise<EnsureResult<DefaultEntity<Map, Name>>> {
    checkArguments("ensure", {
      entityType: ["text", entityType],
      data: ["object", data],
      identifyingKeys: ["list?", identifyingKeys],
      options: ["object", options],
    });
    const entities = await this.opened(options.signal);
    const result = await entities.ensure(entityType, data as Fields, identifyingKeys, options);
    return result as unknown as EnsureResult<DefaultEntity<Map, Name>>;
  }

  /**
   * Changes an entity by its key, without loading it; the next commit sends it.
   *
   * @returns The entity; of what it was not given, only what is loaded can be read.
   * @throws {@link EntityError} `entity_unknown_type`, `entity_unknown_attribute`, `entity_invalid_key`,
   * `entity_invalid_value`, `entity_immutable`.
   * @example
   * session.update("Task", row.id, { status_id: done.id });
   */
  update<const Name extends EntityName<Map>>(
    entityType: Name,
    key: EntityKey,
    data: EntityChanges<Map, Name>,
  ): DefaultEntity<Map, Name> {
    checkArguments("update", { entityType: ["text", entityType], data: ["object", data] });
    return this.entities.update(entityType, key, data as Fields) as unknown as DefaultEntity<Map, Name>;
  }

  /** Deletes an entity; the next commit sends it. What belongs to it, the server deletes too. */
  delete(entity: object): void {
    this.entities.delete(entity);
  }

  /**
   * Fetches the missing attributes of entities that are already loaded, or of one. Local values are kept.
   *
   * @param projections - Attribute paths, alone or joined by commas, such as `"status.name, bid"`.
   * @returns The same entities, in the same order.
   * @throws {@link QueryError} `query_unknown_attribute` when a path does not exist.
   */
  async populate<const Entity extends object>(
    entities: Entity | Iterable<Entity>,
    projections: string | readonly string[],
    options: SignalOption = {},
  ): Promise<Entity[]> {
    checkArguments("populate", { entities: ["object", entities], options: ["object", options] });
    if (typeof projections !== "string") checkArguments("populate", { projections: ["list", projections] });
    const given = Symbol.iterator in entities ? [...entities] : [entities];
    await (await this.opened(options.signal)).populate(given, projections, options);
    return given;
  }

  /**
   * What entities are below, from the project down to the parent, as one list for each of them.
   *
   * Two requests at most, however many entities are asked for. For names alone, `link` says as much: see `formatLink`.
   *
   * @throws {@link EntityError} `entity_unknown_attribute` for a type without `link`.
   * @example
   * const [above] = await session.getAncestors([task]);
   * const shot = above?.findLast(({ $type }) => $type === "Shot");
   */
  async getAncestors(
    entities: readonly object[],
    options: SignalOption = {},
  ): Promise<DefaultEntity<Map, "Context">[][]> {
    checkArguments("getAncestors", { entities: ["list", entities], options: ["object", options] });
    const ancestors = await (await this.opened(options.signal)).ancestors(entities, options);
    return ancestors as unknown as DefaultEntity<Map, "Context">[][];
  }

  /**
   * Sends everything recorded, in one transaction.
   *
   * What is recorded meanwhile goes with the next commit, and after a failure everything is still there. Commits
   * follow one another.
   *
   * @throws {@link ServerError} when the server refuses, {@link AmbiguousCommitError} when its answer was lost and
   * what became of it could not be found out.
   */
  async commit(options: SignalOption = {}): Promise<void> {
    checkArguments("commit", { options: ["object", options] });
    await (await this.opened(options.signal)).commit(options);
  }

  /**
   * Makes changes and sends these alone, in one transaction; what else is recorded stays for a later commit.
   *
   * Live results show the changes at once. When the server refuses them they are taken back, and nothing else.
   *
   * @param work - Makes the changes, synchronously.
   * @throws As {@link Session.commit}; what the work throws; a `TypeError` when it returns a promise.
   * @example
   * await session.transaction(() => session.update("Task", task.id, { status_id: done.id }));
   */
  async transaction(work: () => unknown, options: SignalOption = {}): Promise<void> {
    checkArguments("transaction", { work: ["function", work], options: ["object", options] });
    await (await this.opened(options.signal)).transaction(work, options);
  }

  /** Gives up everything recorded: values, creations and deletions. */
  rollback(): void {
    this.entities.rollback();
  }

  /**
   * Calls back when changes are made here, sent or given up, once for all of a moment, and once to begin with.
   *
   * @returns How to stop.
   * @example
   * const stop = session.onLocalChange(() => showUnsaved(session.recordedOperations.length));
   */
  onLocalChange(listener: () => void): () => void {
    checkArguments("onLocalChange", { listener: ["function", listener] });
    let stop: (() => void) | undefined = () => undefined;
    const begin = (entities: EntityManager) => {
      if (!stop) return;
      stop = entities.onLocalChanges({ onChange: listener, onCommitted: () => undefined });
      listener();
    };
    // Before a session is open there is nothing to change; what keeps it from opening reaches those who ask.
    this.opened().then(begin, () => undefined);
    return () => {
      stop?.();
      stop = undefined;
    };
  }

  /** Takes a value of another session, or decoded by hand, into this one and returns this session's own. */
  merge<Value>(value: Value): Value {
    return this.entities.merge(value) as Value;
  }

  /**
   * JSON text of a value with entities in it.
   *
   * @param strategy - Which attributes are written: `"set_only"`, `"modified_only"`, `"persisted_only"` or, after
   * fetching them, `"all"`. Defaults to `"set_only"`.
   */
  async encode(value: unknown, strategy?: EncodeStrategy): Promise<string> {
    return this.entities.encode(value, strategy);
  }

  /** What {@link Session.encode} wrote, with entities as those of this session. */
  decode(text: string): unknown {
    checkArguments("decode", { text: ["text", text] });
    return this.entities.decodeText(text);
  }

  /** Type and key of an entity, as others refer to it on the wire. Never fetches. */
  entityReference(entity: object): WireReference {
    return this.entities.entityReference(entity);
  }

  /**
   * Adds getters and methods to the entities of a type and its subtypes.
   *
   * @throws {@link EntityError} `entity_duplicate` when a member would hide an attribute or a `$`-member.
   * @example
   * session.extend("Task", { isLong(this: { bid: number }) { return this.bid > 8 * 60 * 60; } });
   */
  extend(entityType: EntityName<Map>, extension: EntityExtension): void {
    checkArguments("extend", { entityType: ["text", entityType], extension: ["object", extension] });
    this.entities.extend(entityType, extension);
  }

  /**
   * Runs synchronous work with recording on or off. For work that awaits, use {@link Session.with}.
   *
   * @throws A `TypeError` when the work returns a promise.
   */
  operationRecording<Result>(recording: boolean, work: () => Result): Result {
    checkArguments("operationRecording", { work: ["function", work] });
    return this.entities.operationRecording(recording, work);
  }
}
