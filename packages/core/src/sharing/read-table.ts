import type { Clock } from "../platform/clock.js";
import { createHexId } from "../util/ids.js";
import type { Asker, FromLeader } from "./messages.js";

/** How long an answer may be given to other members, in milliseconds. */
export const longestAge = 5_000;

interface Entry {
  readonly id: string;
  readonly key: string;
  /** The member that reads it, or has read it and keeps the answer. */
  readonly owner: string;
  /** Everybody who has had this answer or waits for it. */
  readonly served: Set<string>;
  waiting: Asker[];
  /** When the answer was there. */
  doneAt: number | undefined;
}

/**
 * The leader's part: who reads what.
 *
 * Equal reads share an answer while it is on its way, and for a few seconds after, unless something was written or
 * an update was heard of since it was asked for. Nobody is given an answer twice: a member that asks again wants to
 * know what has become of it.
 */
export class ReadTable {
  readonly #clock: Clock;
  readonly #send: (to: string, message: FromLeader) => void;
  /** What may still be shared with those who ask. */
  readonly #current = new Map<string, Entry>();
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, send: (to: string, message: FromLeader) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  ask(asker: Asker, key: string): void {
    this.#dropOld();
    const entry = this.#current.get(key);
    if (!entry || entry.served.has(asker.member)) {
      this.#start(asker, key);
      return;
    }
    entry.served.add(asker.member);
    this.#send(asker.member, { type: "wait", ask: asker.ask });
    if (entry.doneAt === undefined) entry.waiting.push(asker);
    else this.#send(entry.owner, { type: "give", entry: entry.id, askers: [asker] });
  }

  /** The owner has the answer, or failed to get one; then those who wait try for themselves. */
  settle(member: string, id: string, ok: boolean): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.owner !== member) return;
    if (!ok) {
      this.#abandon(entry);
      return;
    }
    entry.doneAt = this.#clock.monotonic();
    if (entry.waiting.length > 0) this.#send(member, { type: "give", entry: id, askers: entry.waiting });
    entry.waiting = [];
  }

  /** From now on nobody who asks is given an answer from before. */
  separate(): void {
    this.#current.clear();
  }

  /** A member's page is gone, and with it what it was reading. */
  forget(member: string): void {
    for (const entry of [...this.#entries.values()]) if (entry.owner === member) this.#abandon(entry);
  }

  #start(asker: Asker, key: string): void {
    const { member, ask } = asker;
    const id = createHexId();
    const entry: Entry = {
      id,
      key,
      owner: member,
      served: new Set([member]),
      waiting: [],
      doneAt: undefined,
    };
    this.#entries.set(id, entry);
    this.#current.set(key, entry);
    this.#send(member, { type: "yours", ask, entry: id });
  }

  #abandon(entry: Entry): void {
    this.#remove(entry);
    for (const asker of entry.waiting) this.ask(asker, entry.key);
  }

  #dropOld(): void {
    const now = this.#clock.monotonic();
    for (const entry of this.#entries.values()) {
      if (entry.doneAt !== undefined && now - entry.doneAt > longestAge) this.#remove(entry);
    }
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.id);
    if (this.#current.get(entry.key) === entry) this.#current.delete(entry.key);
  }
}
