import type { Clock } from "../platform/clock.js";
import { abortable } from "../util/abortable.js";
import { createDeferred, type Deferred } from "../util/deferred.js";
import { createMd5 } from "../util/md5.js";
import { leader } from "./bus.js";
import type { FromLeader, FromMember, Message } from "./messages.js";
import { longestAge } from "./read-table.js";

/** What somebody else has read, or that one has to read oneself and under which name to keep it. */
type Decision = { readonly text: string } | { readonly entry: string | undefined };

interface Pending {
  readonly key: string;
  readonly decision: Deferred<Decision>;
  /** Stops waiting for a reaction. */
  onReaction: () => void;
}

export interface SharedReadsHost {
  readonly clock: Clock;
  send(to: string, message: Message): void;
  sendLarge(to: string, message: FromMember): void;
}

/** A leader that does not react within this time is not waited for. In milliseconds. */
const reactionTime = 1_000;

/** The reads of one member: those it makes itself, and those whose answers it gets from others. */
export class SharedReads {
  readonly #host: SharedReadsHost;
  readonly #pending = new Map<number, Pending>();
  /** Answers as JSON text: the rows themselves are used up by whoever reads them. */
  readonly #kept = new Map<string, string>();
  #asks = 0;
  /** The leader did not react: nobody waits for it again before it is heard of. */
  #isAlone = false;

  constructor(host: SharedReadsHost) {
    this.#host = host;
  }

  /**
   * Gives the answer of another member to the same read, or reads.
   *
   * @param subject - Says all the answer depends on.
   */
  async read(
    subject: string,
    run: () => Promise<readonly unknown[]>,
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[]> {
    if (this.#isAlone) return run();
    const decision = await this.#ask(subject, signal);
    if ("text" in decision) return JSON.parse(decision.text) as unknown[];
    const { entry } = decision;
    if (entry === undefined) return run();
    try {
      const results = await run();
      this.#keep(entry, JSON.stringify(results));
      this.#host.send(leader, { type: "read", entry, ok: true });
      return results;
    } catch (error) {
      this.#host.send(leader, { type: "read", entry, ok: false });
      throw error;
    }
  }

  handle(message: FromLeader | FromMember): void {
    this.#isAlone = false;
    switch (message.type) {
      case "leading":
        for (const [ask, { key }] of this.#pending) this.#host.send(leader, { type: "ask", ask, key });
        break;
      case "wait":
        this.#pending.get(message.ask)?.onReaction();
        break;
      case "yours":
        this.#decide(message.ask, { entry: message.entry });
        break;
      case "give":
        for (const { member, ask } of message.askers) {
          const text = this.#kept.get(message.entry);
          this.#host.sendLarge(member, { type: "result", ask, text });
        }
        break;
      case "result": {
        const { ask, text } = message;
        this.#decide(ask, text === undefined ? { entry: undefined } : { text });
        break;
      }
      default:
    }
  }

  /** Whoever waits reads for itself. */
  close(): void {
    for (const ask of [...this.#pending.keys()]) this.#decide(ask, { entry: undefined });
    this.#kept.clear();
  }

  async #ask(subject: string, signal: AbortSignal | undefined): Promise<Decision> {
    const key = createMd5().update(new TextEncoder().encode(subject)).digest("hex");
    const ask = ++this.#asks;
    const decision = createDeferred<Decision>();
    const onReaction = this.#host.clock.setTimer(reactionTime, () => {
      this.#isAlone = true;
      decision.resolve({ entry: undefined });
    });
    this.#pending.set(ask, { key, decision, onReaction });
    this.#host.send(leader, { type: "ask", ask, key });
    try {
      return await abortable(decision.promise, signal);
    } finally {
      onReaction();
      this.#pending.delete(ask);
    }
  }

  #decide(ask: number, decision: Decision): void {
    const pending = this.#pending.get(ask);
    // Given to a read that was cancelled meanwhile: others may be waiting for it.
    if (!pending && "entry" in decision && decision.entry !== undefined)
      this.#host.send(leader, { type: "read", entry: decision.entry, ok: false });
    pending?.decision.resolve(decision);
  }

  #keep(entry: string, text: string): void {
    this.#kept.set(entry, text);
    this.#host.clock.setTimer(longestAge, () => this.#kept.delete(entry));
  }
}
