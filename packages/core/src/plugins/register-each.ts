import { PluginError, type PluginErrorCode } from "../errors/plugin-error.js";
import type { LoadedPlugin } from "../platform/plugin-loader.js";
import { within } from "../util/within.js";
import { readPlugin } from "./plugin.js";
import type { PluginHost } from "./plugin-host.js";
import { reduceArguments } from "./reduce-arguments.js";
import type { PluginReport, PluginSources } from "./register-plugins.js";

/** What {@link registerPlugins} does. */
export async function registerEach<Session>(
  host: PluginHost<Session>,
  sources: PluginSources,
): Promise<PluginReport> {
  const registered: string[] = [];
  const skipped: { name: string; error: PluginError }[] = [];
  for await (const found of findPlugins(host, sources)) {
    try {
      registered.push(await registerOne(host, found, sources.pluginArguments ?? {}));
    } catch (error) {
      const problem = asPluginError(error, found.path);
      skipped.push({ name: found.path, error: problem });
      host.logger.warn(`Skipped the plugin ${found.path}: ${problem.message}`, { error: problem.toJSON() });
    }
  }
  return { registered, skipped };
}

async function* findPlugins(
  { loader }: PluginHost<unknown>,
  { paths = [], plugins = [] }: PluginSources,
): AsyncIterable<LoadedPlugin> {
  const given = paths.map((path) => path.trim()).filter((path) => path !== "");
  const addresses = plugins.filter((plugin) => typeof plugin === "string");
  const all = [...given, ...addresses];
  if (loader) yield* loader.load(all);
  else for (const path of all) yield { path, error: noLoader(path) };
  let position = 0;
  for (const module of plugins) {
    position++;
    if (typeof module !== "string") yield { path: nameOf(module) ?? `plugins[${position - 1}]`, module };
  }
}

async function registerOne<Session>(
  host: PluginHost<Session>,
  { path, module, error }: LoadedPlugin,
  given: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (error !== undefined) throw failure("plugin_load", "it could not be loaded", path, error);
  const plugin = readPlugin(module);
  if (typeof plugin === "string") throw failure("plugin_contract", plugin, path);
  const name = plugin.name ?? path;
  const { accepted, dropped } = await reduceArguments(plugin, given);
  if (dropped.length > 0) {
    host.logger.warn(`The plugin ${name} does not take ${dropped.join(", ")}; left out.`, {
      plugin: name,
      dropped,
    });
  }
  const register = async () => plugin.register(host.session as never, accepted as never);
  const { limit } = host;
  try {
    await (limit ? within(limit.timeout, limit.clock, register) : register());
  } catch (cause) {
    throw failure("plugin_register", "its register function failed", path, cause);
  }
  return name;
}

function nameOf(module: unknown): string | undefined {
  const plugin = readPlugin(module);
  return typeof plugin === "string" || typeof plugin.name !== "string" ? undefined : plugin.name;
}

function noLoader(path: string): PluginError {
  return new PluginError("plugin_load", {
    message: "This platform loads no plugins by path or address; pass the module in `plugins`.",
    details: { path },
  });
}

function asPluginError(error: unknown, path: string): PluginError {
  return error instanceof PluginError ? error : failure("plugin_load", "it could not be loaded", path, error);
}

function failure(code: PluginErrorCode, problem: string, path: string, cause?: unknown): PluginError {
  const reason = cause instanceof Error ? ` (${cause.message})` : "";
  return new PluginError(code, { message: `${path}: ${problem}${reason}.`, details: { path }, cause });
}
