import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LoadedPlugin, PluginLoader } from "@ftrack-kit/core";

const extensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];

/**
 * Loads plugin modules from files and folders.
 *
 * Folders are walked recursively, entries in alphabetical order, without `node_modules`, hidden folders and
 * declaration files. TypeScript is loaded where the runtime can; beside a compiled file of the same name it is not.
 */
export function createNodePluginLoader(): PluginLoader {
  return { load };
}

async function* load(paths: readonly string[]): AsyncIterable<LoadedPlugin> {
  const seen = new Set<string>();
  for (const path of paths) {
    for await (const found of find(resolve(path), seen)) {
      yield found.error === undefined ? await loadModule(found.path) : found;
    }
  }
}

async function* find(path: string, seen: Set<string>): AsyncIterable<LoadedPlugin> {
  try {
    // A link that leads back up, or a module reached by two paths, counts once.
    const real = await realpath(path);
    if (seen.has(real)) return;
    seen.add(real);
    if (!(await stat(real)).isDirectory()) {
      yield { path };
      return;
    }
  } catch (error) {
    yield { path, error };
    return;
  }
  for (const name of await moduleNames(path)) yield* find(join(path, name), seen);
}

async function moduleNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(entries.map((entry) => entry.name));
  const wanted: string[] = [];
  for (const entry of entries) if (await isWanted(folder, entry, names)) wanted.push(entry.name);
  return wanted.sort();
}

async function isWanted(folder: string, entry: Dirent, names: ReadonlySet<string>): Promise<boolean> {
  const { name } = entry;
  if (name.startsWith(".") || name === "node_modules") return false;
  if (entry.isDirectory()) return true;
  if (entry.isSymbolicLink()) {
    const target = await stat(join(folder, name)).catch(() => undefined);
    if (target?.isDirectory()) return true;
  }
  const extension = extname(name);
  if (!extensions.includes(extension) || /\.d\.[mc]?ts$/.test(name)) return false;
  const stem = basename(name, extension);
  return !extension.endsWith("ts") || ![".js", ".mjs", ".cjs"].some((compiled) => names.has(stem + compiled));
}

async function loadModule(path: string): Promise<LoadedPlugin> {
  try {
    const module: unknown = await import(/* @vite-ignore */ pathToFileURL(path).href);
    return { path, module };
  } catch (error) {
    return { path, error };
  }
}
