import type { PeerChannel, Peers } from "@ftrack-kit/core";

interface Channel {
  readonly name: string;
  readonly page: Page;
  readonly onMessage: (message: unknown) => void;
}

/** One page of an origin, with what a page can suffer. */
export class Page {
  readonly peers: Peers;
  /** Still there, holding what it holds, but nothing runs. */
  isSuspended = false;
  readonly #origin: Origin;

  constructor(origin: Origin) {
    this.#origin = origin;
    this.peers = {
      hold: (name, signal) => origin.hold(this, name, signal),
      openChannel: (name, onMessage) => origin.openChannel(this, name, onMessage),
    };
  }

  /** Gone without a word, as a crash. */
  crash(): void {
    this.#origin.remove(this);
  }
}

/** An origin whose pages share names and channels, as Web Locks and BroadcastChannel do. */
export class Origin {
  readonly #channels = new Set<Channel>();
  readonly #queues = new Map<string, { page: Page; grant: () => void }[]>();

  open(): Page {
    return new Page(this);
  }

  hold(page: Page, name: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      const place = { page, grant: resolve };
      queue.push(place);
      this.#queues.set(name, queue);
      if (queue.length === 1) resolve();
      signal.addEventListener("abort", () => {
        reject(signal.reason);
        this.#leave(name, (other) => other === place);
      });
    });
  }

  openChannel(page: Page, name: string, onMessage: (message: unknown) => void): PeerChannel {
    const channel: Channel = { name, page, onMessage };
    this.#channels.add(channel);
    return {
      post: (message) => {
        const copy = structuredClone(message);
        for (const other of this.#channels) {
          if (other === channel || other.name !== name) continue;
          queueMicrotask(() => {
            if (this.#channels.has(other) && !other.page.isSuspended) other.onMessage(copy);
          });
        }
      },
      close: () => this.#channels.delete(channel),
    };
  }

  remove(page: Page): void {
    for (const channel of this.#channels) if (channel.page === page) this.#channels.delete(channel);
    for (const name of this.#queues.keys()) this.#leave(name, (place) => place.page === page);
  }

  #leave(name: string, leaves: (place: { page: Page; grant: () => void }) => boolean): void {
    const queue = this.#queues.get(name) ?? [];
    const [holder] = queue;
    const rest = queue.filter((place) => !leaves(place));
    this.#queues.set(name, rest);
    if (rest[0] !== holder) rest[0]?.grant();
  }
}
