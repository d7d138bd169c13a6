import { beforeEach, describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors/query-error.js";
import type { LiveRow } from "../../src/live/live-host.js";
import type { LiveChange } from "../../src/live/snapshot.js";
import { FakeHost, pendingTask } from "./support/fake-host.js";

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
});

const task = (id: string, values: Readonly<Record<string, unknown>> = {}): LiveRow =>
  Object.freeze({ __entity_type__: "Task", id, project_id: "project", ...values });

const names = (rows: readonly unknown[]): unknown[] => rows.map((row) => (row as LiveRow).name);

/** A live result that has its first answer. */
async function open(expression: string, rows: readonly LiveRow[], options = {}) {
  host.answer = () => rows;
  const live = host.live(expression, options);
  await host.clock.advance(0);
  host.asked.length = 0;
  return live;
}

describe("a live result", () => {
  it("is loading until the first answer, and then live", async () => {
    host.answer = () => [task("a", { name: "one" })];

    const live = host.live("select name from Task");
    const before = live.getSnapshot();
    await host.clock.advance(0);

    expect(before).toMatchObject({ status: "loading", rows: [], updatedAt: undefined });
    expect(live.getSnapshot()).toMatchObject({ status: "live", updatedAt: host.clock.now() });
    expect(host.asked).toEqual(["select name, id from Task"]);
  });

  it("shows stored rows as stale until the server has answered", async () => {
    host.stored.set("select name, id from Task", { rows: [task("a", { name: "old" })], updatedAt: 7 });
    let answer: (rows: LiveRow[]) => void = () => undefined;
    host.answer = () => new Promise((resolve) => (answer = resolve));

    const live = host.live("select name from Task");
    await host.clock.advance(0);
    const early = live.getSnapshot();
    answer([task("a", { name: "new" })]);
    await host.clock.settle();

    expect(early).toMatchObject({ status: "stale", updatedAt: 7, rows: [{ name: "old" }] });
    expect(live.getSnapshot()).toMatchObject({ status: "live", rows: [{ name: "new" }] });
  });

  it("shows a new value that an event tells, without asking", async () => {
    const live = await open("select name from Task", [
      task("a", { name: "one" }),
      task("b", { name: "two" }),
    ]);
    const [, second] = live.getSnapshot().rows;

    host.update("a", { name: ["one", "uno"] });
    await host.clock.advance(1_000);

    expect(names(live.getSnapshot().rows)).toEqual(["uno", "two"]);
    expect(live.getSnapshot().rows[1]).toBe(second);
    expect(host.asked).toEqual([]);
  });

  it("lets a row go without asking when the event shows that it no longer matches", async () => {
    const live = await open('select name from Task where status_id is "todo"', [task("a"), task("b")]);

    host.update("a", { status_id: ["todo", "done"] });
    await host.clock.advance(1_000);

    expect(live.getSnapshot().rows).toMatchObject([{ id: "b" }]);
    expect(host.asked).toEqual([]);
  });

  it("passes over what happens in other projects", async () => {
    const live = await open('select name from Task where project.id is "project"', [task("a")]);

    host.update("z", { status_id: ["todo", "done"] }, { project: "elsewhere" });
    host.update("y", { name: [null, "new"] }, { project: "elsewhere", action: "add" });
    await host.clock.advance(1_000);

    expect(live.getSnapshot().rows).toHaveLength(1);
    expect(host.asked).toEqual([]);
  });

  it("asks for rows that may have arrived, all of a window at once", async () => {
    const live = await open('select name from Task where status.name is "todo"', [
      task("b", { name: "two" }),
    ]);
    host.answer = () => [task("a", { name: "one" })];

    host.update("a", { status_id: ["done", "todo"] });
    host.update("c", { status_id: ["done", "todo"] });
    await host.clock.advance(1_000);

    expect(host.asked).toEqual([
      'select name, id from Task where status.name is "todo" and id in ("a", "c")',
    ]);
    expect(names(live.getSnapshot().rows)).toEqual(["one", "two"]);
  });

  it("runs an ordered query again when a row may have moved", async () => {
    const live = await open("select name from Task order by bid", [task("a"), task("b")]);
    host.answer = () => [task("b"), task("a")];

    host.update("a", { bid: [1, 9] });
    await host.clock.advance(1_000);

    expect(host.asked).toEqual(["select name, id from Task order by bid"]);
    expect(live.getSnapshot().rows).toMatchObject([{ id: "b" }, { id: "a" }]);
  });

  it("fills the place of a row that left a limited result", async () => {
    const live = await open("select name from Task where bid > 3 order by name limit 1", [task("a")]);
    host.answer = () => [task("b")];

    host.update("a", { bid: [5, 1] });
    await host.clock.advance(1_000);

    expect(live.getSnapshot().rows).toMatchObject([{ id: "b" }]);
  });

  it("asks again for rows whose related entities changed", async () => {
    await open("select name, status.name from Task", [
      task("a", { status: { __entity_type__: "Status", id: "todo", name: "todo" } }),
      task("b", { status: { __entity_type__: "Status", id: "done", name: "done" } }),
    ]);

    host.update("done", { name: ["done", "finished"] }, { entityType: "Status" });
    await host.clock.advance(1_000);

    expect(host.asked).toEqual(['select name, status.name, id from Task where id in ("b")']);
  });

  it("counts groups anew when a member changes group", async () => {
    const live = await open("select status_id, count(id) from Task group by status_id", [
      { status_id: "todo", count_id: 2 },
    ]);
    host.answer = () => [
      { status_id: "done", count_id: 1 },
      { status_id: "todo", count_id: 1 },
    ];

    host.update("a", { name: ["one", "uno"] });
    await host.clock.advance(1_000);
    const unconcerned = host.asked.length;
    host.update("a", { status_id: ["todo", "done"] });
    await host.clock.advance(1_000);

    expect(unconcerned).toBe(0);
    expect(host.asked).toEqual(["select status_id, count(id) from Task group by status_id"]);
    expect(live.getSnapshot().rows).toHaveLength(2);
  });

  it("costs at most two requests a second in a storm, and calls back no more often than screens change", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => task(`task-${index}`, { name: "before" }));
    const live = await open("select name, status.name from Task order by name", rows);
    let calls = 0;
    live.subscribe(() => calls++);
    await host.clock.settle();
    calls = 0;

    for (let event = 0; event < 10_000; event++) {
      host.update(`task-${event % 200}`, { status_id: ["todo", "done"], name: ["before", `name ${event}`] });
      await host.clock.advance(1);
    }

    expect(host.asked.length).toBeGreaterThan(0);
    expect(host.asked.length).toBeLessThanOrEqual(20);
    expect(calls).toBeLessThanOrEqual(10_000 / 16);
  });

  it("keeps patches of a storm within one call a frame", async () => {
    const live = await open("select name from Task", [task("a", { name: "0" })]);
    const seen: unknown[] = [];
    live.subscribe((rows) => seen.push(names(rows)[0]));
    await host.clock.settle();
    seen.length = 0;

    for (let event = 1; event <= 100; event++) host.update("a", { name: [null, String(event)] });
    await host.clock.advance(100);

    expect(seen).toEqual(["100"]);
  });

  it("asks again for what changed while an answer was under way", async () => {
    const live = await open("select name, status_id from Task", [task("a", { name: "one" })]);
    let answer: (rows: LiveRow[]) => void = () => undefined;
    host.answer = () => new Promise((resolve) => (answer = resolve));
    live.refresh();
    await host.clock.advance(500);

    host.update("a", { name: ["one", "two"] });
    host.answer = () => [task("a", { name: "two" })];
    answer([task("a", { name: "one" })]);
    await host.clock.advance(1_000);

    expect(names(live.getSnapshot().rows)).toEqual(["two"]);
    expect(host.asked).toHaveLength(2);
  });

  it("only collects while the page is hidden, and catches up in one request", async () => {
    await open("select name, parent.name from Task", [task("a")]);

    host.tell((listener) => listener.onVisible(false));
    for (let event = 0; event < 5; event++) {
      host.update("a", { parent_id: ["x", "y"] });
      await host.clock.advance(1_000);
    }
    const whileHidden = host.asked.length;
    host.tell((listener) => listener.onVisible(true));
    await host.clock.advance(0);

    expect(whileHidden).toBe(0);
    expect(host.asked).toHaveLength(1);
  });

  it("is stale while no events come, and asks for everything when they come again", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);

    host.following = false;
    host.tell((listener) => listener.onFollowing(false));
    const without = live.getSnapshot().status;
    host.answer = () => [task("a", { name: "two" })];
    host.following = true;
    host.tell((listener) => listener.onFollowing(true));
    await host.clock.advance(1_000);

    expect(without).toBe("stale");
    expect(live.getSnapshot()).toMatchObject({ status: "live", rows: [{ name: "two" }] });
    expect(host.asked).toEqual(["select name, id from Task"]);
  });

  it("tells of a failure, keeps what it has and tries again", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);
    const changes: LiveChange[] = [];
    live.subscribe((_rows, change) => changes.push(change));
    await host.clock.settle();
    const problem = new Error("no network");
    host.answer = () => Promise.reject(problem);

    live.refresh();
    await host.clock.advance(500);
    const failed = live.getSnapshot();
    host.answer = () => [task("a", { name: "two" })];
    await host.clock.advance(10_000);

    expect(failed).toMatchObject({ status: "stale", error: problem, rows: [{ name: "one" }] });
    expect(changes.map(({ error }) => error)).toContain(problem);
    expect(live.getSnapshot()).toMatchObject({ status: "live", error: undefined, rows: [{ name: "two" }] });
  });

  it("fails for good when the query asks for what there is not", async () => {
    host.answer = () => Promise.reject(new QueryError("query_unknown_attribute", { message: "No such." }));

    const live = host.live("select name from Task");
    await host.clock.advance(200_000);

    expect(live.getSnapshot()).toMatchObject({ status: "failed", rows: [] });
    expect(live.closed).toBe(true);
    expect(host.asked).toHaveLength(1);
  });

  it("goes on when a subscriber throws", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);
    const seen: unknown[] = [];
    live.subscribe(() => {
      throw new Error("careless");
    });
    live.subscribe((rows) => seen.push(...names(rows)));
    await host.clock.settle();

    host.update("a", { name: ["one", "two"] });
    await host.clock.advance(100);

    expect(seen).toEqual(["one", "two"]);
    expect(host.warnings).toHaveLength(2);
  });

  it("gives every state to a loop until it is closed", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);
    const seen: unknown[] = [];
    const loop = (async () => {
      for await (const rows of live) seen.push(...names(rows));
    })();
    await host.clock.settle();

    host.update("a", { name: ["one", "two"] });
    await host.clock.advance(100);
    live.close();
    live.close();
    await loop;

    expect(seen).toEqual(["one", "two"]);
    expect(host.isListenedTo).toBe(false);
    expect(host.clock.pending).toBe(0);
  });
});

describe("local changes in a live result", () => {
  const todo = 'select name from Task where status_id is "todo"';

  it("show at once, and fall back when they are given up", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);

    host.local = [pendingTask("a", { name: "mine" })];
    host.tell((listener) => listener.onPending());
    const during = live.getSnapshot().rows;
    host.local = [];
    host.tell((listener) => listener.onPending());

    expect(names(during)).toEqual(["mine"]);
    expect(names(live.getSnapshot().rows)).toEqual(["one"]);
    expect(host.asked).toEqual([]);
  });

  it("move a row from one result to another", async () => {
    const live = await open(todo, [task("a", { name: "one" })]);

    host.local = [
      pendingTask("a", { status_id: "done" }),
      pendingTask("b", { status_id: "todo", name: "two" }),
      pendingTask("c", { name: "unconcerned" }),
    ];
    host.tell((listener) => listener.onPending());

    expect(names(live.getSnapshot().rows)).toEqual(["two"]);
  });

  it("arrive in a limited result until the server says that they are beyond the limit", async () => {
    const live = await open(`${todo} limit 1`, [task("a", { name: "one" })]);
    const arriving = pendingTask("b", { status_id: "todo", name: "two" });

    host.local = [arriving];
    host.tell((listener) => listener.onPending());
    const during = names(live.getSnapshot().rows);
    host.local = [];
    host.tell((listener) => listener.onCommitted([arriving]));
    host.answer = () => [task("a", { name: "one" })];
    await host.clock.advance(1_000);

    expect(during).toEqual(["one", "two"]);
    expect(names(live.getSnapshot().rows)).toEqual(["one"]);
  });

  it("add new rows and take deleted ones away", async () => {
    const live = await open(todo, [task("a", { name: "one" })]);

    host.local = [
      pendingTask("a", {}, "deleted"),
      pendingTask("b", { name: "new", status_id: "todo" }, "created"),
      pendingTask("c", { name: "other", status_id: "done" }, "created"),
    ];
    host.tell((listener) => listener.onPending());

    expect(live.getSnapshot().rows).toMatchObject([{ id: "b", name: "new" }]);
  });

  it("stay between the answer to a commit and the next answer to the query", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);
    const seen: unknown[] = [];
    live.subscribe((rows) => seen.push(names(rows)[0]));
    await host.clock.settle();
    const mine = pendingTask("a", { name: "mine" });

    host.local = [mine];
    host.tell((listener) => listener.onPending());
    host.local = [];
    host.tell((listener) => listener.onCommitted([mine]));
    host.tell((listener) => listener.onPending());
    host.answer = () => [task("a", { name: "MINE" })];
    await host.clock.advance(1_000);

    expect(seen).toEqual(["one", "mine", "MINE"]);
    expect(host.asked).toEqual(['select name, id from Task where id in ("a")']);
  });

  it("stay when the answer that arrives was asked for before the commit", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })]);
    let answer: (rows: LiveRow[]) => void = () => undefined;
    host.answer = () => new Promise((resolve) => (answer = resolve));
    live.refresh();
    await host.clock.advance(500);

    host.tell((listener) => listener.onCommitted([pendingTask("a", { name: "mine" })]));
    host.answer = () => [task("a", { name: "mine" })];
    answer([task("a", { name: "one" })]);
    await host.clock.settle();
    const between = names(live.getSnapshot().rows);
    await host.clock.advance(1_000);

    expect(between).toEqual(["mine"]);
    expect(host.asked).toHaveLength(2);
  });

  it("show a related entity as other rows show it, where the session has not loaded it", async () => {
    const status = (id: string, name: string) => ({ __entity_type__: "Status", id, name });
    const live = await open("select name, status_id, status.name from Task", [
      task("a", { status_id: "todo", status: status("todo", "To do") }),
      task("b", { status_id: "done", status: status("done", "Done") }),
    ]);

    const moved = pendingTask("a", { status_id: "done", status: { __entity_type__: "Status", id: "done" } });
    host.local = [moved];
    host.tell((listener) => listener.onPending());

    expect(live.getSnapshot().rows[0]).toMatchObject({ status_id: "done", status: { name: "Done" } });
  });

  it("show that a value is unset", async () => {
    const live = await open("select name, status_id, status.name from Task", [
      task("a", { status_id: "todo", status: { __entity_type__: "Status", id: "todo", name: "To do" } }),
    ]);

    host.local = [pendingTask("a", { status_id: null, status: null })];
    host.tell((listener) => listener.onPending());

    expect(live.getSnapshot().rows[0]).toMatchObject({ status_id: null, status: null });
  });

  it("show in the rows of entities they belong to, and stay until these rows are answered again", async () => {
    const status = { __entity_type__: "Status", id: "done", name: "Done" };
    const live = await open("select name, status.name from Task", [
      task("a", { status }),
      task("b", { status: null }),
    ]);
    const [, second] = live.getSnapshot().rows;
    const seen: unknown[] = [];
    live.subscribe((rows) => seen.push((rows[0] as unknown as { status: LiveRow }).status.name));
    await host.clock.settle();
    const renamed = { ...pendingTask("done", { name: "Finished" }), entityType: "Status" };

    host.local = [renamed];
    host.tell((listener) => listener.onPending());
    host.local = [];
    host.tell((listener) => listener.onCommitted([renamed]));
    host.tell((listener) => listener.onPending());
    host.answer = () => [task("a", { status: { ...status, name: "Finished" } })];
    await host.clock.advance(1_000);

    expect(seen).toEqual(["Done", "Finished"]);
    expect(live.getSnapshot().rows[1]).toBe(second);
    expect(host.asked).toEqual(['select name, status.name, id from Task where id in ("a")']);
  });

  it("do not show where they are not wanted", async () => {
    const live = await open("select name from Task", [task("a", { name: "one" })], { optimistic: false });

    host.local = [pendingTask("a", { name: "mine" })];
    host.tell((listener) => listener.onPending());

    expect(names(live.getSnapshot().rows)).toEqual(["one"]);
  });
});

describe("local changes in counts", () => {
  const counts =
    'select status_id, count(id), sum(bid) from Task where project_id is "project" group by status_id';
  const group = (status_id: string, count_id: number, sum_bid: number) => ({ status_id, count_id, sum_bid });
  const here = { project_id: "project" };
  const moved = (state?: "modified") =>
    pendingTask("a", { ...here, bid: 3, status_id: "done" }, state, { ...here, bid: 3, status_id: "todo" });

  it("move an entity from one group to another, and back when they are given up", async () => {
    const live = await open(counts, [group("todo", 2, 10), group("done", 1, 4)]);

    host.local = [moved()];
    host.tell((listener) => listener.onPending());
    const during = live.getSnapshot().rows;
    host.local = [];
    host.tell((listener) => listener.onPending());

    expect(during).toEqual([group("todo", 1, 7), group("done", 2, 7)]);
    expect(live.getSnapshot().rows).toEqual([group("todo", 2, 10), group("done", 1, 4)]);
  });

  it("make groups and end them", async () => {
    const live = await open(counts, [group("todo", 1, 3)]);

    host.local = [moved(), pendingTask("b", { ...here, bid: 1, status_id: "new" }, "created")];
    host.tell((listener) => listener.onPending());

    expect(live.getSnapshot().rows).toEqual([group("done", 1, 3), group("new", 1, 1)]);
  });

  it("stay between the answer to a commit and the next counts", async () => {
    const live = await open(counts, [group("todo", 2, 10), group("done", 1, 4)]);
    const seen: unknown[] = [];
    live.subscribe((rows) => seen.push((rows[0] as unknown as { count_id: number }).count_id));
    await host.clock.settle();

    host.local = [moved()];
    host.tell((listener) => listener.onPending());
    host.local = [];
    host.tell((listener) => listener.onCommitted([moved()]));
    host.tell((listener) => listener.onPending());
    host.answer = () => [group("todo", 1, 7), group("done", 2, 7)];
    await host.clock.advance(1_000);

    expect(seen).toEqual([2, 1]);
    expect(host.asked).toHaveLength(1);
  });

  it("wait for the server where it is not known what an entity was counted as", async () => {
    const live = await open(counts, [group("todo", 2, 10)]);

    host.local = [pendingTask("a", { ...here, bid: 3, status_id: "done" })];
    host.tell((listener) => listener.onPending());

    expect(live.getSnapshot().rows).toEqual([group("todo", 2, 10)]);
  });
});
