import { loadPart } from "../util/load-part.js";
import type { Delivery, DeliveryHost } from "./delivery.js";
import type { Event } from "./event.js";
import type { Subscription } from "./subscription.js";

type Online = typeof import("./online.js");

/** The side of a hub where the server's events come in; what that takes is loaded when the hub connects. */
export class Reception {
  readonly #host: Omit<DeliveryHost, "takesEvents">;
  #online: Promise<Online> | undefined;
  #delivery: Delivery | undefined;
  #paused = false;

  constructor(host: Omit<DeliveryHost, "takesEvents">) {
    this.#host = host;
  }

  /**
   * Loads what a connection takes; after a failure the next call tries again.
   *
   * @throws {@link NetworkError} `network_part_missing`.
   */
  online(): Promise<Online> {
    this.#online ??= this.#load().catch((error: unknown) => {
      this.#online = undefined;
      throw error;
    });
    return this.#online;
  }

  /** Takes what the server sent. */
  receive(payload: unknown): void {
    this.#delivery?.receive(payload);
  }

  /** Hands an event of the hub's own to its subscribers. */
  deliver(event: Event<unknown>): void {
    this.#delivery?.deliver(event);
  }

  /** From now on nothing new is handed to handlers. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  /** Forgets the events that wait for a subscription which has ended. */
  end(subscription: Subscription): void {
    this.#delivery?.end(subscription);
  }

  /** Resolves when no handler runs or has events waiting. */
  async idle(): Promise<void> {
    await this.#delivery?.idle();
  }

  /** Forgets all events that wait and tells what runs to stop. */
  close(reason: unknown): void {
    this.#delivery?.close(reason);
  }

  async #load(): Promise<Online> {
    const online = await loadPart(() => import("./online.js"));
    this.#delivery = new online.Delivery({ ...this.#host, takesEvents: () => !this.#paused });
    return online;
  }
}
