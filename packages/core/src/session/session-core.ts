import { Authenticator } from "../auth/authenticator.js";
import type { LayeredCache } from "../cache/layered-cache.js";
import type { Operation } from "../codec/operations.js";
import { SessionError } from "../errors/session-error.js";
import { Event } from "../events/event.js";
import { EventHub } from "../events/event-hub.js";
import type { EventHubOptions } from "../events/hub-options.js";
import type { CallOptions } from "../http/http-client.js";
import { createOpenWebSocket } from "../http/open-web-socket.js";
import { loadMedia } from "../locations/load-media.js";
import type { LocationServices } from "../locations/location-services.js";
import { Locations } from "../locations/locations.js";
import type { Platform } from "../platform/platform.js";
import type { ClientEventData, ClientTopic } from "../plugins/client-events.js";
import { registerPlugins } from "../plugins/register-plugins.js";
import type { QueryTree } from "../query/tree.js";
import { abortable } from "../util/abortable.js";
import { loadPart } from "../util/load-part.js";
import { within } from "../util/within.js";
import { createEntityCache } from "./create-entity-cache.js";
import { DeferredQuery } from "./deferred-query.js";
import type { OpenSession } from "./engine.js";
import type { AutoPopulate } from "./entity-manager.js";
import { LazyStore } from "./lazy-store.js";
import { SessionLiveHost } from "./live-host.js";
import { createLocationHost } from "./location-host.js";
import type { SessionOptions } from "./options.js";
import type { QuerySource } from "./query-result.js";
import { type ResolvedSessionOptions, resolveSessionOptions } from "./resolve-options.js";
import type { Session } from "./session.js";
import { SessionSharing } from "./session-sharing.js";
import type { QueryLanes } from "./text-query.js";
import { isReadOnly, Transport } from "./transport.js";

/** How long stores may take to be written once the session closes, in milliseconds. */
const storeGrace = 5_000;

type Engine = typeof import("./engine.js");

/** What a session and the views of it share: connections, caches, entities, and their life from open to close. */
export class SessionCore {
  readonly options: ResolvedSessionOptions;
  readonly platform: Platform;
  readonly auth: Authenticator;
  readonly transport: Transport;
  readonly eventHub: EventHub;
  readonly cache: LayeredCache = createEntityCache();
  /** What live results hear of. */
  readonly live: SessionLiveHost = new SessionLiveHost(this);
  /** Where uploads remember how far they came. */
  readonly uploads: LazyStore = new LazyStore(() => this.platform.openCache("uploads"));
  readonly #session: Session;
  readonly #sharing: SessionSharing | undefined;
  #engine: Promise<Engine> | undefined;
  #opening: Promise<void> | undefined;
  #introduced = false;
  #loading: Promise<OpenSession> | undefined;
  #open: OpenSession | undefined;
  #closing: Promise<void> | undefined;
  #services: LocationServices | undefined;
  #stopChecks: (() => void) | undefined;
  /** Work in the background that `close` waits for; none of it rejects. */
  readonly #background = new Set<Promise<unknown>>();

  constructor(
    given: SessionOptions,
    platform: Platform,
    session: Session,
    eventCredentials: EventHubOptions["credentials"],
  ) {
    const options = resolveSessionOptions(given, platform.environment);
    const { fetch, WebSocket } = options;
    this.options = options;
    this.#session = session;
    this.platform = {
      ...platform,
      ...(fetch === undefined ? {} : { fetch: (...args: Parameters<typeof fetch>) => fetch(...args) }),
      ...(WebSocket === undefined ? {} : { openWebSocket: createOpenWebSocket(() => WebSocket) }),
    };
    const { clock } = this.platform;
    const auth = new Authenticator({ auth: options.auth, clock, timeout: options.timeout });
    this.auth = auth;
    const { serverUrl, apiUser, logger } = options;
    const { peers } = platform;
    const sharing =
      options.share && peers
        ? new SessionSharing({ peers, group: `ftrack-kit 1 ${serverUrl} ${apiUser}`, clock, logger })
        : undefined;
    this.#sharing = sharing;
    this.transport = new Transport({ ...options, auth, sharing, fetch: this.platform.fetch, clock });
    this.eventHub = new EventHub({
      ...options,
      auth,
      platform: this.platform,
      credentials: eventCredentials,
      share: sharing && ((direct) => sharing.connectionsBy(direct)),
      signal: this.transport.lifetime,
    });
  }

  /** Opens once; after a failure the next call tries again. */
  open(): Promise<void> {
    if (this.transport.closed) return Promise.reject(this.transport.lifetime.reason);
    // Handlers of "ready" may await it.
    if (this.#introduced) return Promise.resolve();
    if (!this.#opening) {
      const opening = this.#start();
      this.#opening = opening;
      opening.catch(() => {
        this.#opening = undefined;
        this.#loading = undefined;
      });
    }
    return this.#opening as Promise<void>;
  }

  /** What is there once schemas are loaded; starts opening. Plugins may use it while they register. */
  loaded(signal?: AbortSignal): Promise<OpenSession> {
    if (this.#open && !this.transport.closed) return Promise.resolve(this.#open);
    this.open().catch(() => undefined);
    const loading = this.#loading ?? Promise.reject<OpenSession>(this.transport.lifetime.reason);
    return abortable(loading, signal);
  }

  /**
   * @throws {@link SessionError} `session_not_open`, {@link SessionClosedError} `session_closed`
   */
  get opened(): OpenSession {
    this.transport.assertOpen();
    if (this.#open) return this.#open;
    throw new SessionError("session_not_open", {
      message: "The session is not open yet: await session.open() before using this.",
    });
  }

  /** The same where it is there, without waiting. */
  get openedAlready(): OpenSession | undefined {
    return this.#open;
  }

  /** Calls the handlers of this process; one that fails is reported by the hub and stops nothing. */
  async announce<Topic extends ClientTopic>(
    topic: Topic,
    data: ClientEventData<Topic>,
  ): Promise<readonly unknown[]> {
    return this.eventHub.publish(new Event(topic, data), { synchronous: true });
  }

  /** A query given as text or tree; reading it starts opening. */
  query(
    expression: string | QueryTree,
    autoPopulate?: AutoPopulate,
    toOperation?: (expression: string) => Operation,
  ): QuerySource {
    return new DeferredQuery(async () => {
      const { TextQuery } = await this.#loadEngine();
      return new TextQuery(expression, this.#lanes(autoPopulate), toOperation);
    });
  }

  /** Where queries go; they wait for schemas. */
  #lanes(autoPopulate: AutoPopulate | undefined): QueryLanes {
    const pages = async (signal: AbortSignal | undefined) => (await this.loaded(signal)).pages;
    return {
      registry: async () => (await this.loaded()).registry,
      tracked: async (operation, signal) => (await pages(signal)).tracked(operation, signal, autoPopulate),
      plain: async (operation, signal) => (await pages(signal)).plain(operation, signal),
      grouped: async (operation, signal) => (await pages(signal)).grouped(operation, signal),
      raw: async (operation, signal) => (await pages(signal)).raw(operation, signal),
    };
  }

  /** Sends operations of any kind. */
  send(operations: readonly Operation[], options: CallOptions): Promise<readonly unknown[]> {
    return isReadOnly(operations)
      ? this.transport.read(operations, options)
      : this.write(operations, options);
  }

  /** Sends a write; from then on no read shares an answer from before. */
  async write(operations: readonly Operation[], options: CallOptions): Promise<readonly unknown[]> {
    this.#open?.pages.separate();
    try {
      return await this.transport.write(operations, options);
    } finally {
      this.#open?.pages.separate();
    }
  }

  /** Locations and media; made on first use, and anew after a reset. */
  get services(): LocationServices {
    this.transport.assertOpen();
    if (!this.#services) {
      const host = createLocationHost(this);
      this.#services = { host, locations: new Locations(host) };
    }
    return this.#services;
  }

  /** Tells everybody who configures locations, at opening and after a reset. */
  async configureLocations(): Promise<void> {
    const { information } = this.opened;
    const scenario = information.storage_scenario;
    if (scenario?.scenario) {
      if (this.platform.files) await this.#activateScenario();
      await this.announce("ftrack.storage-scenario.activate", { storage_scenario: scenario });
    }
    await this.announce("ftrack.api.session.configure-location", { session: this.#session });
  }

  /** A scenario that is set up wrongly must not keep a session from opening. */
  async #activateScenario(): Promise<void> {
    try {
      const { activateStorageScenario, answerStartupChecks } = await loadMedia();
      this.#stopChecks?.();
      this.#stopChecks = answerStartupChecks(this.services.host);
      activateStorageScenario(this.services.host, this.services.locations);
    } catch (error) {
      const { logger } = this.options;
      logger.warn(`The studio's storage is not available: ${error instanceof Error ? error.message : error}`);
    }
  }

  async reset(): Promise<void> {
    const { entities, pages } = this.opened;
    this.#warnOfPending("resets");
    entities.reset();
    pages.separate();
    await this.cache.caches[0]?.clear();
    this.#services = undefined;
    await this.configureLocations();
    await this.announce("ftrack.api.session.reset", { session: this.#session });
  }

  /** At any moment, and as often as one likes. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #start(): Promise<void> {
    this.#loading = this.#load();
    await this.#loading;
    // Others' code may close the session, or never come back: closing waits for neither.
    await abortable(this.#introduce(), this.transport.lifetime);
    this.transport.assertOpen();
    if (this.options.autoConnectEventHub) this.eventHub.connect();
  }

  /** Has plugins and handlers make the session what they want it to be. */
  async #introduce(): Promise<void> {
    const { logger, timeout } = this.options;
    await this.#registerPlugins();
    this.transport.assertOpen();
    try {
      await within(timeout, this.platform.clock, () => this.configureLocations());
    } catch (error) {
      this.transport.assertOpen();
      const reason = error instanceof Error ? error.message : error;
      logger.warn(`The session opens while its locations are still being configured: ${reason}`);
    }
    this.#introduced = true;
    await this.announce("ftrack.api.session.ready", { session: this.#session });
  }

  async #registerPlugins(): Promise<void> {
    const { pluginPaths: paths, plugins, pluginArguments, logger, timeout } = this.options;
    if (paths.length === 0 && plugins.length === 0) return;
    const { clock, plugins: loader } = this.platform;
    const host = { session: this.#session, logger, loader, limit: { timeout, clock } };
    await registerPlugins(host, { paths, plugins, pluginArguments });
  }

  async #load(): Promise<OpenSession> {
    const { options, platform, transport, cache } = this;
    const session = this.#session;
    transport.prepare();
    const engine = this.#loadEngine();
    // What went wrong with it is told once it is needed.
    engine.catch(() => undefined);
    const { openServer } = await loadPart(() => import("./opening.js"));
    const loaded = await openServer({ options, platform, transport, cache, session });
    this.#await(loaded.kept);
    transport.assertOpen();
    const { openEngine } = await engine;
    transport.assertOpen();
    const write = this.write.bind(this);
    const { eventHub } = this;
    const { clock } = platform;
    this.#open = openEngine({ loaded, options, transport, write, eventHub, cache, clock, session });
    return this.#open;
  }

  /** After a failure the next call tries again. */
  #loadEngine(): Promise<Engine> {
    this.#engine ??= loadPart(() => import("./engine.js")).catch((error: unknown) => {
      this.#engine = undefined;
      throw error;
    });
    return this.#engine;
  }

  #await(work: Promise<unknown>): void {
    this.#background.add(work);
    void work.finally(() => this.#background.delete(work));
  }

  #warnOfPending(verb: string): void {
    const pending = this.#open?.entities.recordedOperations.length ?? 0;
    if (pending === 0) return;
    this.options.logger.warn(`The session ${verb} with ${pending} operations that were not committed.`, {
      pending,
    });
  }

  /** Writes what is waiting; a store that is stuck does not keep the session from closing. */
  async #closeStores(): Promise<void> {
    const closeCache = async () => {
      await this.#open?.rows.flush();
      await this.cache.close();
    };
    const closeAll = () => Promise.allSettled([closeCache(), this.uploads.close(), ...this.#background]);
    try {
      await within(storeGrace, this.platform.clock, closeAll);
    } catch {
      this.options.logger.warn(
        "The session closed while a store was still being written; what it lacks is asked of the server again.",
        { waited: storeGrace },
      );
    }
  }

  async #close(): Promise<void> {
    this.#warnOfPending("closes");
    await this.transport.close();
    await this.#opening?.catch(() => undefined);
    await Promise.allSettled([this.eventHub.close(), this.#closeStores()]);
    await this.#sharing?.close();
    this.#open = undefined;
    this.#loading = undefined;
    this.#opening = undefined;
    this.#services = undefined;
  }
}
