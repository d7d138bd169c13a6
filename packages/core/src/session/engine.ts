import type { LayeredCache } from "../cache/layered-cache.js";
import type { EntityClass } from "../entity/entity-model.js";
import { Event } from "../events/event.js";
import type { EventHub } from "../events/event-hub.js";
import { createUpdateDecoder } from "../events/update-event.js";
import type { CallOptions } from "../http/http-client.js";
import type { Clock } from "../platform/clock.js";
import { SchemaRegistry } from "../schema/schema-registry.js";
import type { Schema, ServerInformation } from "../schema/wire.js";
import type { Logger } from "../util/logger.js";
import { EntityManager } from "./entity-manager.js";
import type { CallOperations } from "./entity-store.js";
import { PersistedRows } from "./persisted-rows.js";
import { QueryPages } from "./query-pages.js";
import type { ResolvedSessionOptions } from "./resolve-options.js";
import type { LoadedServer } from "./schema-loader.js";
import type { Transport } from "./transport.js";

export { TextQuery } from "./text-query.js";

/** What is there once the server has told who it is. */
export interface OpenSession {
  readonly information: ServerInformation;
  readonly registry: SchemaRegistry;
  readonly entities: EntityManager;
  readonly pages: QueryPages;
  /** Entities in a cache that outlives the session. */
  readonly rows: PersistedRows;
  /** Reads `ftrack.update` events by the server's schemas. */
  readonly decodeUpdate: ReturnType<typeof createUpdateDecoder>;
}

export interface EngineInit {
  readonly loaded: LoadedServer;
  readonly options: ResolvedSessionOptions;
  readonly transport: Transport;
  readonly write: (
    operations: Parameters<CallOperations>[0],
    options: CallOptions,
  ) => Promise<readonly unknown[]>;
  readonly eventHub: EventHub;
  readonly cache: LayeredCache;
  readonly clock: Clock;
  /** What `entity.$session` answers. */
  readonly session: object;
}

/**
 * Puts together what works with entities and queries.
 *
 * Everything that only an open session needs hangs on this module, which is loaded while the server's first answer
 * is on its way: a page has less to read before it starts.
 */
export function openEngine(init: EngineInit): OpenSession {
  const { loaded, options, transport, eventHub } = init;
  const { information } = loaded;
  const registry = new SchemaRegistry(loaded.schemas);
  const rows = new PersistedRows(init.cache);
  // Servers share the ids of what they come with, and users do not see the same.
  const owner = `${options.serverUrl} ${options.apiUser}`;
  const entities: EntityManager = new EntityManager({
    registry,
    call: (operations, { kind, signal }) =>
      kind === "read" ? transport.read(operations, { signal }) : init.write(operations, { signal }),
    query: (text, { signal } = {}) => pages.rowsToDecode(text, signal),
    cache: options.cache === undefined ? undefined : rows,
    cacheKey: (entityType, key) => `${owner} ${options.cacheKeyMaker.key(entityType, key)}`,
    constructType: (type, built) =>
      constructType(eventHub, options.logger, type.schema, registry.schemas, built),
    options: { autoPopulate: options.autoPopulate, dates: options.dates, recordOperations: true },
    utc: information.is_timezone_support_enabled !== false,
    logger: options.logger,
    clock: init.clock,
    trace: options.hooks.trace,
    session: init.session,
  });
  const pages: QueryPages = new QueryPages({ entities, transport, pageSize: options.pageSize });
  return { information, registry, entities, pages, rows, decodeUpdate: createUpdateDecoder(registry) };
}

/** Handlers answer with functions that take the class built so far and give the one to use. */
function constructType(
  hub: EventHub,
  logger: Logger,
  schema: Schema,
  schemas: readonly Schema[],
  built: EntityClass,
): EntityClass {
  const topic = "ftrack.api.session.construct-entity-type";
  const answers = hub.publishLocal(new Event(topic, { schema, schemas }));
  return answers
    .filter((answer) => typeof answer === "function")
    .reduce<EntityClass>((current, extend) => {
      try {
        const extended: unknown = extend(current);
        return typeof extended === "function" ? (extended as EntityClass) : current;
      } catch (error) {
        const advice = "Answer with a function that takes the class and gives one that extends it.";
        logger.error(`A handler failed to build the class of ${schema.id}. ${advice}`, {
          error: String(error),
        });
        return current;
      }
    }, built);
}
