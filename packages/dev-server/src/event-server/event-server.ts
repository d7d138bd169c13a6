import {
  compileExpression,
  createHexId,
  decodePacket,
  encodePacket,
  type Logger,
  type Matcher,
  type Packet,
  parseExpression,
} from "@ftrack-kit/core";
import type { FaultScript } from "../faults/fault-script.js";
import { type ConnectionInfo, EventConnection, type EventTransport } from "./connection.js";
import { completeEvent, type EventUser, isObject, type WireEvent } from "./wire-event.js";

/** Between heartbeats; the npm client gives a silent server up after 15 seconds. */
const heartbeatInterval = 8_000;
/** After this long without a word a client is taken for dead. */
const closeTimeout = 25_000;
/** How long a handshake stays good for one socket. */
const handshakeLifetime = 30_000;
const mostHandshakes = 10_000;

export interface EventServerOptions {
  readonly findUser: (username: string) => EventUser | undefined;
  readonly faults: FaultScript;
  /** Milliseconds since 1970, for what is shown. */
  readonly now: () => number;
  readonly logger: Logger;
  /** Hears of every event and how many connections it was sent to. */
  readonly onEvent?: ((event: WireEvent, receivers: number) => void) | undefined;
}

/** Relays events between clients as section 7 of the wire protocol says, over sockets somebody else opens. */
export class EventServer {
  readonly #options: EventServerOptions;
  readonly #handshakes = new Map<string, { readonly user: EventUser; readonly expires: number }>();
  readonly #connections = new Set<EventConnection>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(options: EventServerOptions) {
    this.#options = options;
  }

  get connections(): readonly ConnectionInfo[] {
    return [...this.#connections].map(({ info }) => info);
  }

  /** Starts a session for a user who was authenticated, and answers the text of 7.1. */
  handshake(user: EventUser): string {
    const now = performance.now();
    for (const [id, { expires }] of this.#handshakes) {
      if (expires > now && this.#handshakes.size < mostHandshakes) break;
      this.#handshakes.delete(id);
    }
    const id = createHexId();
    this.#handshakes.set(id, { user, expires: now + handshakeLifetime });
    return `${id}:${Math.round(heartbeatInterval / 1000) + 7}:${closeTimeout / 1000}:websocket`;
  }

  /**
   * Takes a socket that was opened with a session id, which is good for one socket only.
   *
   * @returns `undefined` when the id is unknown, used or old; the socket was told so and closed.
   */
  connect(id: string, transport: EventTransport): EventConnection | undefined {
    const handshake = this.#handshakes.get(id);
    this.#handshakes.delete(id);
    if (!handshake || handshake.expires <= performance.now()) {
      // Reason 1, "client not handshaken"; advice 0, "reconnect".
      transport.send(encodePacket({ type: "error", reason: "1", advice: "0" }));
      transport.close();
      return undefined;
    }
    const connection = new EventConnection(id, handshake.user, this.#options.now(), transport);
    this.#connections.add(connection);
    this.#heartbeat ??= setInterval(() => this.#beat(), heartbeatInterval);
    connection.send(encodePacket({ type: "connect" }));
    return connection;
  }

  /** Forgets a connection whose socket ended, closing the socket if it has not. */
  disconnect(connection: EventConnection): void {
    connection.close();
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  /** Handles one frame of a client. Whatever it holds, nothing is thrown. */
  receive(connection: EventConnection, frame: string): void {
    if (!connection.open) return;
    connection.lastSeen = performance.now();
    const packet = decodePacket(frame);
    if (packet?.type === "disconnect") this.disconnect(connection);
    if (packet?.type !== "event") return;
    const problem = this.#tryHandle(connection, packet);
    connection.acknowledge(packet.id, problem);
    if (problem !== undefined) {
      this.#options.logger.warn("The event server refused a packet.", {
        problem,
        user: connection.user.username,
      });
    }
  }

  /** Sends an event to whom it concerns: each connection once. Returns to how many. */
  publish(event: WireEvent): number {
    let isTarget: Matcher | undefined;
    try {
      isTarget = event.target === "" ? undefined : compileExpression(parseExpression(event.target));
    } catch {
      // A target nobody can read is a target nobody is.
      isTarget = () => false;
    }
    let frame: string | undefined;
    let receivers = 0;
    for (const connection of [...this.#connections]) {
      if (!connection.wants(event, isTarget)) continue;
      frame ??= encodePacket({ type: "event", name: "ftrack.event", args: [event] });
      this.#deliver(connection, event.topic, frame);
      receivers += 1;
    }
    this.#options.onEvent?.(event, receivers);
    return receivers;
  }

  /** Cuts every socket; clients may come back. */
  closeSockets(): void {
    for (const connection of [...this.#connections]) this.disconnect(connection);
  }

  /** Cuts every socket and stops all timers. */
  close(): void {
    this.closeSockets();
    this.#handshakes.clear();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** JSON can be nested too deep to be written again, so even what was read well may fail. */
  #tryHandle(connection: EventConnection, packet: Packet & { readonly type: "event" }): string | undefined {
    try {
      return this.#handle(connection, packet);
    } catch (error) {
      return `The event cannot be relayed: ${String(error)}`;
    }
  }

  /** @returns Why the packet was refused, if it was. */
  #handle(connection: EventConnection, packet: Packet & { readonly type: "event" }): string | undefined {
    const [given] = packet.args;
    if (packet.name !== "ftrack.event") return `Unknown packet name ${packet.name}.`;
    const event = completeEvent(given, connection.user, this.#options.findUser);
    if (!event) return "An event needs a topic.";
    connection.published += 1;
    const { subscriber, subscription } = isObject(event.data) ? event.data : {};
    if (event.topic === "ftrack.meta.subscribe") {
      if (!isObject(subscriber) || typeof subscription !== "string") {
        return "A subscription needs a subscriber and an expression.";
      }
      return connection.subscribe(subscriber, subscription);
    }
    if (event.topic === "ftrack.meta.unsubscribe") {
      if (isObject(subscriber) && typeof subscriber.id === "string") connection.unsubscribe(subscriber.id);
      return undefined;
    }
    this.publish(event);
    return undefined;
  }

  #deliver(connection: EventConnection, topic: string, frame: string): void {
    const { delay = 0, rules = [] } = this.#options.faults.draw(["event", topic]) ?? {};
    if (rules.some(({ closeSockets }) => closeSockets)) this.disconnect(connection);
    if (rules.some(({ drop }) => drop)) return;
    const copies = 1 + rules.reduce((sum, { duplicate = 0 }) => sum + duplicate, 0);
    const send = () => {
      for (let copy = 0; copy < copies; copy++) connection.deliver(frame);
    };
    if (delay === 0) {
      send();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, delay);
    this.#timers.add(timer);
  }

  #beat(): void {
    const frame = encodePacket({ type: "heartbeat" });
    const oldest = performance.now() - closeTimeout;
    for (const connection of [...this.#connections]) {
      if (connection.lastSeen < oldest) this.disconnect(connection);
      else connection.send(frame);
    }
  }
}
