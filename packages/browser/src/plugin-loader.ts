import type { LoadedPlugin, PluginLoader } from "@ftrack-kit/core";

/** Loads plugin modules from addresses, relative ones beside the page. */
export function createBrowserPluginLoader(): PluginLoader {
  return { load };
}

async function* load(addresses: readonly string[]): AsyncIterable<LoadedPlugin> {
  for (const path of addresses) {
    try {
      const url = new URL(path, globalThis.location?.href);
      const module: unknown = await import(/* @vite-ignore */ url.href);
      yield { path, module };
    } catch (error) {
      yield { path, error };
    }
  }
}
