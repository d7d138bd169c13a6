import type { Plugin, PluginArguments } from "./plugin.js";

/**
 * Types a plugin while it is written; gives back what it was given.
 *
 * @example
 * export const { register, pluginArguments } = definePlugin({
 *   pluginArguments: ["mount"],
 *   register(session: Session, { mount }) {
 *     session.locations.configure({ name: "studio.disk", accessor: diskAccessor(String(mount)) });
 *   },
 * });
 */
export function definePlugin<Session, const Declared extends PluginArguments | undefined = undefined>(
  plugin: Plugin<Session, Declared>,
): Plugin<Session, Declared> {
  return plugin;
}
