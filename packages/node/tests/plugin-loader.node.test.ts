import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodePluginLoader } from "../src/plugin-loader.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plugins-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

async function loadAll(...paths: string[]) {
  const found: { name: string; module?: unknown; error?: unknown }[] = [];
  for await (const { path, ...rest } of createNodePluginLoader().load(paths)) {
    found.push({ name: relative(folder, path), ...rest });
  }
  return found;
}

describe("createNodePluginLoader", () => {
  it("walks folders in alphabetical order and loads every kind of module", async () => {
    await write("b.mjs", "export function register() {}");
    await write("a.cjs", "exports.register = () => undefined;");
    await write("c/deep/d.js", "module.exports = { register() {} };");
    await write("notes.txt", "no module");
    await write("node_modules/x/index.js", "throw new Error('never')");
    await write(".hidden/x.js", "throw new Error('never')");
    await write("e.d.ts", "export declare function register(): void;");

    const found = await loadAll(folder);

    expect(found.map(({ name }) => name)).toEqual(["a.cjs", "b.mjs", join("c", "deep", "d.js")]);
    expect(found.every(({ module, error }) => module !== undefined && error === undefined)).toBe(true);
  });

  it("gives back what could not be loaded and goes on", async () => {
    await write("a.mjs", "this is no javascript");
    await write("b.mjs", "export const register = () => undefined;");

    const found = await loadAll(join(folder, "missing"), folder);

    expect(found.map(({ name, error }) => [name, error !== undefined])).toEqual([
      ["missing", true],
      ["a.mjs", true],
      ["b.mjs", false],
    ]);
  });

  it("loads a module once when links lead to it again", async () => {
    await write("inner/a.mjs", "export const register = () => undefined;");
    await symlink(folder, join(folder, "inner", "loop"));

    const found = await loadAll(folder, join(folder, "inner", "a.mjs"));

    expect(found.map(({ name }) => name)).toEqual([join("inner", "a.mjs")]);
  });

  it("prefers the compiled file to its source", async () => {
    await write("a.ts", "this is not loaded");
    await write("a.js", "export const register = () => undefined;");

    const found = await loadAll(folder);

    expect(found.map(({ name }) => name)).toEqual(["a.js"]);
  });
});
