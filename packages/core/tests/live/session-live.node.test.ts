import type { EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MemoryCache } from "../../src/cache/memory-cache.js";
import type { LiveQuery } from "../../src/live/live-query.js";
import { Session } from "../../src/session/session.js";
import { createFakePlatform } from "../../src/testing/fake-platform.js";
import { Storm } from "./support/storm.js";
import { openSession, realClock, startServer, update } from "./support/studio.js";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly status: { readonly name: string };
}

const expression = "select name, status.name from Task order by name, id";

describe("session.live", () => {
  let server: EmbeddedServer;
  let other: Awaited<ReturnType<typeof openSession>>;

  beforeAll(async () => {
    server = await startServer();
    other = await openSession(server, "writer");
    await Storm.prepare(other);
  });

  afterAll(async () => {
    await other.close();
    await server.close();
  });

  const openTyped = (cache?: MemoryCache): Promise<Session> => {
    const { fetch, openWebSocket, url } = server;
    const platform = createFakePlatform({ fetch, openWebSocket, clock: realClock });
    return Session.open({ serverUrl: url, apiUser: "reader", apiKey: "reader-key", cache }, platform);
  };

  const until = <Shown>(live: LiveQuery<Shown>, holds: (rows: readonly Row[]) => boolean) =>
    vi.waitUntil(
      () => live.getSnapshot().status === "live" && holds(live.getSnapshot().rows as readonly Row[]),
      { interval: 5, timeout: 5_000 },
    );

  it("connects the event hub and follows what others do", async () => {
    await using session = await openTyped();
    const live = session.live(expression, { flushWindow: 5 });
    await until(live, (rows) => rows.length > 0);
    const [first] = live.getSnapshot().rows;

    const mine = await session.get("Task", first!.id);
    const theirs = (await other.get("Task" as never, first!.id)) as unknown as { name: string };
    theirs.name = "renamed by others";
    await other.commit();

    await until(live, (rows) => rows.some(({ name }) => name === "renamed by others"));
    expect(mine).not.toBeNull();
  });

  it("shows an edit at once and never falls back on its way to the server and back", async () => {
    await using session = await openTyped();
    const live = session.live(expression, { flushWindow: 5 });
    await until(live, (rows) => rows.length > 0);
    const [task] = await session.query("select name, status.name from Task order by name desc limit 1");
    const seen: string[] = [];
    live.subscribe((rows) => seen.push(rows.find(({ id }) => id === task!.id)?.name ?? "gone"));
    await Promise.resolve();
    seen.length = 0;

    task!.name = "zz edited";
    await Promise.resolve();
    const atOnce = [...seen];
    await session.commit();
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(atOnce).toEqual(["zz edited"]);
    expect(new Set(seen)).toEqual(new Set(["zz edited"]));
  });

  it("shows a new task through its commit without a gap, and takes it back on rollback", async () => {
    await using session = await openTyped();
    const live = session.live('select name, parent_id from Task where name is "brandnew"', {
      flushWindow: 5,
    });
    const [shot] = await session.query("select id from Shot limit 1");
    await until(live, () => true);
    const counts: number[] = [];
    live.subscribe((rows) => counts.push(rows.length));
    await Promise.resolve();
    counts.length = 0;

    session.create("Task", { name: "brandnew", parent: shot! });
    await Promise.resolve();
    session.rollback();
    await Promise.resolve();
    const takenBack = counts.splice(0);
    session.create("Task", { name: "brandnew", parent: shot! });
    await session.commit();
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(takenBack).toEqual([1, 0]);
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  it("counts an edit at once, and settles on the server's count without falling back", async () => {
    await using session = await openTyped();
    const counts = session.live("select status_id, count(id) from Task group by status_id", {
      flushWindow: 5,
    });
    await vi.waitUntil(() => counts.getSnapshot().status === "live", { interval: 5, timeout: 5_000 });
    const [task] = await session.query("select status_id from Task limit 1");
    const [status] = await session.query(
      `select id from Status where id is_not "${task!.status_id}" limit 1`,
    );
    const countOf = (id: string) =>
      counts.getSnapshot().rows.find(({ status_id }) => status_id === id)?.count_id ?? 0;
    const before = countOf(status!.id);
    const seen: number[] = [];
    counts.subscribe(() => seen.push(countOf(status!.id)));
    await Promise.resolve();
    seen.length = 0;

    task!.status_id = status!.id;
    await Promise.resolve();
    const atOnce = countOf(status!.id);
    await session.commit();
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(atOnce).toBe(before + 1);
    expect(new Set(seen)).toEqual(new Set([before + 1]));
  });

  it("moves a task that is edited by its key from one result to another, and counts it there, at once", async () => {
    await using session = await openTyped();
    const statuses = await session.query("select id from Status limit 2").plain().all();
    const [from, to] = statuses.map(({ id }) => id) as [string, string];
    await other.call(
      (
        await other
          .query("select id from Task limit 2" as never)
          .plain()
          .all()
      ).map((task) => update("Task", [(task as unknown as Row).id], { status_id: from })) as never,
    );
    const column = (id: string) =>
      session.live(
        `select name, status_id, parent.name, assignments.resource.username from Task where status_id is "${id}"`,
        {
          flushWindow: 5,
        },
      );
    const [left, right] = [column(from), column(to)];
    const counts = session.live("select status_id, count(id) from Task group by status_id", {
      flushWindow: 5,
    });
    const all = [left, right, counts];
    await vi.waitUntil(() => all.every((live) => live.getSnapshot().status === "live"), { timeout: 5_000 });
    const look = () => [
      left.getSnapshot().rows.length,
      right.getSnapshot().rows.length,
      ...[from, to].map(
        (id) => counts.getSnapshot().rows.find(({ status_id }) => status_id === id)?.count_id ?? 0,
      ),
    ];
    const [task] = left.getSnapshot().rows;
    const before = look();
    const seen: string[] = [];
    for (const live of all) live.subscribe(() => seen.push(String(look())));
    await Promise.resolve();
    seen.length = 0;

    session.update("Task", task!.id, { status_id: to });
    await Promise.resolve();
    const atOnce = look();
    const arrived = right.getSnapshot().rows.find(({ id }) => id === task!.id);
    await session.commit();
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(atOnce).toEqual([before[0]! - 1, before[1]! + 1, before[2]! - 1, before[3]! + 1]);
    expect(arrived).toMatchObject({ name: task!.name, parent: task!.parent });
    expect(look()).toEqual(atOnce);
    expect(seen.at(-1)).toBe(String(atOnce));
  });

  it("keeps an edit the server refused, until it is rolled back", async () => {
    await using session = await openTyped();
    const live = session.live(expression, { flushWindow: 5 });
    await until(live, (rows) => rows.length > 0);
    const [task] = await session.query("select name, status_id from Task order by name desc limit 1");
    const before = task!.name;
    const shown = () => live.getSnapshot().rows.find(({ id }) => id === task!.id)?.name;

    task!.name = "";
    task!.status_id = "no such status";
    const failure = await session.commit().catch((error: unknown) => error);
    await Promise.resolve();
    const afterFailure = shown();
    session.rollback();
    await Promise.resolve();

    expect(failure).toBeInstanceOf(Error);
    expect(afterFailure).toBe("");
    expect(shown()).toBe(before);
  });

  it("shows stored rows before the server answers, where the session has a cache", async () => {
    const cache = new MemoryCache();
    await using first = await openTyped(cache);
    await until(first.live(expression), (rows) => rows.length > 0);
    await first.close();

    await using second = await openTyped(cache);
    const live = second.live(expression);
    const statuses: string[] = [];
    live.subscribe((rows, { status }) => statuses.push(`${status} ${rows.length > 0}`));
    await until(live, (rows) => rows.length > 0);

    expect(statuses[0]).toBe("stale true");
    expect(statuses.at(-1)).toBe("live true");
  });

  it("ends with the session, and refuses to begin after it", async () => {
    const session = await openTyped();
    const live = session.live(expression);
    await until(live, (rows) => rows.length > 0);

    await session.close();

    expect(live.closed).toBe(true);
    expect(() => session.live(expression)).toThrow(expect.objectContaining({ code: "session_closed" }));
  });

  it("says what is wrong with a query", async () => {
    await using session = await openTyped();

    const misspelt = session.live("select nmae from Task" as never);
    const malformed = session.live("select name from Task where (" as never);
    await vi.waitUntil(() => [misspelt, malformed].every((live) => live.getSnapshot().status === "failed"), {
      timeout: 5_000,
    });

    expect(misspelt.getSnapshot().error).toMatchObject({ code: "query_unknown_attribute" });
    expect(malformed.getSnapshot().error).toMatchObject({ code: "query_syntax" });
    expect(malformed.closed).toBe(true);
  });
});
