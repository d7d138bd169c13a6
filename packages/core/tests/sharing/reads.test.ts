import { settlePromises } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import { createDeferred } from "../../src/util/deferred.js";
import { type Member, Studio } from "./support/studio.js";

async function pages(count: number) {
  const studio = new Studio();
  const members: Member[] = [];
  for (let index = 0; index < count; index++) members.push(await studio.join());
  return { studio, members: members as [Member, Member, Member] };
}

const readsOf = (members: readonly Member[]) => members.map(({ reads }) => reads);

describe("equal reads of several pages", () => {
  it("are made once when they come together", async () => {
    const { members } = await pages(10);

    const answers = await Promise.all(members.map((member) => member.read()));

    expect(readsOf(members).reduce((sum, reads) => sum + reads)).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['[{"read":1}]']));
  });

  it("are made once when they come within seconds", async () => {
    const { studio, members } = await pages(3);

    await members[1].read();
    await studio.clock.advance(4_000);
    await members[0].read();
    await members[2].read();

    expect(readsOf(members)).toEqual([0, 1, 0]);
  });

  it("are made anew when the answer is old", async () => {
    const { studio, members } = await pages(3);

    await members[1].read();
    await studio.clock.advance(6_000);
    await members[0].read();

    expect(readsOf(members)).toEqual([1, 1, 0]);
  });

  it("are made anew by a page that has had the answer", async () => {
    const { members } = await pages(3);

    await members[0].read();
    await members[1].read();
    await members[1].read();

    expect(readsOf(members)).toEqual([1, 1, 0]);
  });

  it("are made anew after a write of any page, also while one is on its way", async () => {
    const { members } = await pages(3);
    const slow = createDeferred<readonly unknown[]>();
    const early = members[0].read("tasks", () => slow.promise);
    await settlePromises();

    members[1].sharing.separate();
    const late = await members[2].read();
    slow.resolve(["old"]);

    expect(late).toEqual([{ read: 1 }]);
    expect(await early).toEqual(["old"]);
  });

  it("are made anew after an update, by whoever hears of it", async () => {
    const { studio, members } = await pages(3);
    await members[2].connect();
    await members[0].read();

    studio.connections[0]?.deliver({ topic: "ftrack.update", data: {} });
    await settlePromises();
    await members[2].read();

    expect(readsOf(members)).toEqual([1, 0, 1]);
  });

  it("are made anew after an update that only one page hears of, on a connection of its own", async () => {
    const { studio, members } = await pages(3);
    members[0].page.isSuspended = true;
    const connecting = members[1].connect();
    await studio.clock.advance(2_000);
    await connecting;
    members[0].page.isSuspended = false;
    await members[0].read();

    studio.connections[0]?.deliver({ topic: "ftrack.update", data: {} });
    await members[1].read();

    expect(readsOf(members)).toEqual([1, 1, 0]);
  });

  it("that differ are all made", async () => {
    const { members } = await pages(3);

    await Promise.all([members[0].read("tasks"), members[1].read("shots"), members[2].read("projects")]);

    expect(readsOf(members)).toEqual([1, 1, 1]);
  });

  it("never hand out what somebody changed after", async () => {
    const { members } = await pages(3);
    const rows = [{ name: "bunny" }];

    const own = (await members[0].read("tasks", async () => rows)) as { name: string }[];
    for (const row of own) row.name = "changed";

    expect(await members[1].read()).toEqual([{ name: "bunny" }]);
  });
});

describe("when the page that reads for others", () => {
  it("fails, the next one tries, and the failure is nobody else's", async () => {
    const { members } = await pages(3);
    const failing = createDeferred<readonly unknown[]>();
    const first = members[0].read("tasks", () => failing.promise).catch((error: unknown) => error);
    await settlePromises();
    const others = [members[1].read(), members[2].read()];
    await settlePromises();

    failing.reject(new Error("no network"));

    expect(await first).toEqual(new Error("no network"));
    expect(await Promise.all(others)).toEqual([[{ read: 1 }], [{ read: 1 }]]);
    expect(readsOf(members)).toEqual([0, 1, 0]);
  });

  it("is gone, the next one tries", async () => {
    const { members } = await pages(3);
    void members[1].read("tasks", () => new Promise(() => undefined));
    await settlePromises();
    const other = members[2].read();
    await settlePromises();

    members[1].page.crash();

    expect(await other).toEqual([{ read: 1 }]);
  });

  it("gives up, the next one tries", async () => {
    const { members } = await pages(3);
    const controller = new AbortController();
    const cancelled = () =>
      new Promise<never>((_, reject) => {
        controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
      });
    const first = members[0].read("tasks", cancelled, controller.signal).catch((error: unknown) => error);
    await settlePromises();
    const other = members[1].read();
    await settlePromises();

    controller.abort("enough");

    expect(await first).toBe("enough");
    expect(await other).toEqual([{ read: 1 }]);
  });
});

describe("when the leading page", () => {
  it("is gone, waiting reads are made under the next", async () => {
    const { members } = await pages(3);
    void members[0].read("tasks", () => new Promise(() => undefined));
    await settlePromises();
    const others = [members[1].read(), members[2].read()];
    await settlePromises();

    members[0].page.crash();

    expect(await Promise.all(others)).toEqual([[{ read: 1 }], [{ read: 1 }]]);
  });

  it("is suspended, others wait for it once, and not again", async () => {
    const { studio, members } = await pages(3);
    members[0].page.isSuspended = true;

    const first = members[1].read();
    await studio.clock.advance(1_000);
    await first;
    const second = await members[1].read();

    expect(second).toEqual([{ read: 2 }]);
  });

  it("closes, reads that wait on it go on by themselves", async () => {
    const { members } = await pages(2);
    void members[1].read("tasks", () => new Promise(() => undefined));
    await settlePromises();
    const waiting = members[0].read();
    await settlePromises();

    members[0].sharing.close();

    expect(await waiting).toEqual([{ read: 1 }]);
  });
});
