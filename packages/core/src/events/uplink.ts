import type { EventHubError } from "../errors/event-hub-error.js";
import { createDeferred, type Deferred } from "../util/deferred.js";
import { AsyncQueue } from "./async-queue.js";
import { Event } from "./event.js";
import type { HubConnection, OpenConnection } from "./hub-connection.js";
import { closedError, notConnected, notReady, subscriptionRefused } from "./hub-errors.js";
import type { ResolvedHubOptions } from "./hub-options.js";
import type { HubEvents, HubState, HubStatus } from "./hub-status.js";
import { Link } from "./link.js";
import { Outbox, refusalOf } from "./outbox.js";
import type { SubscriberMetadata } from "./subscription.js";

type Online = typeof import("./online.js");

/** What the server is told of a subscription. */
export interface Registration {
  readonly metadata: SubscriberMetadata;
  readonly expression: string;
}

export interface UplinkHost {
  /** What has to be registered on every connection. */
  registrations(): Iterable<Registration>;
  /** Completes an event with its source. */
  sign(event: Event<unknown>): void;
  /** Loads what a connection takes. */
  online(): Promise<Pick<Online, "openConnection">>;
  onEvent(payload: unknown): void;
  emit<Name extends keyof HubEvents>(name: Name, ...args: HubEvents[Name]): void;
  report(error: unknown): void;
}

/** What was sent this long before the last sign of life may have been on its way when the connection broke. */
const onTheWay = 5_000;

/** The hub's side towards the server: status, registrations and what is to be sent, over however many connections. */
export class Uplink {
  readonly #options: ResolvedHubOptions;
  readonly #host: UplinkHost;
  readonly #link: Link;
  readonly #outbox: Outbox;
  readonly #waiters = new Set<Deferred<void>>();
  readonly #watchers = new Set<AsyncQueue<HubStatus>>();
  #connection: HubConnection | undefined;
  #status: Omit<HubStatus, "queued">;
  /** Subscriptions sent on the present connection and not acknowledged. */
  #unconfirmed = 0;
  #gap: { readonly from: number; readonly reason: string } | undefined;

  constructor(hubId: string, options: ResolvedHubOptions, host: UplinkHost) {
    const { platform, limits, server, logger } = options;
    this.#options = options;
    this.#host = host;
    this.#outbox = new Outbox(options.queueLimit);
    this.#status = { state: "idle", since: platform.clock.now(), attempt: 0 };
    let packetId = 0;
    const connectionHost = {
      platform,
      limits,
      // Leaving what was never joined changes nothing, and every server acknowledges it.
      probe: () => this.#metaEvent("ftrack.meta.unsubscribe", { subscriber: { id: `${hubId}-probe` } }),
      nextPacketId: () => ++packetId,
      onProblem: (problem: string, details: Readonly<Record<string, unknown>>) =>
        logger.warn(problem, details),
    };
    const direct: OpenConnection = async (onEvent, signal) => {
      const { openConnection } = await host.online();
      return openConnection(server, { ...connectionHost, onEvent }, signal);
    };
    const open = options.share?.(direct) ?? direct;
    this.#link = new Link({
      platform,
      policy: options.policy,
      random: options.random,
      open: async (signal) => {
        // Also where another page opens the connection: events arrive here nonetheless.
        await host.online();
        signal.throwIfAborted();
        return open((payload) => host.onEvent(payload), signal);
      },
      onConnecting: (attempt) => this.#setStatus("connecting", { attempt }),
      onOpen: (connection) => this.#onOpen(connection),
      onLost: (connection, reason) => this.#onLost(connection, reason),
      onWaiting: (attempt, delay, error) => this.#onWaiting(attempt, delay, error),
      onGivenUp: (error) => this.#stopped("idle", "every attempt to connect failed", error),
    });
  }

  /** Whether a connection is open or sought. */
  get started(): boolean {
    return this.#link.started;
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  get status(): HubStatus {
    return { ...this.#status, queued: this.#outbox.size };
  }

  start(): void {
    this.#link.start();
  }

  /** Stops at once; resolves when the socket is closed too, or has had two seconds for it. */
  async stop(state: "idle" | "closed", reason: string): Promise<void> {
    const wasConnected = this.#connection !== undefined;
    const connection = this.#link.stop(reason);
    if (connection && this.#status.state === "ready") {
      this.#gap = { from: this.#options.platform.clock.now(), reason };
    }
    if (state === "closed") this.#gap = undefined;
    this.#connection = undefined;
    this.#stopped(state, reason);
    if (wasConnected) this.#tellDisconnected(reason, true);
    if (!connection) return;
    const patience = createDeferred();
    const cancel = this.#options.platform.clock.setTimer(2_000, patience.resolve);
    await Promise.race([connection.socketClosed, patience.promise]);
    cancel();
  }

  async whenReady(timeout: number | undefined, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#status.state === "ready") return;
    const waiter = createDeferred();
    const abandon = () => waiter.reject(signal?.reason);
    const expire = () => waiter.reject(notReady(timeout ?? 0, this.#status.state));
    const cancel = timeout === undefined ? undefined : this.#options.platform.clock.setTimer(timeout, expire);
    signal?.addEventListener("abort", abandon);
    this.#waiters.add(waiter);
    try {
      await waiter.promise;
    } finally {
      cancel?.();
      signal?.removeEventListener("abort", abandon);
      this.#waiters.delete(waiter);
    }
  }

  /** The present status and every change, until the hub is closed. */
  watch(signal?: AbortSignal): AsyncQueue<HubStatus> {
    signal?.throwIfAborted();
    const queue: AsyncQueue<HubStatus> = new AsyncQueue({
      limit: 100,
      signal,
      onEnd: () => this.#watchers.delete(queue),
    });
    this.#watchers.add(queue);
    queue.push(this.status);
    return queue;
  }

  /** Tells the server of a subscription now; on later connections the host is asked for it. */
  register(registration: Registration): void {
    if (this.#connection) this.#register(this.#connection, registration);
  }

  unregister({ metadata }: Registration): void {
    this.#connection?.send(this.#metaEvent("ftrack.meta.unsubscribe", { subscriber: metadata }), (answer) => {
      const reason = refusalOf(answer);
      if (reason === undefined) return;
      this.#options.logger.warn("The event server did not unsubscribe.", { id: metadata.id, reason });
    });
  }

  /** Sends an event, now or on the next connection; settles with the server's answer. */
  async send(topic: string, json: string, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#link.started) throw notConnected();
    await this.#outbox.add(topic, json, signal);
  }

  /** Resolves when the server has answered everything that was sent. */
  drained(): Promise<void> {
    return this.#outbox.drained();
  }

  #onOpen(connection: HubConnection): void {
    this.#connection = connection;
    this.#unconfirmed = 0;
    this.#setStatus("synchronising");
    for (const registration of this.#host.registrations()) this.#register(connection, registration);
    this.#host.emit("connected");
  }

  #register(connection: HubConnection, { metadata, expression }: Registration): void {
    this.#unconfirmed += 1;
    const json = this.#metaEvent("ftrack.meta.subscribe", { subscriber: metadata, subscription: expression });
    connection.send(json, (answer) => {
      if (this.#connection !== connection) return;
      const reason = refusalOf(answer);
      if (reason !== undefined) this.#host.report(subscriptionRefused(metadata.id, expression, reason));
      this.#unconfirmed -= 1;
      if (this.#unconfirmed === 0 && this.#status.state === "synchronising") this.#becomeReady(connection);
    });
  }

  #becomeReady(connection: HubConnection): void {
    const gap = this.#gap;
    this.#gap = undefined;
    this.#setStatus("ready", { attempt: 0 });
    this.#outbox.open(connection);
    for (const waiter of this.#waiters) waiter.resolve();
    this.#host.emit("ready");
    if (gap) this.#host.emit("gap", { ...gap, to: this.#options.platform.clock.now() });
  }

  #onLost(connection: HubConnection, reason: string): void {
    this.#connection = undefined;
    if (this.#status.state === "ready") this.#gap = { from: connection.lastFrameAt - onTheWay, reason };
    this.#outbox.pause();
    this.#tellDisconnected(reason, false);
  }

  #onWaiting(attempt: number, delay: number, error: EventHubError | undefined): void {
    this.#setStatus("waiting", { attempt, retryAt: this.#options.platform.clock.now() + delay, error });
    if (error?.code === "event_hub_rejected") {
      for (const waiter of this.#waiters) waiter.reject(error);
      this.#host.report(error);
    }
    this.#host.emit("reconnecting", { attempt, delay, error });
  }

  #tellDisconnected(reason: string, intentional: boolean): void {
    this.#host.emit("disconnected", { reason, intentional });
  }

  #stopped(state: "idle" | "closed", reason: string, error: EventHubError = closedError(reason)): void {
    const abandoned = this.#outbox.size;
    if (abandoned > 0) this.#options.logger.warn("Published events were given up.", { abandoned, reason });
    this.#outbox.clear(error);
    for (const waiter of this.#waiters) waiter.reject(error);
    const failed = error.code !== "event_hub_closed";
    if (this.#status.state !== state) this.#setStatus(state, { attempt: 0, ...(failed ? { error } : {}) });
    if (failed) this.#host.report(error);
    if (state === "closed") for (const watcher of this.#watchers) watcher.end();
  }

  #setStatus(state: HubState, change: Partial<HubStatus> = {}): void {
    const { attempt } = this.#status;
    this.#status = { attempt, ...change, state, since: this.#options.platform.clock.now() };
    const { status } = this;
    this.#host.emit("status", status);
    for (const watcher of this.#watchers) watcher.push(status);
  }

  #metaEvent(topic: string, data: Readonly<Record<string, unknown>>): string {
    const event = new Event<unknown>(topic, data);
    this.#host.sign(event);
    return JSON.stringify(event);
  }
}
