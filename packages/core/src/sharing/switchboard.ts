import { EventHubError } from "../errors/event-hub-error.js";
import type { HubConnection, OpenConnection } from "../events/hub-connection.js";
import { createHexId } from "../util/ids.js";
import { everybody } from "./bus.js";
import type { FromLeader, ToLeader, WrittenError } from "./messages.js";

interface Client {
  readonly member: string;
  /** Events that registered its subscribers, by subscriber. */
  readonly registrations: Map<string, Readonly<Record<string, unknown>>>;
}

export interface SwitchboardHost {
  readonly open: OpenConnection;
  readonly send: (to: string, message: FromLeader) => void;
  /** Something changed on the server. */
  readonly onUpdate: () => void;
}

type Send = Extract<ToLeader, { type: "send" }>;

/** The leader's part: one connection to the event server for the hubs of all members. */
export class Switchboard {
  readonly #host: SwitchboardHost;
  readonly #clients = new Map<string, Client>();
  readonly #stop = new AbortController();
  #opening: Promise<HubConnection> | undefined;
  #connection: HubConnection | undefined;

  constructor(host: SwitchboardHost) {
    this.#host = host;
  }

  async connect(member: string, id: string): Promise<void> {
    this.#clients.set(id, { member, registrations: new Map() });
    this.#host.send(member, { type: "connecting", connection: id });
    try {
      await this.#open();
      if (this.#clients.has(id)) this.#host.send(member, { type: "connected", connection: id });
    } catch (error) {
      this.#clients.delete(id);
      this.#host.send(member, { type: "refused", connection: id, error: write(error) });
    }
  }

  /** Passes an event on, and the server's answer back. */
  send({ connection: id, packet, json }: Send): void {
    const client = this.#clients.get(id);
    if (!client || !this.#connection) return;
    note(client, json);
    const { member } = client;
    this.#connection.send(
      json,
      (value) => this.#host.send(member, { type: "answer", connection: id, packet, value }),
      () => this.#host.send(member, { type: "overdue", connection: id, packet }),
    );
  }

  probe(id: string): void {
    const client = this.#clients.get(id);
    if (!client || !this.#connection) return;
    this.#host.send(client.member, { type: "alive", connection: id });
    this.#connection.probe();
  }

  /** Takes back what a hub subscribed to; the last one to go closes the connection. */
  disconnect(id: string): void {
    const client = this.#clients.get(id);
    if (!client) return;
    this.#clients.delete(id);
    if (this.#clients.size === 0) {
      this.#connection?.close("nobody listens any more");
      return;
    }
    for (const [subscriber, registration] of client.registrations) {
      const event = {
        ...registration,
        id: createHexId(),
        topic: unsubscribe,
        data: { subscriber: { id: subscriber } },
      };
      this.#connection?.send(JSON.stringify(event), () => undefined);
    }
  }

  /** A member's page is gone. */
  forget(member: string): void {
    for (const [id, client] of this.#clients) if (client.member === member) this.disconnect(id);
  }

  close(): void {
    this.#stop.abort(new EventHubError("event_hub_closed", { message: "The page closes." }));
    this.#connection?.close("the page closes");
  }

  #open(): Promise<HubConnection> {
    this.#opening ??= this.#openOnce().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openOnce(): Promise<HubConnection> {
    const connection = await this.#host.open((payload) => this.#onEvent(payload), this.#stop.signal);
    this.#connection = connection;
    void connection.ended.then((reason) => {
      this.#connection = undefined;
      this.#opening = undefined;
      this.#clients.clear();
      this.#host.send(everybody, { type: "ended", reason });
    });
    if (this.#clients.size === 0) connection.close("nobody listens any more");
    return connection;
  }

  #onEvent(payload: unknown): void {
    // First of all: whoever reads because of it must not be given an older answer.
    if (isUpdate(payload)) this.#host.onUpdate();
    this.#host.send(everybody, { type: "event", payload });
  }
}

/** Whether an event tells that something changed on the server. */
export const isUpdate = (payload: unknown): boolean =>
  (payload as { topic?: unknown } | null)?.topic === "ftrack.update";

const subscribe = "ftrack.meta.subscribe";
const unsubscribe = "ftrack.meta.unsubscribe";

/** Notes what a client subscribes to. */
function note({ registrations }: Client, json: string): void {
  if (!json.includes(subscribe) && !json.includes(unsubscribe)) return;
  const event = JSON.parse(json) as {
    readonly topic: string;
    readonly data: { readonly subscriber?: { readonly id: string } };
  };
  const id = event.data.subscriber?.id;
  if (id === undefined) return;
  if (event.topic === subscribe) registrations.set(id, event);
  if (event.topic === unsubscribe) registrations.delete(id);
}

function write(error: unknown): WrittenError {
  if (error instanceof EventHubError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  return {
    code: "event_hub_connection",
    message: "The page that holds the connection to the event server could not connect.",
    details: {},
  };
}
