import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodeFiles } from "../src/files.js";

const files = createNodeFiles();
let folder: string;
beforeEach(async () => {
  folder = await files.resolve(await mkdtemp(join(tmpdir(), "files-")));
});
afterEach(() => rm(folder, { recursive: true }));

const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe("createNodeFiles", () => {
  it("reads back what it wrote, whole and in ranges", async () => {
    const path = files.join(folder, "shot [010] å#%?.txt");
    const writer = (await files.write(path)).getWriter();
    await writer.write(new TextEncoder().encode("hello "));
    await writer.write(new TextEncoder().encode("world"));
    await writer.close();

    expect(await text(await files.read(path))).toBe("hello world");
    expect(await text(await files.read(path, { start: 6 }))).toBe("world");
    expect(await text(await files.read(path, { start: 0, end: 5 }))).toBe("hello");
    expect(await text(await files.read(path, { start: 99 }))).toBe("");
  });

  it("reads into the memory it is given", async () => {
    const path = join(folder, "given");
    await writeFile(path, "0123456789");
    const memory = new Uint8Array(16).fill(7);
    const allocate = (length: number) => memory.subarray(4, 4 + length);

    const stream = await files.read(path, { start: 2, end: 6, allocate });
    const { value } = await stream.getReader().read();

    expect(value?.buffer).toBe(memory.buffer);
    expect([...memory.subarray(3, 9)]).toEqual([7, ...Buffer.from("2345"), 7]);
  });

  it("appends, and refuses to write over a file when asked to", async () => {
    const path = files.join(folder, "a");
    await writeFile(path, "one ");

    const writer = (await files.write(path, { append: true })).getWriter();
    await writer.write(new TextEncoder().encode("two"));
    await writer.close();

    expect(await text(await files.read(path))).toBe("one two");
    await expect(files.write(path, { exclusive: true })).rejects.toMatchObject({
      code: "location_resource_exists",
    });
  });

  it("tells files, folders and nothing apart", async () => {
    await writeFile(join(folder, "a"), "abc");

    expect(await files.stat(folder)).toMatchObject({ kind: "folder" });
    expect(await files.stat(join(folder, "a"))).toMatchObject({ kind: "file", size: 3 });
    expect(await files.stat(join(folder, "missing"))).toBeUndefined();
    expect(await files.stat(join(folder, "a", "below a file"))).toBeUndefined();
  });

  it("fails with codes of ours that keep the system's error", async () => {
    await mkdir(join(folder, "full/inner"), { recursive: true });

    await expect(files.read(join(folder, "missing"))).rejects.toMatchObject({
      code: "location_resource_missing",
      cause: { code: "ENOENT" },
    });
    await expect(files.read(folder)).rejects.toMatchObject({ code: "location_resource_invalid" });
    await expect(files.remove(join(folder, "full"))).rejects.toMatchObject({
      code: "location_resource_invalid",
    });
  });

  it("resolves links of the part of a path that exists", async () => {
    await mkdir(join(folder, "real"));
    await symlink(join(folder, "real"), join(folder, "link"));

    const resolved = await files.resolve(join(folder, "link", "..", "link", "new", "file"));

    expect(resolved).toBe(join(folder, "real", "new", "file"));
  });

  it.each([
    ["/mnt/foo", "/mnt/foo", true],
    ["/mnt/foo", "/mnt/foo/bar", true],
    ["/mnt/foo", "/mnt/foo/..bar", true],
    ["/mnt/foo", "/mnt/foobar", false],
    ["/mnt/foo", "/mnt", false],
    ["/mnt/foo", "/mnt/foo/../bar", false],
  ])("knows whether %s contains %s", (outer, inner, expected) => {
    expect(files.contains(outer, inner)).toBe(expected);
  });
});
