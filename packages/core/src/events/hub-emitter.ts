import type { Logger } from "../util/logger.js";
import type { HubEvents } from "./hub-status.js";

type Listener<Name extends keyof HubEvents> = (...args: HubEvents[Name]) => void;

/** Tells listeners what happens to a hub; one that fails is logged and stops nobody. */
export class HubEmitter {
  readonly #listeners: { readonly [Name in keyof HubEvents]: Set<Listener<Name>> } = {
    connected: new Set(),
    ready: new Set(),
    disconnected: new Set(),
    reconnecting: new Set(),
    gap: new Set(),
    error: new Set(),
    status: new Set(),
  };
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  on<Name extends keyof HubEvents>(name: Name, listener: Listener<Name>): () => void {
    // A wrapper per call, so that stopping one of two equal listeners leaves the other.
    const own: Listener<Name> = (...args) => listener(...args);
    const listeners: Set<Listener<Name>> = this.#listeners[name];
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  }

  emit<Name extends keyof HubEvents>(name: Name, ...args: HubEvents[Name]): void {
    const listeners: Iterable<Listener<Name>> = this.#listeners[name];
    for (const listener of [...listeners]) {
      try {
        listener(...args);
      } catch (error) {
        this.#logger.error("A listener of the event hub failed.", { name, error: describe(error) });
      }
    }
  }

  /** Tells of a failure no caller waits for: to the `error` listeners, or to the logger when there are none. */
  report(error: unknown): void {
    if (this.#listeners.error.size > 0) this.emit("error", error);
    else this.#logger.error("The event hub met a problem.", { error: describe(error) });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
