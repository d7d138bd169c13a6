import type { LayeredCache } from "../cache/layered-cache.js";
import type { Operation } from "../codec/operations.js";
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
import { checkArguments } from "./check-arguments.js";
import { checkScope } from "./check-scope.js";
import type { EntityManager, EntityOptions } from "./entity-manager.js";
import { openLive } from "./live-host.js";
import type { SessionOptions } from "./options.js";
import { type QueryOptions, QueryResult, type QuerySource } from "./query-result.js";
import { SessionCore } from "./session-core.js";
import { SessionEntities } from "./session-entities.js";
import type { EntityName } from "./session-types.js";

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
export class Session<Map extends object = StandardEntityMap> extends SessionEntities<Map> {
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
    return this.#result(this.#query(textOf("query", expression)), options);
  }

  /**
   * Starts a query that is put together step by step; a value in it cannot break out of its place.
   *
   * @example
   * await session.from("Task").select("name", "status.name").where({ project: { name: "bunny" } }).limit(10);
   */
  from<const Name extends EntityName<Map>>(entityType: Name): QueryBuilder<Map, Name> {
    checkArguments("from", { entityType: ["text", entityType] });
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
    return openLive(this.#core, textOf("live", expression), options);
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
    checkArguments("search", { options: ["object", options] });
    const { entityType, terms, contextId, objectTypeIds } = options;
    checkArguments("search", { entityType: ["text", entityType], terms: ["list", terms] });
    const query = this.#query(textOf("search", options.expression ?? entityType), (expression) => ({
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
    checkArguments("call", { operations: ["list", operations], options: ["object", options] });
    for (const operation of operations) {
      checkArguments("call", { operations: ["object", operation] });
      checkArguments("call", { action: ["text", operation.action] });
    }
    await this.#core.loaded(options.signal);
    return [...(await this.#core.send(operations, options))] as CallAnswers<Operations>;
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
    checkArguments("registerAction", { action: ["object", action] });
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
    checkArguments("with", { scope: ["object", scope] });
    checkScope(scope);
    const { options, platform } = this.#core;
    return new Session<Map>(options, platform, { core: this.#core, scope: { ...this.#scope, ...scope } });
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

  protected override get entities(): EntityManager {
    const { entities } = this.#core.opened;
    if (!this.#scope) return entities;
    this.#scoped ??= entities.with(this.#scope);
    return this.#scoped;
  }

  protected override async opened(signal?: AbortSignal): Promise<EntityManager> {
    await this.#core.loaded(signal);
    return this.entities;
  }

  #query(expression: string | QueryTree, toOperation?: (expression: string) => Operation): QuerySource {
    return this.#core.query(expression, this.#scope?.autoPopulate, toOperation);
  }

  #result<Row, Plain>(query: QuerySource, { signal, pageSize }: QueryOptions): QueryResult<Row, Plain> {
    return new QueryResult<Row, Plain>(query, { signal, pageSize: pageSize ?? this.#core.options.pageSize });
  }
}

/** The text of an expression; what `ql` and the builder make knows its own. */
function textOf(call: string, expression: unknown): string {
  checkArguments(call, { expression: ["query", expression] });
  return String(expression);
}
