import { EventEmitter } from "eventemitter3";
import type { Logger } from "../util/logger.js";
import type { HubEvents } from "./hub-status.js";

type Listener<Name extends keyof HubEvents> = (...args: HubEvents[Name]) => void;

/** Tells listeners what happens to a hub; one that fails is logged and stops nobody. */
export class HubEmitter {
  readonly #emitter = new EventEmitter();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  on<Name extends keyof HubEvents>(name: Name, listener: Listener<Name>): () => void {
    // A wrapper per call, so that stopping one of two equal listeners leaves the other.
    const own = (...args: unknown[]) => listener(...(args as HubEvents[Name]));
    this.#emitter.on(name, own);
    return () => {
      this.#emitter.off(name, own);
    };
  }

  emit<Name extends keyof HubEvents>(name: Name, ...args: HubEvents[Name]): void {
    for (const listener of this.#emitter.listeners(name)) {
      try {
        listener(...args);
      } catch (error) {
        this.#logger.error("A listener of the event hub failed.", { name, error: describe(error) });
      }
    }
  }

  /** Tells of a failure no caller waits for: to the `error` listeners, or to the logger when there are none. */
  report(error: unknown): void {
    if (this.#emitter.listenerCount("error") > 0) this.emit("error", error);
    else this.#logger.error("The event hub met a problem.", { error: describe(error) });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
