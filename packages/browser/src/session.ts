import { Session as CoreSession, type SessionOptions, type StandardEntityMap } from "@ftrack-kit/core";
import { createBrowserPlatform } from "./platform.js";

/**
 * A session in a page or worker: schemas are kept in IndexedDB, credentials come as options.
 *
 * @example
 * const session = await Session.open({ serverUrl: "https://studio.example.com", apiUser: "jane", apiKey });
 */
export class Session<Map extends object = StandardEntityMap> extends CoreSession<Map> {
  constructor(options: SessionOptions) {
    // Event servers accept no headers from other origins.
    super(options, createBrowserPlatform(), { eventCredentials: "query" });
  }

  static override async open<Map extends object = StandardEntityMap>(
    options: SessionOptions,
  ): Promise<Session<Map>> {
    return new Session<Map>(options).open();
  }
}
