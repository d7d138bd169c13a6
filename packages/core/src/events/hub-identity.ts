import { OptionsError } from "../errors/options-error.js";
import type { Event } from "./event.js";
import type { ResolvedHubOptions } from "./hub-options.js";

/** Who a hub is in the events it sends, and how it recognises what it caused. */
export class HubIdentity {
  readonly #id: string;
  readonly #options: ResolvedHubOptions;

  constructor(id: string, options: ResolvedHubOptions) {
    this.#id = id;
    this.#options = options;
  }

  /**
   * Fills what an event does not say about its source.
   *
   * @throws {@link OptionsError} `options_invalid` for what is no event.
   */
  sign(event: Event<unknown>): void {
    requireEvent(event);
    const { server, applicationId, clientToken, platform } = this.#options;
    const host = platform.environment.hostName();
    event.source = {
      id: this.#id,
      applicationId,
      user: { username: server.apiUser },
      ...(host === undefined ? {} : { host }),
      ...(clientToken === undefined ? {} : { clientToken }),
      ...event.source,
    };
  }

  /** Whether this hub published an event, or its session caused it (wire protocol 8.1). */
  isEcho({ data, source }: Event<unknown>): boolean {
    if (source.id === this.#id) return true;
    const token = this.#options.clientToken;
    if (token === undefined) return false;
    return source.clientToken === token || source.id === token || clientTokenOf(data) === token;
  }
}

/** @throws {@link OptionsError} `options_invalid` for what is no event; without an id nobody would get it. */
export function requireEvent(event: Event<unknown>): void {
  // Not `instanceof`: an application can load two copies of the class.
  if (typeof event?.topic === "string" && typeof event.id === "string") return;
  throw new OptionsError("options_invalid", {
    message: "What is published or answered must be an event: new Event(topic, data).",
    details: { option: "event" },
  });
}

function clientTokenOf(data: unknown): unknown {
  return typeof data === "object" && data !== null
    ? (data as { clientToken?: unknown }).clientToken
    : undefined;
}
