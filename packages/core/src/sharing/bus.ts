import type { PeerChannel, Peers } from "../platform/peers.js";
import { createHexId } from "../util/ids.js";
import type { Message } from "./messages.js";

/** Whom a message is for: a member by its id, whoever leads, or everybody. */
export type Recipient = string;
export const leader = "leader";
export const everybody = "everybody";

interface Envelope {
  readonly from: string;
  readonly to: Recipient;
  readonly message: Message;
}

/** Carries messages between the members of a group, also to oneself, in the order they were sent. */
export class Bus {
  /** Under this name the others know this member. */
  readonly id = createHexId();
  /** Whether this member leads. */
  isLeading = false;
  readonly #peers: Peers;
  readonly #group: string;
  readonly #onMessage: (message: Message, from: string) => void;
  readonly #channel: PeerChannel;
  readonly #own: PeerChannel;
  #isClosed = false;

  constructor(peers: Peers, group: string, onMessage: (message: Message, from: string) => void) {
    this.#peers = peers;
    this.#group = group;
    this.#onMessage = onMessage;
    const receive = (envelope: unknown) => this.#receive(envelope as Envelope);
    this.#channel = peers.openChannel(group, receive);
    this.#own = peers.openChannel(this.#nameOf(this.id), receive);
  }

  send(to: Recipient, message: Message): void {
    if (this.#isClosed) return;
    const envelope: Envelope = { from: this.id, to, message };
    // Later, as messages from elsewhere arrive later too.
    if (this.#isFor(to)) queueMicrotask(() => this.#receive(envelope));
    if (to === this.id || (to === leader && this.isLeading)) return;
    this.#channel.post(envelope);
  }

  /** The same on the recipient's own channel, so that nobody else has to look at something large. */
  sendLarge(to: string, message: Message): void {
    const channel = this.#peers.openChannel(this.#nameOf(to), () => undefined);
    channel.post({ from: this.id, to, message } satisfies Envelope);
    channel.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#channel.close();
    this.#own.close();
  }

  #receive({ from, to, message }: Envelope): void {
    if (!this.#isClosed && this.#isFor(to)) this.#onMessage(message, from);
  }

  #isFor(to: Recipient): boolean {
    return to === this.id || to === everybody || (to === leader && this.isLeading);
  }

  #nameOf(member: string): string {
    return `${this.#group} member ${member}`;
  }
}
