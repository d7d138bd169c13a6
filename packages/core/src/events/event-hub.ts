import { createDeferred } from "../util/deferred.js";
import { createHexId } from "../util/ids.js";
import { AsyncQueue } from "./async-queue.js";
import { Event, type EventSource } from "./event.js";
import type { DataOf, EventHandler } from "./event-topics.js";
import { HubEmitter } from "./hub-emitter.js";
import { closedError, handled, overflowError } from "./hub-errors.js";
import { HubIdentity } from "./hub-identity.js";
import { type EventHubOptions, type ResolvedHubOptions, resolveHubOptions } from "./hub-options.js";
import type { HubEvents, HubStatus } from "./hub-status.js";
import { keepAlive } from "./keep-alive.js";
import { Publisher } from "./publisher.js";
import { Reception } from "./reception.js";
import type { RequestOptions } from "./replies.js";
import type { SubscribeOptions, Subscription } from "./subscription.js";
import { Subscriptions } from "./subscriptions.js";
import { Uplink } from "./uplink.js";

/** How an event is published. */
export interface PublishOptions {
  /** Only calls the handlers of this hub, connected or not, and gives what they return. Defaults to `false`. */
  readonly synchronous?: boolean | undefined;
  /** Gives up waiting for the server's acknowledgement. */
  readonly signal?: AbortSignal | undefined;
}

/** A subscription that ends with the block it is declared in. */
export interface SubscriptionScope extends Disposable {
  readonly id: string;
  /** Ends the subscription; safe to call twice. */
  unsubscribe(): void;
}

/**
 * Sends and receives the events of a server, on a connection that heals itself.
 *
 * Everything but sending works without a connection. Handlers are isolated from each other: what one throws goes
 * to the `error` listeners, or to the logger when there are none.
 *
 * @example
 * session.eventHub.subscribe("topic=ftrack.update", (event) => console.log(event.data.entities));
 * session.eventHub.connect();
 * await session.eventHub.ready;
 */
export class EventHub {
  /** Under this id the hub is known to the server. */
  readonly id = createHexId();
  readonly #options: ResolvedHubOptions;
  readonly #emitter: HubEmitter;
  readonly #identity: HubIdentity;
  readonly #subscriptions: Subscriptions;
  readonly #uplink: Uplink;
  readonly #publisher: Publisher;
  readonly #reception: Reception;
  readonly #iterations = new Set<AsyncQueue<Event<never>>>();

  /** @throws {@link OptionsError} `options_invalid` when the server's address is none. */
  constructor(options: EventHubOptions) {
    const resolved = resolveHubOptions(options);
    const { platform, trace, logger } = resolved;
    const replies = { metadata: { id: this.id }, expression: "topic=ftrack.meta.reply" };
    const report = (error: unknown) => this.#emitter.report(error);
    this.#options = resolved;
    this.#emitter = new HubEmitter(logger);
    this.#identity = new HubIdentity(this.id, resolved);
    this.#subscriptions = new Subscriptions({
      isEcho: (event) => this.#identity.isEcho(event),
      onProblem: report,
    });
    this.#reception = new Reception({
      clock: platform.clock,
      trace,
      subscriptions: this.#subscriptions,
      onEvent: (event) => this.#publisher.replies.take(event),
      onResult: (event, { metadata }, result) => this.#answer(event, result, metadata),
      onFailure: report,
      onNonsense: () => logger.warn("The event server sent what is no event."),
    });
    this.#uplink = new Uplink(this.id, resolved, {
      registrations: () => [replies, ...this.#subscriptions.all],
      sign: (event) => this.#identity.sign(event),
      online: () => this.#reception.online(),
      onEvent: (payload) => this.#reception.receive(payload),
      emit: (name, ...args) => this.#tell(name, ...args),
      report,
    });
    this.#publisher = new Publisher(resolved, this.#identity, this.#uplink);
    resolved.signal?.addEventListener("abort", () => void this.close(), { once: true });
  }

  /** The server's address as given. */
  get serverUrl(): string {
    return this.#options.server.serverUrl;
  }

  /** Whether there is an open connection. */
  get connected(): boolean {
    return this.#uplink.connected;
  }

  get status(): HubStatus {
    return this.#uplink.status;
  }

  /**
   * Resolves when the server has confirmed every subscription.
   *
   * Rejects when user or key are refused, and when the hub is disconnected or closed meanwhile.
   */
  get ready(): Promise<void> {
    return this.whenReady();
  }

  /**
   * Like {@link EventHub.ready}, with limits.
   *
   * @param options.timeout - Longest wait, in milliseconds. No limit by default.
   * @throws {@link TimeoutError} `timeout_wait`.
   * @throws {@link EventHubError} `event_hub_rejected`, `event_hub_connection` or `event_hub_closed`.
   */
  whenReady(options: { timeout?: number | undefined; signal?: AbortSignal | undefined } = {}): Promise<void> {
    return handled(this.#uplink.whenReady(options.timeout, options.signal));
  }

  /**
   * Starts connecting and keeps at it until `disconnect` or `close`; returns at once. Calling it again does nothing.
   *
   * @throws {@link EventHubError} `event_hub_closed` when the hub's session is closed.
   */
  connect(): void {
    if (this.#options.signal?.aborted) throw closedError("its session is closed");
    this.#reception.resume();
    this.#uplink.start();
  }

  /**
   * Ends the connection; subscriptions stay, and `connect` continues with them. Safe at any moment.
   *
   * Publishers still waiting for an acknowledgement are told so; `drain` lets them finish first.
   */
  async disconnect(): Promise<void> {
    await this.#uplink.stop("idle", "disconnect() was called");
  }

  /** Disconnects, removes every subscription, and ends every request and iteration. Safe to call twice. */
  async close(): Promise<void> {
    const closing = this.#uplink.stop("closed", "the hub was closed");
    const reason = closedError("the hub was closed");
    this.#subscriptions.clear();
    this.#reception.close(reason);
    this.#publisher.replies.clear(reason);
    for (const iteration of this.#iterations) iteration.end();
    await closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Calls back on changes of the connection and on failures; returns how to stop. */
  on<Name extends keyof HubEvents>(name: Name, listener: (...args: HubEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  /**
   * The present status and every change of it, until the hub is closed or the loop is left.
   *
   * @param options.signal - Ends the loop when it aborts, by rejecting with its reason.
   */
  statusChanges(options: { signal?: AbortSignal | undefined } = {}): AsyncIterableIterator<HubStatus> {
    return this.#uplink.watch(options.signal);
  }

  /**
   * Calls a handler with every event an expression matches.
   *
   * @param expression - Such as `topic=ftrack.update and source.user.username=jane`.
   * @param handler - What it returns is sent as reply, unless `null` or `undefined`.
   * @returns The subscriber's id, for `unsubscribe`.
   * @throws {@link EventHubError} `event_hub_expression`, or `event_hub_duplicate_subscriber` for an id in use.
   */
  subscribe<const Text extends string>(
    expression: Text,
    handler: EventHandler<DataOf<Text>>,
    options: SubscribeOptions = {},
  ): string {
    const subscription = this.#subscriptions.add(expression, handler as EventHandler<unknown>, options);
    this.#uplink.register(subscription);
    return subscription.id;
  }

  /** Ends a subscription by its id. @throws {@link EventHubError} `event_hub_unknown_subscriber`. */
  unsubscribe(id: string): void {
    const subscription = this.#subscriptions.remove(id);
    this.#reception.end(subscription);
    this.#uplink.unregister(subscription);
  }

  /** Subscribes for the length of a block: `using scope = hub.subscription(…)`. */
  subscription<const Text extends string>(
    expression: Text,
    handler: EventHandler<DataOf<Text>>,
    options: SubscribeOptions = {},
  ): SubscriptionScope {
    const id = this.subscribe(expression, handler, options);
    const unsubscribe = () => {
      if (this.#subscriptions.get(id)) this.unsubscribe(id);
    };
    return { id, unsubscribe, [Symbol.dispose]: unsubscribe };
  }

  /** The subscription with that id, or `undefined`. */
  getSubscriber(id: string): Pick<Subscription, "id" | "expression" | "priority" | "metadata"> | undefined {
    const found = this.#subscriptions.get(id);
    return found && { id, expression: found.expression, priority: found.priority, metadata: found.metadata };
  }

  /**
   * Subscribes at once and gives the events as they are iterated; leaving the loop unsubscribes.
   *
   * @param options.limit - Events kept while the loop is busy; beyond it the oldest go, with an `error`. Defaults to 1,000.
   * @param options.signal - Ends the loop when it aborts, by rejecting with its reason.
   * @throws What {@link EventHub.subscribe} throws.
   */
  events<const Text extends string>(
    expression: Text,
    options: SubscribeOptions & { limit?: number | undefined; signal?: AbortSignal | undefined } = {},
  ): AsyncIterableIterator<Event<DataOf<Text>>> {
    const { limit = 1_000, signal, ...subscribeOptions } = options;
    signal?.throwIfAborted();
    const queue = new AsyncQueue<Event<DataOf<Text>>>({
      limit,
      signal,
      onDrop: () => this.#emitter.report(overflowError(`The loop over "${expression}"`, limit)),
      onEnd: () => {
        this.#iterations.delete(queue as never);
        scope.unsubscribe();
      },
    });
    const scope = this.subscription(expression, (event) => queue.push(event), subscribeOptions);
    this.#iterations.add(queue as never);
    return queue;
  }

  /**
   * Publishes an event; resolves with its id once the server has taken it.
   *
   * While the connection is being made it waits its turn. It arrives once: should the connection break in between,
   * it is sent again under the same id, and receivers drop the second copy.
   *
   * @throws {@link EventHubError} `event_hub_connection` when `connect` was not called, `event_hub_overflow`,
   * `event_hub_unserialisable`, `event_hub_rejected`, `event_hub_unacknowledged`, or `event_hub_closed`.
   */
  publish(
    event: Event<unknown>,
    options?: PublishOptions & { synchronous?: false | undefined },
  ): Promise<string>;
  /** Calls the handlers of this hub only, by priority; resolves with what they returned. */
  publish(event: Event<unknown>, options: PublishOptions & { synchronous: true }): Promise<unknown[]>;
  publish(event: Event<unknown>, options?: PublishOptions): Promise<string | unknown[]>;
  publish(event: Event<unknown>, options: PublishOptions = {}): Promise<string | unknown[]> {
    this.#identity.sign(event);
    if (options.synchronous) return this.#subscriptions.call(event);
    return handled(this.#publisher.send(event, options.signal));
  }

  /** Calls the handlers of this hub before it returns; an asynchronous handler contributes its promise. */
  publishLocal(event: Event<unknown>): unknown[] {
    this.#identity.sign(event);
    return this.#subscriptions.callAtOnce(event);
  }

  /**
   * Answers an event.
   *
   * @param source - Overrides what the reply says about its sender.
   */
  publishReply(event: Event<unknown>, data: unknown, source: EventSource = {}): Promise<string> {
    return handled(this.#publisher.reply(event, data, source));
  }

  /**
   * Publishes an event and waits for replies.
   *
   * @throws {@link EventHubError} `event_hub_reply_timeout`, or what {@link EventHub.publish} throws;
   * {@link OptionsError} `options_invalid` for a number of replies below 1.
   * @example
   * const reply = await hub.request(new Event("studio.ping"), { timeout: 5_000 });
   */
  request(event: Event<unknown>, options?: RequestOptions<"first">): Promise<Event<unknown>>;
  request(event: Event<unknown>, options: RequestOptions<"all" | number>): Promise<Event<unknown>[]>;
  request(event: Event<unknown>, options: RequestOptions = {}): Promise<Event<unknown> | Event<unknown>[]> {
    const replies = this.#publisher.request(event, options);
    const first = (options.replies ?? "first") === "first";
    return handled(first ? replies.then(([reply]) => reply as Event<unknown>) : replies);
  }

  /**
   * Keeps a script alive while its handlers work.
   *
   * @param duration - Milliseconds; without it, until the hub is disconnected.
   * @throws {@link EventHubError} `event_hub_connection` when `connect` was not called.
   */
  async wait(duration?: number, options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    await keepAlive(this.#uplink, this.#options.platform.clock, duration, options.signal);
  }

  /**
   * Ends gracefully: takes no new events, lets handlers and publishers finish, and disconnects.
   *
   * @param deadline - Longest wait in milliseconds. Defaults to 10,000.
   * @returns Whether everything was finished in time.
   */
  async drain(deadline = 10_000): Promise<boolean> {
    this.#reception.pause();
    const outOfTime = createDeferred<boolean>();
    const cancel = this.#options.platform.clock.setTimer(deadline, () => outOfTime.resolve(false), {
      keepAlive: true,
    });
    const finish = async () => {
      await this.#reception.idle();
      await this.#uplink.drained();
      return true;
    };
    const inTime = await Promise.race([finish(), outOfTime.promise]);
    cancel();
    await this.#uplink.stop("idle", "the hub was drained");
    return inTime;
  }

  #answer(event: Event<unknown>, result: unknown, source: EventSource): void {
    // Nobody waits for an answer to an answer, or to what the hub itself tells its subscribers.
    if (event.topic.startsWith("ftrack.meta.") || !this.#uplink.started) return;
    this.#publisher.reply(event, result, source).catch((error: unknown) => this.#emitter.report(error));
  }

  #tell<Name extends keyof HubEvents>(name: Name, ...args: HubEvents[Name]): void {
    this.#emitter.emit(name, ...args);
    if (name === "ready") this.#tellSubscribers("connected");
    if (name === "disconnected") this.#tellSubscribers("disconnected");
  }

  #tellSubscribers(what: "connected" | "disconnected"): void {
    const event = new Event<unknown>(`ftrack.meta.${what}`);
    this.#identity.sign(event);
    this.#reception.deliver(event);
  }
}
