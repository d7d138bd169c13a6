import { EventHubError } from "../errors/event-hub-error.js";
import type { HubConnection, OpenConnection } from "../events/hub-connection.js";
import type { Clock } from "../platform/clock.js";
import { createDeferred, type Deferred } from "../util/deferred.js";
import { createHexId } from "../util/ids.js";
import type { FromLeader, ToLeader, WrittenError } from "./messages.js";
import { SharedConnection } from "./shared-connection.js";
import { isUpdate } from "./switchboard.js";

/** A leader that does not react within this time is not waited for: the member connects by itself. */
const reactionTime = 2_000;
/** A little more than the leader gives its own attempt. In milliseconds. */
const connectTimeout = 35_000;

interface Opening {
  readonly outcome: Deferred<HubConnection>;
  readonly onEvent: (payload: unknown) => void;
  /** Stops waiting for a reaction. */
  onReaction: () => void;
}

/** The connections of one member, held by whoever leads. */
export class SharedConnections {
  readonly #clock: Clock;
  readonly #send: (message: ToLeader) => void;
  readonly #direct: OpenConnection;
  readonly #opening = new Map<string, Opening>();
  readonly #open = new Map<string, SharedConnection>();

  constructor(clock: Clock, send: (message: ToLeader) => void, direct: OpenConnection) {
    this.#clock = clock;
    this.#send = send;
    this.#direct = direct;
  }

  async open(onEvent: (payload: unknown) => void, signal: AbortSignal): Promise<HubConnection> {
    signal.throwIfAborted();
    const id = createHexId();
    const outcome = createDeferred<HubConnection>();
    const onAbort = () => outcome.reject(signal.reason);
    const giveUp = () => outcome.reject(noReaction());
    const stopPatience = this.#clock.setTimer(connectTimeout, giveUp);
    const onReaction = this.#clock.setTimer(reactionTime, () => {
      outcome.resolve(this.#direct((payload) => this.#hearDirectly(payload, onEvent), signal));
    });
    signal.addEventListener("abort", onAbort, { once: true });
    this.#opening.set(id, { outcome, onEvent, onReaction });
    this.#send({ type: "connect", connection: id });
    try {
      const connection = await outcome.promise;
      if (!this.#open.has(id)) this.#send({ type: "disconnect", connection: id });
      return connection;
    } catch (error) {
      this.#send({ type: "disconnect", connection: id });
      throw error;
    } finally {
      this.#opening.delete(id);
      onReaction();
      stopPatience();
      signal.removeEventListener("abort", onAbort);
    }
  }

  handle(message: FromLeader): void {
    switch (message.type) {
      case "leading":
        this.end("another page holds the connection now");
        for (const connection of this.#opening.keys()) this.#send({ type: "connect", connection });
        break;
      case "connecting":
        this.#opening.get(message.connection)?.onReaction();
        break;
      case "connected":
        this.#connected(message.connection);
        break;
      case "refused":
        this.#opening.get(message.connection)?.outcome.reject(read(message.error));
        break;
      case "answer":
        this.#open.get(message.connection)?.answer(message.packet, message.value);
        break;
      case "overdue":
        this.#open.get(message.connection)?.overdue(message.packet);
        break;
      case "alive":
        this.#open.get(message.connection)?.hear();
        break;
      case "event":
        for (const connection of this.#open.values()) connection.receive(message.payload);
        break;
      case "ended":
        this.end(message.reason);
        break;
      default:
    }
  }

  /** Every connection is over; hubs that still want one open another. */
  end(reason: string): void {
    for (const connection of this.#open.values()) connection.end(reason);
    this.#open.clear();
  }

  /** Whoever reads because of an update must not be given an older answer, also where the leader hears of it later. */
  #hearDirectly(payload: unknown, onEvent: (payload: unknown) => void): void {
    if (isUpdate(payload)) this.#send({ type: "wrote" });
    onEvent(payload);
  }

  #connected(id: string): void {
    const opening = this.#opening.get(id);
    if (!opening) return;
    const connection = new SharedConnection(id, this.#clock, this.#send, opening.onEvent);
    this.#open.set(id, connection);
    void connection.ended.then(() => this.#open.delete(id));
    opening.outcome.resolve(connection);
  }
}

const read = ({ code, message, details }: WrittenError) => new EventHubError(code, { message, details });

function noReaction(): EventHubError {
  return new EventHubError("event_hub_connection", {
    message: "The page that holds the connection to the event server did not get one in time.",
  });
}
