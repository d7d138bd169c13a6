import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeCache, describeCacheStore } from "@ftrack-kit/core/testing";
import { build } from "vite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileCache } from "../../src/file-cache.js";
import { openFileStore } from "../../src/file-store.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftrack-kit-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const recordsOf = async (ending: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending));

describeCacheStore("files", async () => ({
  open: (namespace) => openFileStore(folder, namespace),
  corrupt: async (_namespace, key) => {
    const name = createHash("sha256").update(key).digest("hex").slice(0, 40);
    const path = (await recordsOf(".record")).find((record) => record.includes(name)) as string;
    const text = await readFile(join(folder, path), "utf8");
    await writeFile(join(folder, path), text.slice(0, -2));
  },
}));

describeCache("files", () => new FileCache(folder));

describe("FileStore", () => {
  it("lists the readable records when one is garbage", async () => {
    const store = await openFileStore(folder, "a");
    await store.set("fine", "value");
    const [place] = await readdir(folder);
    await writeFile(join(folder, place as string, "garbage.record"), Buffer.from([0, 255, 254]));

    expect(await store.keys()).toEqual(["fine"]);
  });

  it("says that it cannot write where a file stands in the way of the folder", async () => {
    await writeFile(join(folder, "file"), "");

    await expect(openFileStore(join(folder, "file"), "a")).rejects.toMatchObject({
      code: "cache_unwritable",
    });
  });

  it("removes what killed writers left behind long ago, and nothing that is being written", async () => {
    await openFileStore(folder, "a");
    const [place] = (await readdir(folder)) as [string];
    const [old, fresh] = [join(folder, place, "x.record.1.aa.tmp"), join(folder, place, "y.record.1.bb.tmp")];
    await writeFile(old, "half");
    await writeFile(fresh, "half");
    await utimes(old, new Date(0), new Date(0));

    await openFileStore(folder, "a");

    expect(await recordsOf(".tmp")).toEqual([join(place, "y.record.1.bb.tmp")]);
  });

  it("keeps records to the user alone", async () => {
    const store = await openFileStore(folder, "a");
    await store.set("key", "value");

    const [record] = (await recordsOf(".record")) as [string];
    expect((await stat(join(folder, record))).mode & 0o077).toBe(0);
  });

  it("throws for a record that is a folder", async () => {
    const store = await openFileStore(folder, "a");
    await store.set("key", "value");
    const [record] = (await recordsOf(".record")) as [string];
    await rm(join(folder, record));
    await mkdir(join(folder, record));

    await expect(store.get("key")).rejects.toMatchObject({ code: "cache_unreadable" });
  });
});

describe("FileStore under kill -9", () => {
  const kills = process.env.FTRACK_KIT_NIGHTLY ? 500 : 20;

  it(`has every record whole after ${kills} writers were killed in the middle`, {
    timeout: 600_000,
  }, async () => {
    const writer = await bundleWriter();

    for (let kill = 0; kill < kills; kill++) await killWhileWriting(writer, (kill * 7) % 40);

    const store = await openFileStore(folder, "killed");
    const keys = await store.keys();
    const values = await store.getMany(keys);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      // A writer repeats one digit and then says the key; anything cut or mixed would not match.
      expect(values.get(key)).toMatch(new RegExp(`^(\\d)\\1*${key}$`));
    }
  });

  /** One plain file, so that a killed process costs milliseconds to replace. */
  async function bundleWriter(): Promise<string> {
    const entry = join(import.meta.dirname, "support", "endless-writer.ts");
    await build({
      configFile: false,
      logLevel: "error",
      resolve: { conditions: ["@ftrack-kit/source"] },
      ssr: { noExternal: true, resolve: { conditions: ["@ftrack-kit/source"] } },
      build: {
        ssr: entry,
        outDir: join(folder, "bundle"),
        rollupOptions: { output: { entryFileNames: "writer.mjs" } },
      },
    });
    return join(folder, "bundle", "writer.mjs");
  }

  async function killWhileWriting(writer: string, delay: number): Promise<void> {
    const child = spawn(process.execPath, [writer, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill("SIGKILL");
    await ended;
  }
});
