import { delimiter } from "node:path";
import {
  Session as CoreSession,
  OptionsError,
  type SessionOptions,
  type StandardEntityMap,
} from "@ftrack-kit/core";
import { createNodePlatform } from "./platform.js";

/** Options of a session in Node. */
export interface NodeSessionOptions extends SessionOptions {
  /**
   * Folder in which schemas are kept between sessions; `false` for none. Defaults to
   * `FTRACK_API_SCHEMA_CACHE_PATH`, then to the user's cache folder of the operating system.
   */
  readonly schemaCachePath?: string | false | undefined;
  /**
   * Address of the proxy for requests and events, with user and password where it wants them; `false` for none.
   * Defaults to `HTTPS_PROXY` and `HTTP_PROXY`, by the scheme of the server's address. What `NO_PROXY` names is
   * reached directly either way. A proxy's certificate authority is told to Node, by `NODE_EXTRA_CA_CERTS`.
   */
  readonly proxy?: string | false | undefined;
}

/**
 * A session in Node: credentials from the environment, schemas cached in a folder, plugins from `pluginPaths` or
 * `FTRACK_EVENT_PLUGIN_PATH`.
 *
 * @example
 * await using session = await Session.open();
 * for await (const task of session.query("Task")) console.log(task.name);
 */
export class Session<Map extends object = StandardEntityMap> extends CoreSession<Map> {
  constructor(options: NodeSessionOptions = {}) {
    const { schemaCachePath, proxy, ...given } = options;
    if (schemaCachePath !== undefined && schemaCachePath !== false && typeof schemaCachePath !== "string") {
      throw new OptionsError("options_invalid", {
        message: 'Option "schemaCachePath" must be the path of a folder, or false.',
        details: { option: "schemaCachePath" },
      });
    }
    const platform = createNodePlatform({
      cacheFolder: schemaCachePath || process.env.FTRACK_API_SCHEMA_CACHE_PATH || undefined,
      proxy,
    });
    super(
      {
        ...given,
        schemaCache: given.schemaCache ?? schemaCachePath !== false,
        pluginPaths: given.pluginPaths ?? pathsOf(platform.environment.read("FTRACK_EVENT_PLUGIN_PATH")),
      },
      platform,
    );
  }

  static override async open<Map extends object = StandardEntityMap>(
    options: NodeSessionOptions = {},
  ): Promise<Session<Map>> {
    return new Session<Map>(options).open();
  }
}

const pathsOf = (setting: string | undefined) => setting?.split(delimiter).filter((path) => path !== "");
