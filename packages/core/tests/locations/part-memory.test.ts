import { describe, expect, it } from "vitest";
import { PartMemory } from "../../src/locations/part-memory.js";

describe("PartMemory", () => {
  it("gives the same memory again once it was taken back", () => {
    const memory = new PartMemory();
    const first = memory.lend()(64);
    memory.takeBack();

    const second = memory.lend()(64);

    expect(second.buffer).toBe(first.buffer);
  });

  it("leaves memory alone that was not taken back: it may be on its way still", () => {
    const memory = new PartMemory();
    const failed = memory.lend()(64);
    const sent = memory.lend()(64);
    memory.takeBack();

    const next = memory.lend();

    const given = [next(64).buffer, next(64).buffer];
    expect(given).toContain(sent.buffer);
    expect(given).not.toContain(failed.buffer);
  });

  it("gives every chunk of a reading memory of its own", () => {
    const memory = new PartMemory();
    const earlier = memory.lend();
    const chunks = [earlier(64), earlier(32), earlier(16)];
    memory.takeBack();

    const allocate = memory.lend();
    const again = [allocate(64), allocate(64), allocate(8), allocate(8)];

    expect(new Set(chunks.map(({ buffer }) => buffer)).size).toBe(3);
    expect(new Set(again.map(({ buffer }) => buffer)).size).toBe(4);
    expect(again.map(({ length }) => length)).toEqual([64, 64, 8, 8]);
  });

  it("keeps a bounded share of a long part", () => {
    const memory = new PartMemory();
    const piece = 8 * 1024 * 1024;
    const earlier = memory.lend();
    const chunks = [earlier(piece), earlier(piece), earlier(piece)];
    memory.takeBack();

    const allocate = memory.lend();
    const again = [allocate(piece), allocate(piece), allocate(piece)];

    const known = new Set(chunks.map(({ buffer }) => buffer));
    expect(again.filter(({ buffer }) => known.has(buffer))).toHaveLength(2);
  });
});
