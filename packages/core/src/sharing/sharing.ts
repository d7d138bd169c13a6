import type { HubConnection, OpenConnection } from "../events/hub-connection.js";
import type { Clock } from "../platform/clock.js";
import type { Peers } from "../platform/peers.js";
import type { Logger } from "../util/logger.js";
import { Bus, everybody, leader } from "./bus.js";
import type { FromLeader, FromMember, Message, ToLeader } from "./messages.js";
import { ReadTable } from "./read-table.js";
import { SharedConnections } from "./shared-connections.js";
import { SharedReads } from "./shared-reads.js";
import { Switchboard } from "./switchboard.js";

export interface SharingInit {
  readonly peers: Peers;
  /** Members of one group share: sessions of one user at one server. */
  readonly group: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens a connection of one's own, for everybody or where nobody else does. */
  readonly open: OpenConnection;
}

/** The leader's duties. */
interface Office {
  readonly switchboard: Switchboard;
  readonly reads: ReadTable;
}

/**
 * Membership in a group of sessions, on however many pages, that share one connection and equal reads.
 *
 * One of them leads: it holds the connection and knows who reads what. When its page is gone, however it went, the
 * next in line takes over, and hubs reconnect through it as after any lost connection, telling of the gap.
 */
export class Sharing {
  readonly #init: SharingInit;
  readonly #bus: Bus;
  readonly #connections: SharedConnections;
  readonly #reads: SharedReads;
  readonly #life = new AbortController();
  /** Members whose end the leader hears of. */
  readonly #watched = new Map<string, AbortController>();
  #office: Office | undefined;

  private constructor(init: SharingInit) {
    this.#init = init;
    this.#bus = new Bus(init.peers, init.group, (message, from) => this.#receive(message, from));
    const toLeader = (message: ToLeader) => this.#bus.send(leader, message);
    this.#connections = new SharedConnections(init.clock, toLeader, init.open);
    this.#reads = new SharedReads({
      clock: init.clock,
      send: (to, message) => this.#bus.send(to, message),
      sendLarge: (to, message) => this.#bus.sendLarge(to, message),
    });
  }

  /** @throws What the platform throws where pages cannot agree on anything. */
  static async join(init: SharingInit): Promise<Sharing> {
    const sharing = new Sharing(init);
    try {
      await init.peers.hold(sharing.#nameOf(sharing.#bus.id), sharing.#life.signal);
    } catch (error) {
      sharing.close();
      throw error;
    }
    void sharing.#runForOffice();
    return sharing;
  }

  /** Opens a hub's connection, through whoever leads. */
  open(onEvent: (payload: unknown) => void, signal: AbortSignal): Promise<HubConnection> {
    return this.#connections.open(onEvent, signal);
  }

  /** See {@link SharedReads.read}. */
  read(
    subject: string,
    run: () => Promise<readonly unknown[]>,
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[]> {
    return this.#life.signal.aborted ? run() : this.#reads.read(subject, run, signal);
  }

  /** A write begins or ended: from now on no read shares an answer from before. */
  separate(): void {
    this.#bus.send(leader, { type: "wrote" });
  }

  /** Leaves the group; the next in line leads. Safe to call twice. */
  close(): void {
    this.#office?.switchboard.close();
    this.#connections.end("the session is closed");
    this.#reads.close();
    this.#bus.close();
    const reason = new Error("The session left the group.");
    for (const turn of this.#watched.values()) turn.abort(reason);
    this.#life.abort(reason);
  }

  async #runForOffice(): Promise<void> {
    const { peers, group, clock, logger, open } = this.#init;
    try {
      await peers.hold(`${group} leader`, this.#life.signal);
    } catch (error) {
      if (!this.#life.signal.aborted)
        logger.warn("Pages cannot share a connection.", { error: String(error) });
      return;
    }
    if (this.#life.signal.aborted) return;
    const send = (to: string, message: FromLeader) => this.#bus.send(to, message);
    const reads = new ReadTable(clock, send);
    this.#office = { reads, switchboard: new Switchboard({ open, send, onUpdate: () => reads.separate() }) };
    this.#bus.isLeading = true;
    this.#bus.send(everybody, { type: "leading" });
  }

  #receive(message: Message, from: string): void {
    switch (message.type) {
      case "connect":
      case "send":
      case "probe":
      case "disconnect":
      case "ask":
      case "read":
      case "wrote":
        if (this.#office) this.#serve(this.#office, message, from);
        break;
      default:
        this.#connections.handle(message as FromLeader);
        this.#reads.handle(message as FromLeader | FromMember);
    }
  }

  #serve({ switchboard, reads }: Office, message: ToLeader, from: string): void {
    this.#watch(from);
    switch (message.type) {
      case "connect":
        void switchboard.connect(from, message.connection);
        break;
      case "send":
        switchboard.send(message);
        break;
      case "probe":
        switchboard.probe(message.connection);
        break;
      case "disconnect":
        switchboard.disconnect(message.connection);
        break;
      case "ask":
        reads.ask({ member: from, ask: message.ask }, message.key);
        break;
      case "read":
        reads.settle(from, message.entry, message.ok);
        break;
      case "wrote":
        reads.separate();
        break;
    }
  }

  /** A member holds its own name as long as its page lives: whoever gets it after knows that it is gone. */
  #watch(member: string): void {
    if (member === this.#bus.id || this.#watched.has(member)) return;
    const turn = new AbortController();
    this.#watched.set(member, turn);
    this.#init.peers.hold(this.#nameOf(member), turn.signal).then(
      () => {
        turn.abort();
        this.#watched.delete(member);
        this.#office?.switchboard.forget(member);
        this.#office?.reads.forget(member);
      },
      () => undefined,
    );
  }

  #nameOf(member: string): string {
    return `${this.#init.group} member ${member}`;
  }
}
