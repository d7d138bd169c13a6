import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../src/exit-codes.js";
import { runWith } from "./run-with.js";

const mebibyte = 1024 * 1024;
let server: DevServer;
let folder: string;
let version: string;
let environment: Record<string, string>;

beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "demo", credentials: { user: "jane", key: "k" } });
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "transfers-"));
  environment = {
    FTRACK_SERVER: server.url,
    FTRACK_API_USER: "jane",
    FTRACK_API_KEY: "k",
  };
  process.env.FTRACK_API_SCHEMA_CACHE_PATH = join(folder, "cache");
  const { out } = await run("query", "select id from AssetVersion limit 1", "--format", "json");
  version = JSON.parse(out)[0].id;
});
afterEach(async () => {
  server.faults.clear();
  delete process.env.FTRACK_API_SCHEMA_CACHE_PATH;
  await rm(folder, { recursive: true });
});

const run = (...words: string[]) => runWith(words, environment);

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function frames(count: number): Promise<string> {
  for (let frame = 1; frame <= count; frame++) await file(`beauty.000${frame}.exr`, `frame ${frame}`);
  return join(folder, `beauty.%04d.exr [1-${count}]`);
}

const uploads = () => server.requests.records.filter(({ actions }) => actions.includes("upload")).length;

describe("ftrack-kit upload and download", () => {
  it("bring a file to a version and back, and print its id and its path", async () => {
    const path = await file("shot010 å.mov", "moving pictures");
    const target = join(folder, "copy.mov");

    const up = await run("upload", path, "--to", version);
    const down = await run("download", up.out.trim(), target);

    expect(up).toMatchObject({ code: 0, notes: "uploaded shot010 å, 15 B\n" });
    expect(down).toMatchObject({ code: 0, out: `${target}\n` });
    expect(await readFile(target, "utf8")).toBe("moving pictures");
  });

  it("bring a sequence to a version and back, every frame under its name", async () => {
    const up = await run("upload", await frames(3), "--to", version, "--json");
    const made = JSON.parse(up.out);
    const target = join(folder, "back");
    await mkdir(target);

    const down = await run("download", made.component_id, target, "--json");

    expect(made).toMatchObject({ version_id: version, name: "beauty", file_type: ".exr", size: 21 });
    expect(await readdir(target)).toEqual(["beauty.0001.exr", "beauty.0002.exr", "beauty.0003.exr"]);
    expect(await readFile(join(target, "beauty.0002.exr"), "utf8")).toBe("frame 2");
    expect(JSON.parse(down.out).files).toHaveLength(3);
  });

  it("write a file into a folder under a name that cannot leave it", async () => {
    const path = await file("x.txt", "x");
    const { out } = await run("upload", path, "--to", version, "--name", "../../etc/passwd");

    const down = await run("download", out.trim(), folder);

    expect(down.out.trim()).toBe(join(folder, ".._.._etc_passwd.txt"));
  });

  it("fetch only the frames that are missing", async () => {
    const { out } = await run("upload", await frames(3), "--to", version);
    const target = join(folder, "back");
    await mkdir(target);
    await run("download", out.trim(), target);
    await rm(join(target, "beauty.0002.exr"));
    const fetched = () =>
      server.requests.records.filter(({ actions }) => actions.includes("download")).length;
    const before = fetched();

    const again = await run("download", out.trim(), target);

    expect(again.code).toBe(0);
    expect(fetched() - before).toBe(1);
    expect(await readdir(target)).toHaveLength(3);
  });

  it("stop when they are told to, and go on when they are run again", async () => {
    const path = await file("big.mov", new Uint8Array(33 * mebibyte).fill(7));
    const controller = new AbortController();
    let parts = 0;
    // Three parts go side by side, so that the fourth tells that one has arrived.
    const stop = server.requests.listen(({ actions }) => {
      if (actions.includes("upload") && ++parts === 4)
        controller.abort(new DOMException("Stopped.", "AbortError"));
    });

    const first = await runWith(["upload", path, "--to", version], environment, controller.signal);
    stop();
    const before = uploads();
    const second = await run("upload", path, "--to", version, "--json");

    expect(first).toMatchObject({ code: exitCodes.stopped, out: "" });
    expect(first.notes).toBe("Stopped. Run the same command again to go on.\n");
    expect(JSON.parse(second.out).size).toBe(33 * mebibyte);
    expect(uploads() - before).toBeLessThan(5);
    const { out } = await run("query", `select id from Component where name is "big"`, "--format", "json");
    expect(JSON.parse(out)).toHaveLength(1);
  });

  it.each([
    ["a version that is not there", () => ["upload", join(folder, "a"), "--to", "none"], "no version none"],
    ["a component that is not there", () => ["download", "none"], "no component none"],
    ["no version", () => ["upload", "a.mov"], "required option '--to <version>'"],
  ])("name what is wrong with %s", async (_, words, message) => {
    const { code, notes, out } = await run(...words());

    expect({ code, out }).toEqual({ code: exitCodes.usage, out: "" });
    expect(notes).toContain(message);
  });

  it("name a file that is not there, and make nothing", async () => {
    const { code, notes } = await run("upload", join(folder, "lost.mov"), "--to", version);

    expect(code).toBe(exitCodes.usage);
    expect(notes).toContain(`lost.mov" does not exist`);
  });

  it("leave a file alone that is in the way", async () => {
    const { out } = await run("upload", await file("a.txt", "new"), "--to", version);
    const target = await file("old.txt", "old");

    const { code, notes } = await run("download", out.trim(), target);

    expect(code).toBe(exitCodes.failed);
    expect(notes).toContain("exists already");
    expect(await readFile(target, "utf8")).toBe("old");
  });

  it("say that the store refused, and where", async () => {
    server.faults.add({ on: "upload", status: 404 });

    const { code, notes } = await run("upload", await file("b.txt", "b"), "--to", version);

    expect(code).toBe(exitCodes.failed);
    expect(notes).toContain('location "ftrack.server"');
  });
});
