import { Memoiser, memoise } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";

describe("memoise", () => {
  it("calls once for the same arguments, however they are spelt", async () => {
    let calls = 0;
    const sum = memoise((left: number, right?: number) => {
      calls++;
      return left + (right ?? 0);
    });

    const results = [await sum(1), await sum(1, undefined), await sum(1, 2)];

    expect(results).toEqual([1, 1, 3]);
    expect(calls).toBe(2);
  });

  it("lets callers that ask at the same time share one call", async () => {
    let calls = 0;
    const load = memoise(async (id: string) => {
      calls++;
      await undefined;
      return { id };
    });

    await Promise.all([load("a"), load("a")]);

    expect(calls).toBe(1);
  });

  it("gives each caller a copy, so that none corrupts the kept one", async () => {
    const load = memoise(async () => ({ list: [1] }));

    const first = await load();
    first.list.push(2);

    expect(await load()).toEqual({ list: [1] });
  });

  it("gives out the kept object itself when told to", async () => {
    const load = memoise(async () => ({}), { returnCopies: false });

    expect(await load()).toBe(await load());
  });

  it("does not remember failures", async () => {
    let calls = 0;
    const load = memoise(async () => {
      calls++;
      if (calls === 1) throw new Error("busy");
      return calls;
    });

    await expect(load()).rejects.toThrow("busy");

    expect(await load()).toBe(2);
  });

  it("remembers that a function returned nothing", async () => {
    let calls = 0;
    const load = memoise(() => {
      calls++;
      return undefined;
    });

    await load();
    await load();

    expect(calls).toBe(1);
  });

  it("keeps functions of one memoiser apart, and forgets when told to", async () => {
    const memoiser = new Memoiser();
    const one = memoise(() => 1, { memoiser });
    const two = memoise(() => 2, { memoiser });

    const results = [await one(), await two()];
    await memoiser.clear();

    expect(results).toEqual([1, 2]);
    expect(await one()).toBe(1);
  });
});
