import { createHexId, type Logger, silentLogger } from "@ftrack-kit/core";
import { createDispatcher, type Dispatcher } from "../actions/dispatcher.js";
import { EventServer } from "../event-server/event-server.js";
import { completeEvent, type EventUser } from "../event-server/wire-event.js";
import { FaultScript } from "../faults/fault-script.js";
import { ComponentEndpoint } from "../files/component-endpoint.js";
import { JobQueue } from "../files/job-queue.js";
import { Signer } from "../files/signer.js";
import { UploadService } from "../files/upload-service.js";
import { createUrlSigner } from "../files/url-signer.js";
import { Workspace } from "../schema/workspace.js";
import type { Row } from "../store/row.js";
import { Announcer } from "./announcer.js";
import { ApiEndpoint } from "./api-endpoint.js";
import type { DevHost } from "./dev-host.js";
import { createFileRoutes } from "./file-routes.js";
import { createHandshakeRoute } from "./handshake-route.js";
import { HttpFront } from "./http-front.js";
import type { DevApiOptions, DevCredentials } from "./options.js";
import { createPageRoutes } from "./page-routes.js";
import { RequestLog } from "./request-log.js";
import { ServerClock } from "./server-clock.js";
import { createStatusRoutes, RecentEvents } from "./status-routes.js";
import { TemporaryTexts } from "./temporary-texts.js";
import { type DevSnapshot, WorkspaceState } from "./workspace-state.js";

const defaultCredentials: DevCredentials = { user: "dev", key: "dev-key" };
const defaultBodyLimit = 64 * 1024 * 1024;

/** An event to publish; what is missing is filled in. */
export interface DevEvent {
  readonly topic: string;
  readonly data?: unknown;
  readonly id?: string | undefined;
  readonly target?: string | undefined;
  readonly source?: Readonly<Record<string, unknown>> | undefined;
  readonly inReplyToEvent?: string | undefined;
}

/**
 * The server without a network: a function from requests to answers, and an event server that is handed its sockets.
 */
export class DevApi {
  readonly url: string;
  readonly seed: string;
  readonly clock: ServerClock;
  readonly faults: FaultScript;
  readonly requests = new RequestLog();
  readonly events: EventServer;
  readonly logger: Logger;
  /** Largest request to the API or event frame, in bytes. */
  readonly bodyLimit: number;
  readonly #host: DevHost;
  readonly #workspace: Workspace;
  readonly #state: WorkspaceState;
  readonly #recentEvents: RecentEvents;
  readonly #texts: TemporaryTexts;
  readonly #uploads: UploadService;
  readonly #jobs: JobQueue;
  readonly #dispatcher: Dispatcher;
  readonly #announcer: Announcer;
  readonly #front: HttpFront;

  /** @param options - Checked already. */
  static async open(options: DevApiOptions, host: DevHost): Promise<DevApi> {
    const clock = new ServerClock(options.clock);
    const workspace = new Workspace();
    const state = await WorkspaceState.open({
      workspace,
      seed: options.seed ?? "demo",
      credentials: [options.credentials ?? defaultCredentials].flat(),
      components: host.components,
      persistence: host.persistence,
      now: () => clock.now(),
    });
    return new DevApi(options, host, clock, workspace, state);
  }

  private constructor(
    options: DevApiOptions,
    host: DevHost,
    clock: ServerClock,
    workspace: Workspace,
    state: WorkspaceState,
  ) {
    const now = () => clock.now();
    const { store } = workspace;
    const { keys } = state;
    this.url = host.url;
    this.seed = options.seed ?? "demo";
    this.clock = clock;
    this.logger = options.logger ?? silentLogger;
    this.bodyLimit = options.limits?.body ?? defaultBodyLimit;
    this.#host = host;
    this.#workspace = workspace;
    this.#state = state;
    this.faults = new FaultScript(options.faultSeed ?? 1, options.faults ?? []);
    this.#recentEvents = new RecentEvents(now);
    this.#texts = new TemporaryTexts(now);
    this.events = new EventServer({
      findUser: (username) => toEventUser(keys.findUser(username)),
      faults: this.faults,
      now,
      logger: this.logger,
      onEvent: (event, receivers) => this.#recentEvents.add(event, receivers),
    });
    this.#announcer = new Announcer(workspace, this.events);
    const signer = new Signer(now, state.secret);
    this.#uploads = new UploadService({
      url: host.url,
      signer,
      now,
      components: host.components,
      parts: host.parts,
      limit: options.limits?.upload ?? host.uploadLimit,
    });
    this.#jobs = new JobQueue({
      store,
      components: host.components,
      media: host.media,
      execute: (operations, userId) => this.#execute(operations, userId),
      announceEncoded: (version, userId) => this.#announcer.announceEncoded(version, this.#userOf(userId)),
      logger: this.logger,
    });
    this.#dispatcher = createDispatcher({
      workspace,
      services: {
        clock,
        files: this.#uploads,
        urls: createUrlSigner(host.url, signer),
        jobs: this.#jobs,
        keys,
        temporaryData: this.#texts,
      },
      logger: this.logger,
    });
    const api = new ApiEndpoint({
      keys,
      dispatcher: this.#dispatcher,
      bodyLimit: this.bodyLimit,
      onCommitted: (changes, user, how) => this.#announcer.announce(changes, user, how),
    });
    const components = new ComponentEndpoint({ store, components: host.components, media: host.media });
    const [firstCredentials = defaultCredentials] = [options.credentials ?? defaultCredentials].flat();
    this.#front = new HttpFront({
      routes: {
        "POST /api": api.prepare,
        ...createHandshakeRoute(keys, this.events),
        ...createFileRoutes({ keys, signer, uploads: this.#uploads, components }),
        ...createPageRoutes({ signer, store, firstCredentials }),
        ...createStatusRoutes(() => this.#status()),
      },
      faults: this.faults,
      closeSockets: () => this.events.closeSockets(),
      requests: this.requests,
      now,
      logger: this.logger,
    });
    this.#removeBytesOfDeletedComponents();
  }

  /** Answers a request; never rejects. `Response.error()` stands for a connection that is cut. */
  fetch(request: Request): Promise<Response> {
    return this.#front.handle(request);
  }

  /** Publishes an event as the server; returns to how many connections it was sent. */
  publish(event: DevEvent): number {
    const complete = completeEvent(event, { id: "", username: "" }, () => undefined);
    if (!complete) throw new TypeError("An event needs a topic.");
    return this.events.publish({ ...complete, source: event.source ?? { id: createHexId() } });
  }

  /** Waits until every encoding and other job is done. */
  idle(): Promise<void> {
    return this.#jobs.idle();
  }

  /** Back to the seed: rows, keys and files; uploads, faults and the request log are forgotten. Clients stay. */
  async reset(): Promise<void> {
    await this.#jobs.idle();
    this.faults.clear();
    this.#texts.clear();
    await this.#uploads.clear();
    await this.#state.reset();
    this.requests.clear();
  }

  async snapshot(): Promise<DevSnapshot> {
    await this.#jobs.idle();
    return this.#state.snapshot();
  }

  async restore(snapshot: DevSnapshot): Promise<void> {
    await this.#jobs.idle();
    await this.#state.restore(snapshot);
  }

  /** Cuts every client, lets the running job end and writes everything out; safe to call twice. */
  async close(): Promise<void> {
    this.#front.close();
    this.events.close();
    await this.#jobs.close();
    await this.#host.persistence?.close();
  }

  async #execute(operations: readonly unknown[], userId: string): Promise<void> {
    const user = this.#userOf(userId);
    const context = { user, strict: true, onlyRequested: false, denormalize: false };
    const { body, changes } = await this.#dispatcher.handle(operations, context);
    if ("exception" in body) throw new Error(`${body.exception}: ${body.content}`);
    this.#announcer.announce(changes, user, {});
  }

  #userOf(userId: string): Row {
    const user = this.#workspace.store.get("Resource", userId);
    if (!user) throw new Error("The user of a job is gone.");
    return user;
  }

  #removeBytesOfDeletedComponents(): void {
    const { components } = this.#host;
    this.#workspace.store.onCommit((changes) => {
      for (const { family, action, key } of changes) {
        if (family !== "Component" || action !== "remove") continue;
        components.remove(key).catch((error: unknown) => {
          this.logger.error("The bytes of a deleted component could not be removed.", { key, error });
        });
      }
    });
  }

  #status() {
    const { store } = this.#workspace;
    const entities = Object.fromEntries(store.families.map((family) => [family, store.count(family)]));
    const { length: requests, operations, requestBytes, responseBytes, records } = this.requests;
    return {
      url: this.url,
      seed: this.seed,
      now: this.clock.now(),
      entities,
      requests,
      operations,
      requestBytes,
      responseBytes,
      faults: this.faults.rules.length,
      recent: records.slice(-25).reverse(),
      events: this.#recentEvents.records.slice(0, 25),
      connections: this.events.connections,
    };
  }
}

function toEventUser(row: Row | undefined): EventUser | undefined {
  return row && { id: String(row.id), username: String(row.username) };
}
