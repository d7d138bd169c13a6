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

  /** Fills what an event does not say about its source. */
  sign(event: Event<unknown>): void {
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

function clientTokenOf(data: unknown): unknown {
  return typeof data === "object" && data !== null
    ? (data as { clientToken?: unknown }).clientToken
    : undefined;
}
