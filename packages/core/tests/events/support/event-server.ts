import {
  decodePacket,
  encodePacket,
  NetworkError,
  type OpenWebSocket,
  type Platform,
} from "@ftrack-kit/core";
import { ManualClock, settlePromises, settleTasks } from "@ftrack-kit/core/testing";
import { EventHub } from "../../../src/events/event-hub.js";
import { parseExpression } from "../../../src/events/expression.js";
import { compileExpression, type Matcher } from "../../../src/events/expression-matcher.js";
import type { EventHubOptions } from "../../../src/events/hub-options.js";
// Here before any hub asks for it, so that hubs get it in the order in which it is asked for.
import "../../../src/events/online.js";

interface Subscriber {
  readonly metadata: Record<string, unknown>;
  readonly matches: Matcher;
}

interface WireEvent {
  readonly id: string;
  readonly topic: string;
  readonly target?: string;
  readonly source?: { readonly id?: string };
  readonly data: Record<string, unknown>;
}

/** What a script may do to a connection; each answer is what really happens. */
export interface Script {
  /** The answer to a handshake; `undefined` never answers. */
  handshake(sessionId: string): { status: number; text: string } | Error | undefined;
  /** Whether the socket opens; `undefined` leaves it hanging. */
  open(): boolean | undefined;
  /** Milliseconds a frame takes. */
  latency(): number;
  /** Frames to send in place of one. */
  toClient(frame: string): readonly string[];
  /** Acknowledgements to send in place of one. */
  acknowledge(frame: string): readonly string[];
}

export const peaceful: Script = {
  handshake: (sessionId) => ({ status: 200, text: `${sessionId}:15:25:websocket,xhr-polling` }),
  open: () => true,
  latency: () => 1,
  toClient: (frame) => [frame],
  acknowledge: (frame) => [frame],
};

/** The server's end of one socket. */
export class ServerSocket {
  readonly subscribers = new Map<string, Subscriber>();
  readonly frames: string[] = [];
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  /** A half-open socket: nothing arrives any more, and nobody is told. */
  silent = false;
  heartbeats = true;
  open = true;
  readonly #server: EventServer;
  readonly #toClient: (frame: string) => void;
  readonly #onClose: (code: number, reason: string) => void;
  #lastDue = 0;
  #lastDueIn = 0;

  constructor(
    server: EventServer,
    url: string,
    headers: Readonly<Record<string, string>>,
    toClient: (frame: string) => void,
    onClose: (code: number, reason: string) => void,
  ) {
    this.#server = server;
    this.url = url;
    this.headers = headers;
    this.#toClient = toClient;
    this.#onClose = onClose;
  }

  /** Sends a frame; frames never overtake each other. */
  send(frame: string): void {
    const { clock, script } = this.#server;
    for (const piece of script.toClient(frame)) {
      this.#lastDue = Math.max(this.#lastDue, clock.monotonic() + script.latency());
      clock.setTimer(this.#lastDue - clock.monotonic(), () => {
        if (this.open && !this.silent) this.#toClient(piece);
      });
    }
  }

  /** Hands a frame to the client without the network in between. */
  deliver(frame: string): void {
    this.#toClient(frame);
  }

  event(event: WireEvent | Record<string, unknown>): void {
    this.send(encodePacket({ type: "event", name: "ftrack.event", args: [event] }));
  }

  close(code = 1006, reason = ""): void {
    if (!this.open) return;
    this.open = false;
    this.#server.sockets.delete(this);
    this.#onClose(code, reason);
  }

  receive(frame: string): void {
    const { clock, script } = this.#server;
    this.#lastDueIn = Math.max(this.#lastDueIn, clock.monotonic() + script.latency());
    clock.setTimer(this.#lastDueIn - clock.monotonic(), () => {
      if (!this.open || this.silent) return;
      this.frames.push(frame);
      const packet = decodePacket(frame);
      if (packet?.type !== "event") return;
      const event = packet.args[0] as WireEvent;
      const answer = this.#server.take(this, event);
      if (packet.id === undefined) return;
      const acknowledgement = encodePacket({ type: "acknowledge", id: packet.id, args: [answer] });
      for (const piece of script.acknowledge(acknowledgement)) this.send(piece);
    });
  }
}

/** A scripted event server with the routing of wire protocol 7.8, on a manual clock. */
export class EventServer {
  readonly clock: ManualClock;
  script: Script = peaceful;
  readonly sockets = new Set<ServerSocket>();
  readonly handshakes: { url: string; headers: Record<string, string> }[] = [];
  /** Ids of what was published, in order of first arrival. */
  readonly published: string[] = [];
  /** Wall-clock times at which an event was routed. */
  readonly routedAt = new Map<string, number[]>();
  /** Ids subscribed again on a connection that had them. */
  readonly duplicateSubscriptions: string[] = [];
  readonly refusals = new Map<string, string>();
  readonly listeners = {
    online: new Set<(value: boolean) => void>(),
    visible: new Set<(value: boolean) => void>(),
  };
  /** Hubs that have not connected yet. */
  readonly #idle = new Set<EventHub>();
  #sessions = 0;

  constructor(clock?: ManualClock) {
    this.clock = clock ?? new ManualClock({ settle: () => this.#settle() });
  }

  get platform(): EventHubOptions["platform"] {
    const fetch: Platform["fetch"] = (input, init) => this.#handshake(String(input), init ?? {});
    const listen = (set: Set<(value: boolean) => void>) => (listener: (value: boolean) => void) => {
      set.add(listener);
      return () => void set.delete(listener);
    };
    return {
      fetch,
      openWebSocket: this.#open,
      clock: this.clock,
      environment: {
        read: () => undefined,
        userName: () => undefined,
        hostName: () => "render-7",
        onOnline: listen(this.listeners.online),
        onVisible: listen(this.listeners.visible),
        runtime: "test",
      },
    };
  }

  hub(options: Partial<EventHubOptions> = {}): EventHub {
    const hub = new EventHub({
      serverUrl: "https://studio.test",
      apiUser: "jane",
      apiKey: "secret-key",
      platform: this.platform,
      random: () => 0.5,
      ...options,
    });
    this.#idle.add(hub);
    return hub;
  }

  /** A hub loads a part of itself when it connects, which takes time that no clock of ours tells. */
  async #settle(): Promise<void> {
    for (const hub of this.#idle) {
      if (hub.status.state === "idle") continue;
      this.#idle.delete(hub);
      await import("../../../src/events/online.js");
      await settleTasks();
    }
    await settlePromises();
  }

  /** The only socket that is open. */
  get socket(): ServerSocket {
    const [socket, ...others] = this.sockets;
    if (!socket || others.length > 0) throw new Error(`${this.sockets.size} sockets are open`);
    return socket;
  }

  /** Routes an event: once to each connection with a subscriber that wants it. */
  route(event: WireEvent): void {
    this.routedAt.set(event.id, [...(this.routedAt.get(event.id) ?? []), this.clock.now()]);
    const target = event.target ? compileExpression(parseExpression(event.target)) : () => true;
    for (const socket of this.sockets) {
      const wanted = [...socket.subscribers.values()].some(
        ({ metadata, matches }) => target(metadata) && matches(event),
      );
      if (wanted) socket.event(event);
    }
  }

  take(socket: ServerSocket, event: WireEvent): { success: boolean; message?: string } {
    const subscriber = event.data.subscriber as { id: string } | undefined;
    if (event.topic === "ftrack.meta.subscribe" && subscriber) {
      const refusal = this.refusals.get(subscriber.id);
      if (refusal !== undefined) return { success: false, message: refusal };
      if (socket.subscribers.has(subscriber.id)) {
        this.duplicateSubscriptions.push(subscriber.id);
        return { success: false, message: "duplicate" };
      }
      const matches = compileExpression(parseExpression(String(event.data.subscription)));
      socket.subscribers.set(subscriber.id, { metadata: subscriber, matches });
      return { success: true };
    }
    if (event.topic === "ftrack.meta.unsubscribe" && subscriber) {
      socket.subscribers.delete(subscriber.id);
      return { success: true };
    }
    const refusal = this.refusals.get(event.topic);
    if (refusal !== undefined) return { success: false, message: refusal };
    if (!this.published.includes(event.id)) this.published.push(event.id);
    this.route(event);
    return { success: true };
  }

  async #handshake(url: string, init: RequestInit): Promise<Response> {
    this.handshakes.push({ url, headers: { ...(init.headers as Record<string, string>) } });
    const answer = this.script.handshake(`s${++this.#sessions}`);
    await this.#pass(answer === undefined ? undefined : this.script.latency(), init.signal ?? undefined);
    if (answer instanceof Error) throw answer;
    return { status: answer?.status, text: async () => answer?.text } as Response;
  }

  readonly #open: OpenWebSocket = async (url, { onMessage, signal, headers = {} }) => {
    const outcome = this.script.open();
    await this.#pass(outcome === undefined ? undefined : this.script.latency(), signal);
    if (!outcome) throw new NetworkError("network_unreachable", { message: "No socket.", retryable: true });
    let resolveClosed: (closure: { code: number; reason: string }) => void = () => undefined;
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      resolveClosed = resolve;
    });
    const socket = new ServerSocket(this, url, headers, onMessage, (code, reason) =>
      resolveClosed({ code, reason }),
    );
    this.sockets.add(socket);
    const close = () => socket.close(1000);
    signal?.addEventListener("abort", close);
    socket.send("1::");
    this.#beat(socket);
    return {
      send: (frame) => {
        if (!socket.open) throw new Error("The socket is closed.");
        socket.receive(frame);
      },
      close,
      closed,
    };
  };

  #beat(socket: ServerSocket): void {
    this.clock.setTimer(8_000, () => {
      if (!socket.open) return;
      if (socket.heartbeats) socket.send("2::");
      this.#beat(socket);
    });
  }

  /** Waits like a network; for ever without a duration; less when cancelled. */
  #pass(duration: number | undefined, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (duration !== undefined) this.clock.setTimer(duration, resolve);
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }
}

/** Notes what a hub tells, in order. */
export function record(hub: EventHub): string[] {
  const told: string[] = [];
  for (const name of ["connected", "ready", "disconnected", "reconnecting", "gap"] as const) {
    hub.on(name, () => told.push(name));
  }
  hub.on("error", (error) => told.push(String((error as { code?: unknown }).code ?? error)));
  return told;
}
