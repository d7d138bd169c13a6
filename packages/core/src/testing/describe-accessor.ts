import { describe, expect, it } from "vitest";
import type { Accessor } from "../locations/accessor.js";
import { sourceOf } from "../locations/byte-source.js";
import { chunksOf } from "../util/streams.js";

/** An accessor to hold to the contract, and what it can do. */
export interface AccessorContract {
  /** A fresh, empty accessor for each case. */
  readonly create: () => Promise<Accessor> | Accessor;
  /** An identifier the accessor can store under, from a readable name. Defaults to the name itself. */
  readonly identifier?: ((name: string) => string | Promise<string>) | undefined;
  /** Whether resources lie in containers that can be listed. Defaults to `true`. */
  readonly containers?: boolean | undefined;
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** States what every accessor owes the locations that use it. */
export function describeAccessor(name: string, contract: AccessorContract): void {
  const identify = contract.identifier ?? ((text: string) => text);

  const readText = async (accessor: Accessor, identifier: string, start?: number, end?: number) => {
    const range = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
    return new Response(await accessor.read(identifier, range)).text();
  };

  describe(`accessor contract: ${name}`, () => {
    it("reads back what was written, whole and in ranges", async () => {
      const accessor = await contract.create();
      const target = await identify("shots/a.txt");

      const result = await accessor.write(target, sourceOf(bytesOf("hello world")));

      expect(result.size).toBe(11);
      expect(await readText(accessor, target)).toBe("hello world");
      expect(await readText(accessor, target, 6)).toBe("world");
      expect(await readText(accessor, target, 0, 5)).toBe("hello");
    });

    it("stores nothing as nothing: a zero-byte resource", async () => {
      const accessor = await contract.create();
      const target = await identify("empty.bin");

      await accessor.write(target, sourceOf(new Uint8Array(0)));

      expect(await accessor.stat(target)).toEqual({ kind: "file", size: 0 });
      expect(await readText(accessor, target)).toBe("");
    });

    it.each(["a b.txt", "[010] å#%&+;='.exr", "名前.mov", "100%.txt", "a%2Fb.txt"])(
      "keeps the awkward name %s",
      async (awkward) => {
        const accessor = await contract.create();
        const target = await identify(awkward);

        await accessor.write(target, sourceOf(bytesOf(awkward)));

        expect(await readText(accessor, target)).toBe(awkward);
      },
    );

    it("tells how large a resource is, and that there is none", async () => {
      const accessor = await contract.create();

      await accessor.write(await identify("b.txt"), sourceOf(bytesOf("abc")));

      expect(await accessor.stat(await identify("b.txt"))).toEqual({ kind: "file", size: 3 });
      expect(await accessor.stat(await identify("missing.txt"))).toBeUndefined();
    });

    it("fails to read and to remove what is not there", async () => {
      const accessor = await contract.create();

      const reading = accessor
        .read(await identify("missing.txt"))
        .then((stream) => new Response(stream).text());

      await expect(reading).rejects.toMatchObject({ code: "location_resource_missing" });
      await expect(accessor.remove(await identify("missing.txt"))).rejects.toMatchObject({
        code: "location_resource_missing",
      });
    });

    it("refuses to write over data", async () => {
      const accessor = await contract.create();
      await accessor.write(await identify("c.txt"), sourceOf(bytesOf("first")));

      const second = accessor.write(await identify("c.txt"), sourceOf(bytesOf("second")));

      await expect(second).rejects.toMatchObject({ code: "location_resource_exists" });
      expect(await readText(accessor, await identify("c.txt"))).toBe("first");
    });

    it("removes a resource, after which there is none", async () => {
      const accessor = await contract.create();
      await accessor.write(await identify("d.txt"), sourceOf(bytesOf("x")));

      await accessor.remove(await identify("d.txt"));

      expect(await accessor.stat(await identify("d.txt"))).toBeUndefined();
    });

    it("leaves nothing behind when the source fails half way", async () => {
      const accessor = await contract.create();
      const failing = async function* () {
        yield bytesOf("some bytes");
        throw new Error("the source broke");
      };

      const writing = accessor.write(await identify("e.txt"), sourceOf(failing(), 1000));

      await expect(writing).rejects.toThrow("the source broke");
      expect(await accessor.stat(await identify("e.txt"))).toBeUndefined();
      if (contract.containers !== false) expect(await accessor.list("")).toEqual([]);
    });

    it("leaves nothing behind when it is aborted, and rejects with the caller's reason", async () => {
      const accessor = await contract.create();
      const controller = new AbortController();
      const reason = new Error("changed my mind");
      const chunks = async function* () {
        yield bytesOf("one");
        controller.abort(reason);
        yield bytesOf("two");
      };

      const writing = accessor.write(await identify("f.txt"), sourceOf(chunks(), 6), {
        signal: controller.signal,
      });

      await expect(writing).rejects.toBe(reason);
      expect(await accessor.stat(await identify("f.txt"))).toBeUndefined();
    });

    it("counts the bytes it stores", async () => {
      const accessor = await contract.create();
      let counted = 0;

      await accessor.write(await identify("g.bin"), sourceOf(new Uint8Array(100_000)), {
        onBytes: (count) => {
          counted += count;
        },
      });

      expect(counted).toBe(100_000);
    });

    it("can be read in part and left", async () => {
      const accessor = await contract.create();
      await accessor.write(await identify("h.bin"), sourceOf(new Uint8Array(1_000_000)));

      for await (const chunk of chunksOf(await accessor.read(await identify("h.bin")))) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }

      await accessor.remove(await identify("h.bin"));
    });

    if (contract.containers === false) return;

    it("makes the containers a resource lies in, and lists them", async () => {
      const accessor = await contract.create();

      await accessor.write("x/y/z.txt", sourceOf(bytesOf("deep")));
      await accessor.makeContainer("x/other");

      expect(await accessor.list("x")).toEqual(["x/other", "x/y"]);
      expect(accessor.containerOf("x/y/z.txt")).toBe("x/y");
      expect(accessor.containerOf("z.txt")).toBe("");
      expect((await accessor.stat("x/y"))?.kind).toBe("container");
    });

    it("removes empty containers and refuses full ones", async () => {
      const accessor = await contract.create();
      await accessor.write("x/a.txt", sourceOf(bytesOf("a")));

      await expect(accessor.remove("x")).rejects.toMatchObject({ code: "location_resource_invalid" });
      await accessor.remove("x/a.txt");
      await accessor.remove("x");

      expect(await accessor.stat("x")).toBeUndefined();
    });
  });
}
