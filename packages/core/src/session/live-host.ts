import { withoutSecrets } from "../cache/without-secrets.js";
import { Event } from "../events/event.js";
import type { LiveHost, LiveListener, LiveRow, PendingEntity, StoredRows } from "../live/live-host.js";
import { type LiveOptions, LiveQuery } from "../live/live-query.js";
import { Sightings } from "../live/sightings.js";
import type { Clock } from "../platform/clock.js";
import type { QueryTree } from "../query/tree.js";
import { loadPart } from "../util/load-part.js";
import type { Logger } from "../util/logger.js";
import type { OpenSession } from "./engine.js";
import { QueryResult } from "./query-result.js";
import type { SessionCore } from "./session-core.js";

/**
 * Opens the live result of an expression.
 *
 * @throws {@link SessionClosedError} `session_closed`.
 */
export function openLive<Row>(core: SessionCore, expression: string, options: LiveOptions): LiveQuery<Row> {
  core.transport.assertOpen();
  const query = core.query(expression);
  const prepare = async () => {
    const [{ tree }, { registry }, { planLive }] = await Promise.all([
      query.prepare(),
      core.loaded(),
      loadPart(() => import("../live/live-plan.js")),
    ]);
    return planLive({ tree, registry });
  };
  return new LiveQuery<Row>(core.live, prepare, options);
}

/** What the live results of a session share: one subscription, one watch of what is pending. */
export class SessionLiveHost implements LiveHost {
  readonly #core: SessionCore;
  readonly #listeners = new Set<LiveListener>();
  readonly #sightings = new Sightings((entityType, key) =>
    Array.from(this.#listeners, (listener) => listener.rowOf(entityType, key)).filter(
      (row) => row !== undefined,
    ),
  );
  #stops: (() => void)[] = [];
  #isFollowing = false;

  constructor(core: SessionCore) {
    this.#core = core;
  }

  get clock(): Clock {
    return this.#core.platform.clock;
  }

  get logger(): Logger {
    return this.#core.options.logger;
  }

  get following(): boolean {
    return this.#isFollowing;
  }

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stop();
    };
  }

  async rows(tree: QueryTree, signal: AbortSignal): Promise<readonly LiveRow[]> {
    const { pages } = await this.#core.loaded(signal);
    // An answer that is on its way already may be older than the event that led here.
    pages.separate();
    const { pageSize } = this.#core.options;
    return new QueryResult<unknown, LiveRow>(this.#core.query(tree), { signal, pageSize }).plain().all();
  }

  pending(): readonly PendingEntity[] {
    return this.#sightings.of(this.#open?.entities.pending() ?? []);
  }

  async readStored(key: string): Promise<StoredRows | undefined> {
    if (!this.#stores) return undefined;
    try {
      const stored = await this.#core.cache.get(this.#storeKey(key));
      return isStoredRows(stored) ? stored : undefined;
    } catch (error) {
      this.logger.warn("Stored rows of a live result could not be read.", { error: String(error) });
      return undefined;
    }
  }

  writeStored(key: string, stored: StoredRows): void {
    if (!this.#stores) return;
    const rows = withoutSecrets(stored.rows, null);
    this.#core.cache.set(this.#storeKey(key), { ...stored, rows }).catch((error: unknown) => {
      this.logger.warn("Rows of a live result could not be stored.", { error: String(error) });
    });
  }

  #start(): void {
    const { eventHub, platform, transport } = this.#core;
    const tell = (call: (listener: LiveListener) => void) => {
      for (const listener of [...this.#listeners]) call(listener);
    };
    const follow = (following: boolean) => {
      if (following === this.#isFollowing) return;
      this.#isFollowing = following;
      tell((listener) => listener.onFollowing(following));
    };
    let isStopped = false;
    let decode: OpenSession["decodeUpdate"] | undefined;
    const scope = eventHub.subscription("topic=ftrack.update", (event) => {
      // Before there are schemas nothing was asked for that could have changed.
      const updates = decode?.(event) ?? [];
      if (updates.length > 0) tell((listener) => listener.onUpdates(updates));
    });
    const close = () => tell((listener) => listener.onClose());
    transport.lifetime.addEventListener("abort", close, { once: true });
    this.#stops = [
      () => {
        isStopped = true;
        this.#isFollowing = false;
      },
      scope.unsubscribe,
      eventHub.on("ready", () => follow(true)),
      eventHub.on("disconnected", () => follow(false)),
      platform.environment.onVisible((visible) => tell((listener) => listener.onVisible(visible))),
      () => transport.lifetime.removeEventListener("abort", close),
    ];
    const onOpen = ({ decodeUpdate, entities }: OpenSession) => {
      if (isStopped) return;
      decode = decodeUpdate;
      const stop = entities.onLocalChanges({
        onChange: () => tell((listener) => listener.onPending()),
        onCommitted: (entities) => {
          const shown = this.#sightings.settle(entities);
          tell((listener) => listener.onCommitted(shown));
        },
      });
      this.#stops.push(stop);
    };
    // What keeps a session from opening reaches each live result when it asks for rows.
    this.#core.loaded().then(onOpen, () => undefined);
    if (eventHub.status.state === "ready") {
      void this.#confirm().then(() => {
        if (!isStopped && eventHub.status.state === "ready") follow(true);
      });
    } else eventHub.connect();
  }

  /** Resolves when the server has gone through the subscription: it answers what one client sends in order. */
  async #confirm(): Promise<void> {
    const { eventHub } = this.#core;
    const probe = new Event("ftrack-kit.live.subscribed", {}, { target: `id=${eventHub.id}` });
    await eventHub.publish(probe).catch((error: unknown) => {
      this.logger.debug("The start of a live result was not confirmed.", { error: String(error) });
    });
  }

  #stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  get #open(): OpenSession | undefined {
    return this.#core.transport.closed ? undefined : this.#core.openedAlready;
  }

  /** Without a layer that outlives the session there is nothing to show early. */
  get #stores(): boolean {
    const { cache } = this.#core.options;
    return cache !== undefined && cache !== null;
  }

  /** Two users may see different rows. */
  #storeKey(key: string): string {
    const { serverUrl, apiUser } = this.#core.options;
    return `live ${serverUrl} ${apiUser} ${key}`;
  }
}

const isStoredRows = (value: unknown): value is StoredRows => {
  if (typeof value !== "object" || value === null) return false;
  const { rows, updatedAt } = value as Partial<Record<keyof StoredRows, unknown>>;
  return (
    Array.isArray(rows) &&
    rows.every((row) => typeof row === "object" && row !== null) &&
    typeof updatedAt === "number"
  );
};
