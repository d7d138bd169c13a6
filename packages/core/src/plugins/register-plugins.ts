import type { PluginError } from "../errors/plugin-error.js";
import { loadPart } from "../util/load-part.js";
import type { PluginHost } from "./plugin-host.js";

/** Where plugins come from, and what they are told. */
export interface PluginSources {
  /** Folders and files in Node, addresses in a browser. */
  readonly paths?: readonly string[] | undefined;
  /** Modules already loaded, or further addresses. */
  readonly plugins?: readonly unknown[] | undefined;
  readonly pluginArguments?: Readonly<Record<string, unknown>> | undefined;
}

/** What became of every plugin. */
export interface PluginReport {
  /** Names in the order they were registered. */
  readonly registered: readonly string[];
  readonly skipped: readonly { readonly name: string; readonly error: PluginError }[];
}

/**
 * Loads plugins and registers them one after the other: those found in paths first, then those passed in.
 *
 * A plugin that fails to load or to register is named in a warning and skipped; the others go on. So is one that
 * does not end registering in time: a session is ready when its plugins are, so none can wait for that.
 *
 * @throws {@link NetworkError} `network_part_missing`.
 */
export async function registerPlugins<Session>(
  host: PluginHost<Session>,
  sources: PluginSources,
): Promise<PluginReport> {
  const { registerEach } = await loadPart(() => import("./register-each.js"));
  return registerEach(host, sources);
}
