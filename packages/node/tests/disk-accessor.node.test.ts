import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskAccessor, sourceOf } from "@ftrack-kit/core";
import { describeAccessor } from "@ftrack-kit/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodeFiles } from "../src/files.js";

const files = createNodeFiles();
let folder: string;
let outside: string;
beforeEach(async () => {
  const base = await files.resolve(await mkdtemp(join(tmpdir(), "disk-")));
  folder = join(base, "foo");
  outside = join(base, "foobar");
  await mkdir(folder);
  await mkdir(outside);
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const create = () => new DiskAccessor({ files, prefix: folder });

describeAccessor("disk", { create });

describe("DiskAccessor", () => {
  it.each(["../foobar/x", "../foo/../foobar/x", "a/../../x", "..", "/etc/passwd", "a\0b"])(
    "refuses %j, which leads out of the prefix",
    async (identifier) => {
      await expect(create().getFilesystemPath(identifier)).rejects.toMatchObject({ code: "location_path" });
    },
  );

  it("refuses a sibling folder whose name starts with the prefix", async () => {
    await expect(create().getFilesystemPath(join(outside, "x"))).rejects.toMatchObject({
      code: "location_path",
    });
  });

  it("refuses links that lead out of the prefix, and follows those that stay inside", async () => {
    await symlink(outside, join(folder, "out"));
    await writeFile(join(outside, "secret"), "secret");
    await symlink(join(outside, "secret"), join(folder, "file-out"));
    await mkdir(join(folder, "real"));
    await symlink(join(folder, "real"), join(folder, "in"));
    const accessor = create();

    await expect(accessor.read("out/secret")).rejects.toMatchObject({ code: "location_path" });
    await expect(accessor.read("file-out")).rejects.toMatchObject({ code: "location_path" });
    await expect(accessor.write("out/new", sourceOf(new Uint8Array(1)))).rejects.toMatchObject({
      code: "location_path",
    });
    await accessor.write("in/new", sourceOf(new Uint8Array(1)));
    expect(await readdir(join(folder, "real"))).toEqual(["new"]);
  });

  it.each([
    ["", "."],
    ["test/../foo.txt", "foo.txt"],
    ["test/", "test"],
    ["..foo", "..foo"],
  ])("maps %j inside the prefix", async (identifier, expected) => {
    expect(await create().getFilesystemPath(identifier)).toBe(join(folder, expected));
  });

  it("takes absolute identifiers inside the prefix", async () => {
    expect(await create().getFilesystemPath(join(folder, "a"))).toBe(join(folder, "a"));
  });

  it("lets one of two writers of the same name win, and tells the other", async () => {
    const accessor = create();

    const outcomes = await Promise.allSettled(
      ["one", "two"].map((text) => accessor.write("same", sourceOf(new TextEncoder().encode(text)))),
    );

    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await readdir(folder)).toEqual(["same"]);
  });

  it("leaves no partial file when the disk is full", async () => {
    const full = {
      ...files,
      write: async (...args: Parameters<typeof files.write>) => {
        const stream = await files.write(...args);
        let left = 2;
        const limited = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            if (left-- === 0) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
            controller.enqueue(chunk);
          },
        });
        void limited.readable.pipeTo(stream).catch(() => undefined);
        return limited.writable;
      },
    };
    const accessor = new DiskAccessor({ files: full, prefix: folder });
    const chunks = async function* () {
      for (let count = 0; count < 5; count++) yield new Uint8Array(1000);
    };

    await expect(accessor.write("big", sourceOf(chunks()))).rejects.toThrow("ENOSPC");

    expect(await readdir(folder)).toEqual([]);
  });
});
