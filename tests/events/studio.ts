import { Event, type EventHub, type Session, type SessionOptions } from "@ftrack-kit/core";
import { afterEach } from "vitest";

/** Makes a session without opening it: a hub needs no more. */
export type MakeSession = (options: SessionOptions) => Session;

export interface Connection {
  readonly url: string;
  readonly user: string;
  readonly key: string;
}

/** The hubs and sessions of one test; all are closed after it. */
export class Studio {
  readonly #make: MakeSession;
  readonly #connection: Connection;
  readonly #sessions = new Set<Session>();

  constructor(make: MakeSession, connection: Connection) {
    this.#make = make;
    this.#connection = connection;
    afterEach(() => this.#close());
  }

  session(options: SessionOptions = {}): Session {
    const { url, user, key } = this.#connection;
    const session = this.#make({ serverUrl: url, apiUser: user, apiKey: key, ...options });
    this.#sessions.add(session);
    return session;
  }

  hub(options?: SessionOptions): EventHub {
    return this.session(options).eventHub;
  }

  /** A hub that is ready, and that the server can be made to cut off. */
  async ready(options?: SessionOptions): Promise<EventHub> {
    const hub = this.hub(options);
    hub.subscribe(`topic=test.cut-socket and data.hub=${hub.id}`, () => undefined);
    hub.connect();
    await hub.whenReady({ timeout: 10_000 });
    return hub;
  }

  /** Has the server cut a hub's socket, without a word of closing from the hub's side. */
  async cut(hub: EventHub): Promise<void> {
    const knife = await this.ready();
    const cut = new Promise<void>((resolve) => {
      const stop = hub.on("disconnected", () => {
        stop();
        resolve();
      });
    });
    await knife.publish(new Event("test.cut-socket", { hub: hub.id }));
    await cut;
    await knife.close();
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()));
    this.#sessions.clear();
  }
}

/** Resolves once a hub has had everything the server sent it before: what it subscribed to is live then, too. */
export async function settle(hub: EventHub): Promise<void> {
  const topic = `test.settle.${hub.id}`;
  const heard = new Promise<unknown>((resolve) => {
    const id = hub.subscribe(`topic=${topic}`, () => {
      hub.unsubscribe(id);
      resolve(undefined);
    });
  });
  await hub.publish(new Event(topic));
  await heard;
}

/** A topic nobody else uses: suites share one server. */
export const newTopic = (): string => `test.topic-${new Event("").id}`;
