import { FtrackError } from "../errors/ftrack-error.js";
import type { CallOptions, LocationHost } from "./location-host.js";

/**
 * Addresses of data in the server location.
 *
 * Addresses are signed by the server where it can, so that they hold a permission for one component and a while.
 * Only for servers that cannot, they hold the API key (wire protocol 2.17 and 6).
 */
export class ComponentUrls {
  readonly #host: LocationHost;
  #signs: boolean | undefined;

  constructor(host: LocationHost) {
    this.#host = host;
  }

  /** Addresses of many components, asked for in one request. */
  async get(componentIds: readonly string[], options: CallOptions = {}): Promise<string[]> {
    if (this.#signs !== false && componentIds.length > 0) {
      const operations = componentIds.map((id) => ({ action: "generate_signed_url", component_id: id }));
      try {
        const answers = await this.#host.call(operations, { ...options, kind: "read" });
        const urls = answers.map(
          (answer) => (answer as { readonly signed_url?: unknown } | null)?.signed_url,
        );
        if (urls.every((url) => typeof url === "string")) {
          this.#signs = true;
          return urls;
        }
      } catch (error) {
        if (!FtrackError.is(error) || !unknownAction.includes(error.code)) throw error;
      }
      this.#signs = false;
    }
    return componentIds.map((id) => this.withCredentials("component/get", id));
  }

  /** An address that holds the user's API key. For requests of our own, never for pages. */
  withCredentials(
    endpoint: string,
    componentId: string,
    parameters: Readonly<Record<string, string>> = {},
  ): string {
    const { serverUrl, apiUser, readApiKey } = this.#host;
    const apiKey = readApiKey();
    const query = new URLSearchParams({ id: componentId, ...parameters, username: apiUser });
    if (apiKey !== undefined) query.set("apiKey", apiKey);
    return `${serverUrl}/${endpoint}?${query}`;
  }
}

const unknownAction: readonly string[] = ["server_unknown_action", "server_incompatible"];
