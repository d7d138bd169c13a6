import type { LayeredCache } from "../cache/layered-cache.js";
import type { Operation } from "../codec/operations.js";
import type { WireReference } from "../codec/reference.js";
import type { EntityExtension } from "../entity/entity-class.js";
import type { Action } from "../events/action.js";
import type { EventHub } from "../events/event-hub.js";
import type { EventHubOptions } from "../events/hub-options.js";
import type { CallOptions } from "../http/http-client.js";
import type { LiveOptions, LiveQuery } from "../live/live-query.js";
import type { LocationServices } from "../locations/location-services.js";
import type { Platform } from "../platform/platform.js";
import type { CheckedExpression, QueryRow } from "../query/expression-types.js";
import type { PlainRowOf } from "../query/plain-row.js";
import {
  createQueryBuilder,
  type QueryBuilder,
  type QueryRows,
  type QueryRunOptions,
} from "../query/query-builder.js";
import type { QueryLike } from "../query/query-text.js";
import type { QueryTree } from "../query/tree.js";
import type { SchemaRegistry } from "../schema/schema-registry.js";
import type { StandardEntityMap } from "../schema/standard-entity-map.js";
import type { Schema, ServerInformation } from "../schema/wire.js";
import type { Logger } from "../util/logger.js";
import { createActionHost } from "./action-host.js";
import type { CallAnswers, CheckedOperations } from "./call-types.js";
import { checkScope } from "./check-scope.js";
import type { EntityManager, EntityOptions } from "./entity-manager.js";
import type { Fields } from "./fields-of.js";
import { openLive } from "./live-host.js";
import type { SessionOptions } from "./options.js";
import { type QueryOptions, QueryResult, type QuerySource } from "./query-result.js";
import { SessionCore } from "./session-core.js";
import { SessionFiles } from "./session-files.js";
import type { DefaultEntity, EntityData, EntityName, NewEntity } from "./session-types.js";
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

/** What is searched for, and where. */
export interface SearchOptions<Name extends string = string, Expression extends string = string>
  extends QueryOptions {
  readonly entityType: Name;
  /** Words that must be found, each somewhere in the entity; none finds everything. */
  readonly terms: readonly string[];
  /** What is searched among, as a query. Defaults to the entity type. */
  readonly expression?: QueryLike<Expression> | undefined;
  /** Searches below this context only. */
  readonly contextId?: string | undefined;
  /** Searches these object types only. */
  readonly objectTypeIds?: readonly string[] | undefined;
}

/** What platform bindings and views of a session hand to its constructor. */
export interface SessionInternals {
  /** Where user and key travel when the event hub connects. Defaults to `headers`. */
  readonly eventCredentials?: EventHubOptions["credentials"];
  /** What a view shares with the session it was made from. */
  readonly core?: SessionCore | undefined;
  readonly scope?: Partial<EntityOptions> | undefined;
}

/**
 * A connection to one server as one user, with the entities loaded through it and the changes made to them.
 *
 * Sessions share nothing with each other. Everything that waits takes a `signal`.
 *
 * @example
 * await using session = await Session.open({ serverUrl: "https://studio.example.com", apiUser: "jane", apiKey });
 * const tasks = await session.query('select name from Task where project.name is "bunny"');
 */
export class Session<Map extends object = StandardEntityMap> extends SessionFiles<Map> {
  readonly #core: SessionCore;
  readonly #scope: Partial<EntityOptions> | undefined;
  #scoped: EntityManager | undefined;

  /**
   * Makes a session without any input or output; {@link Session.open} connects it.
   *
   * @throws {@link OptionsError} `options_missing`, `options_invalid`, `options_unknown`; it is a `TypeError` too.
   */
  constructor(options: SessionOptions, platform: Platform, internals: SessionInternals = {}) {
    super();
    // Handlers and plugins are handed the session without knowing its map.
    const self = this as unknown as Session;
    this.#core = internals.core ?? new SessionCore(options, platform, self, internals.eventCredentials);
    this.#scope = internals.scope;
  }

  /**
   * Makes a session and opens it.
   *
   * @throws {@link OptionsError} for wrong options, {@link AuthenticationError} for wrong credentials,
   * {@link ServerCompatibilityError} `server_incompatible` for a server before 3.3.11, {@link NetworkError} and
   * {@link TimeoutError} when there is no answer.
   */
  static async open<Map extends object = StandardEntityMap>(
    options: SessionOptions,
    platform: Platform,
  ): Promise<Session<Map>> {
    return new Session<Map>(options, platform).open();
  }

  /**
   * Connects: server information and schemas in one request, or only the former when the schemas are known.
   *
   * Calling it again gives the same outcome; after a failure it tries again. Calls that wait for the server start it
   * themselves.
   */
  async open(): Promise<this> {
    await this.#core.open();
    return this;
  }

  /** Resolves once the session is open; reading it starts opening. */
  get ready(): Promise<this> {
    return this.open();
  }

  get serverUrl(): string {
    return this.#core.options.serverUrl;
  }

  get apiUser(): string {
    return this.#core.options.apiUser;
  }

  get logger(): Logger {
    return this.#core.options.logger;
  }

  /** Whether {@link Session.close} was called. */
  get closed(): boolean {
    return this.#core.transport.closed;
  }

  /** Connects only when told to; local events work without. */
  get eventHub(): EventHub {
    return this.#core.eventHub;
  }

  /** Persisted entities: memory, and below it the layer given as an option. */
  get cache(): LayeredCache {
    return this.#core.cache;
  }

  /** What the server tells of itself. */
  get serverInformation(): ServerInformation {
    return this.#core.opened.information;
  }

  /** Schemas exactly as the server sent them. */
  get schemas(): readonly Schema[] {
    return this.#core.opened.registry.schemas;
  }

  /** The entity types of the server, indexed. */
  get types(): SchemaRegistry {
    return this.#core.opened.registry;
  }

  /** Entities created and not committed. */
  get created(): ReturnType<EntityManager["created"]> {
    return this.#entities.created();
  }

  /** Entities changed and not committed. */
  get modified(): ReturnType<EntityManager["modified"]> {
    return this.#entities.modified();
  }

  /** Entities deleted and not committed. */
  get deleted(): ReturnType<EntityManager["deleted"]> {
    return this.#entities.deleted();
  }

  /** What the next commit is made from, in order. */
  get recordedOperations(): EntityManager["recordedOperations"] {
    return this.#entities.recordedOperations;
  }

  /**
   * Asks for entities; nothing is sent before the result is awaited or iterated over.
   *
   * Queries of one tick travel in one request. Text is typed by what it says; values belong into `ql`.
   *
   * @throws {@link QueryError} `query_syntax`, `query_unknown_type`, `query_unknown_attribute`, before anything is sent.
   * @example
   * const tasks = await session.query('select name, status.name from Task where project.name is "bunny"');
   */
  query<const Expression extends string>(
    expression: QueryLike<Expression & CheckedExpression<Map, Expression>>,
    options: QueryOptions = {},
  ): QueryResult<QueryRow<Map, Expression>, PlainRowOf<QueryRow<Map, Expression>>> {
    return this.#result(this.#query(String(expression)), options);
  }

  /**
   * Starts a query that is put together step by step; a value in it cannot break out of its place.
   *
   * @example
   * await session.from("Task").select("name", "status.name").where({ project: { name: "bunny" } }).limit(10);
   */
  from<const Name extends EntityName<Map>>(entityType: Name): QueryBuilder<Map, Name> {
    return createQueryBuilder<Map, Name>(entityType, {
      runQuery: <Row, Plain>(tree: QueryTree, options: QueryRunOptions): QueryRows<Row, Plain> =>
        this.#result<Row, Plain>(this.#query(tree), options),
    });
  }

  /**
   * Keeps the plain rows of a query current: stored ones first where the session has a cache, then the server's, then
   * what `ftrack.update` events tell. Uncommitted changes of this session show in them. Connects the event hub.
   *
   * Ends with `close()`, or with the session.
   *
   * @param options.flushWindow - Time for which changes are collected, in milliseconds. Defaults to 500.
   * @throws {@link SessionClosedError} `session_closed`. What is wrong with the expression shows as status `"failed"`,
   * with a {@link QueryError} as `error`.
   * @example
   * const live = session.live('select name, status.name from Task where project.name is "bunny"');
   * live.subscribe((tasks) => render(tasks));
   */
  live<const Expression extends string>(
    expression: QueryLike<Expression & CheckedExpression<Map, Expression>>,
    options: LiveOptions = {},
  ): LiveQuery<PlainRowOf<QueryRow<Map, Expression>>> {
    return openLive(this.#core, String(expression), options);
  }

  /**
   * Finds entities by words in them, among the rows of a query.
   *
   * @example
   * const shots = await session.search({ entityType: "Shot", terms: ["hero"] });
   */
  search<const Name extends EntityName<Map>, const Expression extends string = Name>(
    options: SearchOptions<Name, Expression & CheckedExpression<Map, Expression>>,
  ): QueryResult<QueryRow<Map, Expression>, PlainRowOf<QueryRow<Map, Expression>>> {
    const { entityType, terms, contextId, objectTypeIds } = options;
    const query = this.#query(String(options.expression ?? entityType), (expression) => ({
      action: "search",
      expression,
      entity_type: entityType,
      terms,
      ...(contextId === undefined ? {} : { context_id: contextId }),
      ...(objectTypeIds === undefined ? {} : { object_type_ids: objectTypeIds }),
    }));
    return this.#result(query, options);
  }

  /**
   * Sends operations as they are and gives the answers as they are: the way to actions without a method here.
   *
   * What is known of an action types its operation and its answer; other actions may be called too, and answer
   * `unknown`.
   *
   * @returns One answer per operation; the server carries out all of them or none.
   * @throws {@link ServerError} when the server refuses one of them.
   * @example
   * const [{ widget_url }] = await session.call([{ action: "get_widget_url", name: "info" }]);
   */
  async call<const Operations extends readonly Operation[]>(
    operations: Operations & CheckedOperations<Operations>,
    options: CallOptions = {},
  ): Promise<CallAnswers<Operations>> {
    await this.#core.loaded(options.signal);
    return [...(await this.#core.send(operations, options))] as CallAnswers<Operations>;
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
    const entities = await this.#opened(options.signal);
    return (await entities.get(entityType, key, options)) as DefaultEntity<Map, Name> | null;
  }

  /**
   * Makes a new entity; the next commit sends it.
   *
   * @throws {@link EntityError} `entity_unknown_type`, `entity_unknown_attribute`, `entity_invalid_value`.
   * @example
   * const shot = session.create("Shot", { name: "010", parent: sequence, project });
   */
  create<const Name extends EntityName<Map>>(
    entityType: Name,
    data?: EntityData<Map, Name>,
  ): NewEntity<Map, Name> {
    return this.#entities.create(entityType, data as Fields) as unknown as NewEntity<Map, Name>;
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
    const entities = await this.#opened(options.signal);
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
    data: EntityData<Map, Name>,
  ): DefaultEntity<Map, Name> {
    return this.#entities.update(entityType, key, data as Fields) as unknown as DefaultEntity<Map, Name>;
  }

  /** Deletes an entity; the next commit sends it. What belongs to it, the server deletes too. */
  delete(entity: object): void {
    this.#entities.delete(entity);
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
    const given = Symbol.iterator in entities ? [...entities] : [entities];
    await (await this.#opened(options.signal)).populate(given, projections, options);
    return given;
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
    await (await this.#opened(options.signal)).commit(options);
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
    await (await this.#opened(options.signal)).transaction(work, options);
  }

  /** Gives up everything recorded: values, creations and deletions. */
  rollback(): void {
    this.#entities.rollback();
  }

  /**
   * Calls back when changes are made here, sent or given up, once for all of a moment, and once to begin with.
   *
   * @returns How to stop.
   * @example
   * const stop = session.onLocalChange(() => showUnsaved(session.recordedOperations.length));
   */
  onLocalChange(listener: () => void): () => void {
    let stop: (() => void) | undefined = () => undefined;
    const begin = ({ entities }: { entities: EntityManager }) => {
      if (!stop) return;
      stop = entities.onLocalChanges({ onChange: listener, onCommitted: () => undefined });
      listener();
    };
    // Before a session is open there is nothing to change; what keeps it from opening reaches those who ask.
    this.#core.loaded().then(begin, () => undefined);
    return () => {
      stop?.();
      stop = undefined;
    };
  }

  /** Takes a value of another session, or decoded by hand, into this one and returns this session's own. */
  merge<Value>(value: Value): Value {
    return this.#entities.merge(value) as Value;
  }

  /**
   * JSON text of a value with entities in it.
   *
   * @param strategy - Which attributes are written: `"set_only"`, `"modified_only"`, `"persisted_only"` or, after
   * fetching them, `"all"`. Defaults to `"set_only"`.
   */
  async encode(value: unknown, strategy?: EncodeStrategy): Promise<string> {
    return this.#entities.encode(value, strategy);
  }

  /** What {@link Session.encode} wrote, with entities as those of this session. */
  decode(text: string): unknown {
    return this.#entities.decodeText(text);
  }

  /** Type and key of an entity, as others refer to it on the wire. Never fetches. */
  entityReference(entity: object): WireReference {
    return this.#entities.entityReference(entity);
  }

  /**
   * Adds getters and methods to the entities of a type and its subtypes.
   *
   * @throws {@link EntityError} `entity_duplicate` when a member would hide an attribute or a `$`-member.
   * @example
   * session.extend("Task", { isLong(this: { bid: number }) { return this.bid > 8 * 60 * 60; } });
   */
  extend(entityType: EntityName<Map>, extension: EntityExtension): void {
    this.#entities.extend(entityType, extension);
  }

  /**
   * Offers an action in the web client, as long as the event hub is connected; returns how to take it back.
   *
   * An action with a `job` shows its progress as a `Job` of the user who launched it; a failure's trace is attached
   * to the job as a file.
   *
   * @example
   * const takeBack = session.registerAction(rename);
   */
  registerAction(action: Action): () => void {
    return action.register(createActionHost(this.#core));
  }

  /**
   * The same session under other settings, safe across awaits: it shares everything with this one.
   *
   * Entities are among what is shared, so assigning to one is recorded whichever view gave it; what a view creates,
   * changes by key and deletes follows the view's settings.
   *
   * @throws {@link OptionsError} `options_unknown`, `options_invalid`.
   * @example
   * const quiet = session.with({ autoPopulate: false, recordOperations: false });
   */
  with(scope: Partial<EntityOptions>): Session<Map> {
    checkScope(scope);
    const { options, platform } = this.#core;
    return new Session<Map>(options, platform, { core: this.#core, scope: { ...this.#scope, ...scope } });
  }

  /**
   * Runs synchronous work with recording on or off. For work that awaits, use {@link Session.with}.
   *
   * @throws A `TypeError` when the work returns a promise.
   */
  operationRecording<Result>(recording: boolean, work: () => Result): Result {
    return this.#entities.operationRecording(recording, work);
  }

  /**
   * Forgets every entity and every change, and asks for locations to be configured anew.
   *
   * Connection, schemas, plugins and subscriptions stay. Entities obtained earlier must not be used any more.
   */
  async reset(): Promise<void> {
    await this.#core.reset();
  }

  /**
   * Ends the session: flushes caches, disconnects the event hub, warns of changes that were not committed.
   *
   * Waiting reads reject with {@link SessionClosedError}; a commit under way may finish. Safe at any moment and as
   * often as one likes; a view closes the session it was made from.
   */
  close(): Promise<void> {
    return this.#core.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Without credentials, so that printing a session gives nothing away. */
  toJSON(): { serverUrl: string; apiUser: string; closed: boolean } {
    const { serverUrl, apiUser, closed } = this;
    return { serverUrl, apiUser, closed };
  }

  protected override get services(): LocationServices {
    return this.#core.services;
  }

  #query(expression: string | QueryTree, toOperation?: (expression: string) => Operation): QuerySource {
    return this.#core.query(expression, this.#scope?.autoPopulate, toOperation);
  }

  async #opened(signal: AbortSignal | undefined): Promise<EntityManager> {
    await this.#core.loaded(signal);
    return this.#entities;
  }

  #result<Row, Plain>(query: QuerySource, { signal, pageSize }: QueryOptions): QueryResult<Row, Plain> {
    return new QueryResult<Row, Plain>(query, { signal, pageSize: pageSize ?? this.#core.options.pageSize });
  }

  /** @throws {@link SessionError} `session_not_open`, {@link SessionClosedError} `session_closed` */
  get #entities(): EntityManager {
    const { entities } = this.#core.opened;
    if (!this.#scope) return entities;
    this.#scoped ??= entities.with(this.#scope);
    return this.#scoped;
  }
}
