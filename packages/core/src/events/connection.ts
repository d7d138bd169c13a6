import type { Clock } from "../platform/clock.js";
import type { Platform } from "../platform/platform.js";
import type { OpenSocket } from "../platform/web-socket.js";
import { createDeferred } from "../util/deferred.js";
import { type EventServer, shakeHands, socketAddress } from "./handshake.js";
import type { HubConnection } from "./hub-connection.js";
import { connectionError } from "./hub-errors.js";
import { decodePacket, encodeEventPacket, encodePacket, type Packet } from "./packet.js";

/** Limits of a connection, in milliseconds. */
export interface ConnectionLimits {
  /** Handshake and opening of the socket together. */
  readonly connect: number;
  /** Longest wait for an acknowledgement before the connection counts as broken. */
  readonly acknowledge: number;
  /** Longest wait for any sign of life once one was asked for. */
  readonly probe: number;
}

export interface ConnectionHost {
  readonly platform: Pick<Platform, "fetch" | "openWebSocket" | "clock">;
  readonly limits: ConnectionLimits;
  /** Never the same twice, so that an acknowledgement from before a reconnection confirms nothing. */
  nextPacketId(): number;
  /** An event arrived, still as it was sent. */
  onEvent(payload: unknown): void;
  /** Something was wrong that the connection survives. */
  onProblem(problem: string, details: Readonly<Record<string, unknown>>): void;
  /** What to send, with an acknowledgement, to find out whether anybody is there. */
  probe(): string;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly onOverdue: (() => void) | undefined;
  readonly since: number;
}

const eventName = "ftrack.event";
/** How often a connection looks at itself. */
const watchInterval = 2_000;
/** The wall clock running this much ahead of a timer means that the machine was asleep. */
const sleepThreshold = 10_000;
/** Beyond what the server announced, for the way through the network. */
const heartbeatGrace = 5_000;
/** Silence after which a server that announced nothing is asked whether it is there. */
const unannouncedHeartbeat = 60_000;

/** Opens a connection; everything begun is undone when it fails, takes too long, or the signal aborts. */
export async function openConnection(
  server: EventServer,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<Connection> {
  const { clock, fetch, openWebSocket } = host.platform;
  const attempt = new AbortController();
  const given = createDeferred<never>();
  const giveUp = (reason: unknown) => {
    attempt.abort(reason);
    given.reject(reason);
  };
  const onAbort = () => giveUp(signal.reason);
  const cancelTimer = clock.setTimer(
    host.limits.connect,
    () => giveUp(connectionError(`did not let us in within ${host.limits.connect} ms`)),
    { keepAlive: true },
  );
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  const open = async () => {
    const { sessionId, heartbeat, headers } = await shakeHands(server, fetch, attempt.signal);
    attempt.signal.throwIfAborted();
    let connection: Connection | undefined;
    const early: string[] = [];
    const socket = await openWebSocket(socketAddress(server, sessionId), {
      onMessage: (frame) => (connection ? connection.receive(frame) : early.push(frame)),
      headers,
      signal: attempt.signal,
    }).catch((error: unknown) => {
      throw connectionError("could not open a socket", {}, error);
    });
    if (attempt.signal.aborted) socket.close();
    attempt.signal.throwIfAborted();
    connection = new Connection(socket, host, heartbeat);
    for (const frame of early) connection.receive(frame);
    return connection;
  };
  try {
    return await Promise.race([given.promise, open()]);
  } finally {
    cancelTimer();
    signal.removeEventListener("abort", onAbort);
  }
}

/** One open socket that speaks the packet protocol, from its first frame to its end. */
export class Connection implements HubConnection {
  readonly #socket: OpenSocket;
  readonly #host: ConnectionHost;
  readonly #clock: Clock;
  readonly #silenceLimit: number;
  readonly #ended = createDeferred<string>();
  readonly #waiting = new Map<number, Waiting>();
  #lastFrame: number;
  #lastFrameAt: number;
  #lastWatch: number;
  #probedAt: number | undefined;
  readonly #socketClosed: Promise<void>;
  #cancelWatch: () => void;
  #closed = false;

  constructor(socket: OpenSocket, host: ConnectionHost, heartbeat: number | undefined) {
    this.#socket = socket;
    this.#host = host;
    this.#clock = host.platform.clock;
    this.#silenceLimit = heartbeat === undefined ? unannouncedHeartbeat : heartbeat + heartbeatGrace;
    this.#lastFrame = this.#clock.monotonic();
    this.#lastFrameAt = this.#lastWatch = this.#clock.now();
    this.#cancelWatch = this.#scheduleWatch();
    this.#socketClosed = socket.closed.then(
      ({ code, reason }) => this.#end(`the socket closed with code ${code}${reason ? ` (${reason})` : ""}`),
      () => this.#end("the socket failed"),
    );
  }

  /** Resolves with the reason once the connection is over, whoever ended it. */
  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  /** Wall-clock time of the last sign of life. */
  get lastFrameAt(): number {
    return this.#lastFrameAt;
  }

  /** Resolves when the socket itself is closed; a half-open one may take its time. */
  get socketClosed(): Promise<void> {
    return this.#socketClosed;
  }

  /**
   * Sends an event that is JSON text already.
   *
   * @param onAnswer - Called once with what the server acknowledges; never when the connection ends before.
   * @param onOverdue - Called when the connection is given up because this was not acknowledged in time.
   */
  send(json: string, onAnswer: (answer: unknown) => void, onOverdue?: () => void): void {
    if (this.#closed) return;
    const id = this.#host.nextPacketId();
    this.#waiting.set(id, { resolve: onAnswer, onOverdue, since: this.#clock.monotonic() });
    this.#sendFrame(encodeEventPacket(id, eventName, json));
  }

  /** Asks the server for a sign of life; the connection ends when none comes in time. */
  probe(): void {
    if (this.#closed || this.#probedAt !== undefined) return;
    this.#probedAt = this.#clock.monotonic();
    this.send(this.#host.probe(), () => undefined);
  }

  /** Ends the connection. Safe to call twice. */
  close(reason: string): void {
    this.#end(reason);
  }

  /** Takes a frame from the socket. Never throws. */
  receive(frame: string): void {
    if (this.#closed) return;
    this.#lastFrame = this.#clock.monotonic();
    this.#lastFrameAt = this.#clock.now();
    this.#probedAt = undefined;
    const packet = decodePacket(frame);
    if (packet) this.#handle(packet);
    else this.#host.onProblem("A frame of the event server could not be read.", { length: frame.length });
  }

  #handle(packet: Packet): void {
    switch (packet.type) {
      case "heartbeat":
        this.#sendFrame(encodePacket(packet));
        break;
      case "event":
        if (packet.id !== undefined) {
          this.#sendFrame(encodePacket({ type: "acknowledge", id: packet.id, args: [] }));
        }
        this.#host.onEvent(packet.args[0]);
        break;
      case "acknowledge": {
        const waiting = this.#waiting.get(packet.id);
        this.#waiting.delete(packet.id);
        waiting?.resolve(packet.args[0]);
        break;
      }
      case "disconnect":
        this.#end("the server closed the connection");
        break;
      case "error":
        this.#end(`the server reported error ${packet.reason}`);
        break;
      default:
    }
  }

  #sendFrame(frame: string): void {
    try {
      this.#socket.send(frame);
    } catch {
      this.#end("the socket could not send");
    }
  }

  #scheduleWatch(): () => void {
    return this.#clock.setTimer(watchInterval, () => {
      this.#watch();
      if (!this.#closed) this.#cancelWatch = this.#scheduleWatch();
    });
  }

  #watch(): void {
    const now = this.#clock.now();
    const wokeUp = now - this.#lastWatch > watchInterval + sleepThreshold;
    this.#lastWatch = now;
    const time = this.#clock.monotonic();
    const { probe, acknowledge } = this.#host.limits;
    const overdue = [...this.#waiting.values()].filter(({ since }) => time - since >= acknowledge);
    if (this.#probedAt !== undefined && time - this.#probedAt >= probe) {
      this.#end("the server gave no sign of life");
    } else if (overdue.length > 0) {
      for (const { onOverdue } of overdue) onOverdue?.();
      this.#end("the server stopped to acknowledge");
    } else if (wokeUp || time - this.#lastFrame >= this.#silenceLimit) {
      this.probe();
    }
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelWatch();
    this.#waiting.clear();
    this.#socket.close();
    this.#ended.resolve(reason);
  }
}
