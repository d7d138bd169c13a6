import { EventHubError } from "@ftrack-kit/core";
import { settlePromises } from "@ftrack-kit/core/testing";
import { describe, expect, it } from "vitest";
import { Studio } from "./support/studio.js";

async function threePages() {
  const studio = new Studio();
  const pages = [await studio.join(), await studio.join(), await studio.join()] as const;
  for (const page of pages) await page.connect();
  return { studio, pages };
}

describe("pages that share a connection", () => {
  it("open one", async () => {
    const { studio } = await threePages();

    expect(studio.connections).toHaveLength(1);
  });

  it("open one, also when all of them connect at the same time", async () => {
    const studio = new Studio();
    const pages = await Promise.all(Array.from({ length: 10 }, () => studio.join()));

    await Promise.all(pages.map((page) => page.connect()));

    expect(studio.connections).toHaveLength(1);
  });

  it("all hear every event", async () => {
    const { studio, pages } = await threePages();

    studio.connections[0]?.deliver({ topic: "ftrack.update", data: { n: 1 } });
    await settlePromises();

    for (const { events } of pages) expect(events).toEqual([{ topic: "ftrack.update", data: { n: 1 } }]);
  });

  it("are each told what became of what they sent", async () => {
    const { studio, pages } = await threePages();

    await pages[1].send("one");
    await pages[2].send("two");
    await pages[0].send("three");

    expect(studio.connections[0]?.topics).toEqual(["one", "two", "three"]);
    expect(pages.map(({ answers }) => answers)).toEqual([
      [{ success: true, of: 3 }],
      [{ success: true, of: 1 }],
      [{ success: true, of: 2 }],
    ]);
  });

  it("are each told what the server left unanswered", async () => {
    const { studio, pages } = await threePages();
    for (const side of studio.connections) side.acknowledges = false;

    await pages[2].send("one");

    expect(pages.map(({ overdue }) => overdue)).toEqual([0, 0, 1]);
  });

  it("all lose it together, and share the next", async () => {
    const { studio, pages } = await threePages();

    studio.connections[0]?.end("the server went away");
    await settlePromises();
    const reasons = pages.map(({ ended }) => ended);
    await Promise.all(pages.map((page) => page.connect()));

    expect(new Set(reasons)).toEqual(new Set(["the server went away"]));
    expect(studio.open).toHaveLength(1);
  });

  it("are all told why there is none", async () => {
    const studio = new Studio();
    studio.refusal = new EventHubError("event_hub_rejected", {
      message: "Wrong key.",
      details: { status: 401 },
    });
    const pages = [await studio.join(), await studio.join()];

    const outcomes = await Promise.all(pages.map((page) => page.connect().catch((error: unknown) => error)));

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        code: "event_hub_rejected",
        message: "Wrong key.",
        details: { status: 401 },
      });
    }
  });

  it("connect once there is a reason no more to refuse them", async () => {
    const studio = new Studio();
    studio.refusal = new EventHubError("event_hub_connection", { message: "down" });
    const page = await studio.join();
    await page.connect().catch(() => undefined);
    studio.refusal = undefined;

    await page.connect();

    expect(studio.open).toHaveLength(1);
  });

  it("take back what a page subscribed to when it closes, and when it crashes", async () => {
    const { studio, pages } = await threePages();
    const [side] = studio.connections;
    await pages[1].send("ftrack.meta.subscribe", { subscriber: { id: "s1" }, subscription: "topic=a" });
    await pages[2].send("ftrack.meta.subscribe", { subscriber: { id: "s2" }, subscription: "topic=b" });
    await pages[2].send("ftrack.meta.subscribe", { subscriber: { id: "s3" }, subscription: "topic=c" });
    await pages[2].send("ftrack.meta.unsubscribe", { subscriber: { id: "s3" } });
    const before = side?.sent.length ?? 0;

    pages[1].connection?.close("done");
    pages[2].page.crash();
    await settlePromises();

    expect(side?.sent.slice(before)).toMatchObject([
      { topic: "ftrack.meta.unsubscribe", data: { subscriber: { id: "s1" } } },
      { topic: "ftrack.meta.unsubscribe", data: { subscriber: { id: "s2" } } },
    ]);
  });

  it("close it when nobody needs it any more", async () => {
    const { studio, pages } = await threePages();

    for (const page of pages) page.connection?.close("done");
    await settlePromises();

    expect(studio.open).toEqual([]);
  });
});

describe("when the page that holds the connection is gone", () => {
  for (const how of ["closes", "crashes"] as const) {
    it(`because it ${how}, another takes over and the others find it`, async () => {
      const { studio, pages } = await threePages();
      const [first, ...others] = pages;

      if (how === "closes") first.sharing.close();
      else first.page.crash();
      for (const side of studio.connections) if (side.page === first.page) side.end("gone");
      await settlePromises();
      const reasons = others.map(({ ended }) => ended);
      await Promise.all(others.map((page) => page.connect()));
      studio.open[0]?.deliver({ topic: "late" });
      await settlePromises();

      expect(reasons).toEqual(Array(2).fill("another page holds the connection now"));
      expect(studio.open).toHaveLength(1);
      expect(others.map(({ events }) => events)).toEqual(Array(2).fill([{ topic: "late" }]));
    });
  }

  it("while others wait for it, they get the next one's", async () => {
    const studio = new Studio();
    const first = await studio.join();
    const second = await studio.join();
    first.page.isSuspended = true;
    const connecting = second.connect();
    await settlePromises();

    first.page.crash();
    await connecting;

    expect(studio.open.map(({ page }) => page)).toEqual([second.page]);
  });

  it("suspended, a page that connects does so by itself", async () => {
    const studio = new Studio();
    const first = await studio.join();
    await first.connect();
    const second = await studio.join();
    first.page.isSuspended = true;

    const connecting = second.connect();
    await studio.clock.advance(2_000);
    await connecting;

    expect(studio.open.map(({ page }) => page)).toEqual([first.page, second.page]);
  });

  it("suspended, pages that only listen notice", async () => {
    const { studio, pages } = await threePages();
    pages[0].page.isSuspended = true;

    await studio.clock.advance(20_000);

    expect(pages[1].ended).toBe("the page that holds the connection gave no sign of life");
  });

  it("quiet but there, nobody is bothered, and the server is asked", async () => {
    const { studio, pages } = await threePages();

    await studio.clock.advance(120_000);

    expect(pages.map(({ ended }) => ended)).toEqual([undefined, undefined, undefined]);
    expect(studio.connections[0]?.probes).toBeGreaterThan(0);
  });
});
