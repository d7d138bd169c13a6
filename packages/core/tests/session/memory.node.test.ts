import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { WireEntity } from "../../src/codec/wire-entity.js";
import { createManager } from "./support/create-manager.js";
import { createTaskPages } from "./support/task-pages.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const nextTask = () => new Promise((resolve) => setImmediate(resolve));

describe("memory", () => {
  it("lets go of entities nobody holds, and keeps those somebody changed", async () => {
    const { manager } = createManager();
    const [page] = createTaskPages(500) as [string];
    const rows = (number: number) =>
      (JSON.parse(page.replaceAll("-11e6-", `-${number}-`)) as [{ data: WireEntity[] }])[0].data;
    const changed = manager.decode(rows(1000))[250] as unknown as { name: string; id: string };
    changed.name = "mine";
    const watched = new WeakRef(manager.decode(rows(1001))[0] as object);
    const { id } = changed;

    for (let number = 1002; number < 1040; number++) {
      manager.decode(rows(number));
      await nextTask();
    }
    collect();
    await nextTask();
    collect();

    expect(watched.deref()).toBeUndefined();
    expect(manager.modified().map((entity) => entity.$key[0])).toEqual([id]);
    expect(await manager.get("Task", id)).toBe(changed);
  });
});
