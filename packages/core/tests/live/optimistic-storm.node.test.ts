import type { EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { LiveQuery } from "../../src/live/live-query.js";
import type { Session } from "../../src/session/session.js";
import { isNightly } from "../session/support/nightly.js";
import { createRandom } from "../session/support/random.js";
import { Storm } from "./support/storm.js";
import { openSession, startServer } from "./support/studio.js";

type LooseSession = Session<Record<string, never>>;
type Random = ReturnType<typeof createRandom>;

interface Task {
  readonly id: string;
  readonly name: string;
  readonly bid: number;
  readonly status_id: string | null;
  readonly project_id: string;
  readonly parent_id: string;
}

/** A result, and what it comes to by a model that knows every task. */
interface Case {
  readonly expression: string;
  readonly expected: (tasks: readonly Task[]) => readonly Readonly<Record<string, unknown>>[];
}

const storms = isNightly ? 300 : 15;
const flushWindow = 4;
/** Shows every task, so that what is edited by its key is known. */
const everything = "select name, bid, status_id, project_id, parent_id from Task";

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

const grouped = (tasks: readonly Task[], ...names: readonly (keyof Task)[]) => {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = JSON.stringify(names.map((name) => task[name]));
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  return [...groups.values()].map((members) => ({
    ...Object.fromEntries(names.map((name) => [name, members[0]?.[name]])),
    count_id: members.length,
    sum_bid: members.reduce((sum, { bid }) => sum + bid, 0),
  }));
};

const casesOf = (project: string, status: string): readonly Case[] => [
  {
    expression: everything,
    expected: (tasks) => tasks.map((task) => ({ ...task })),
  },
  {
    expression: "select status_id, count(id), sum(bid) from Task group by status_id",
    expected: (tasks) => grouped(tasks, "status_id"),
  },
  {
    expression: `select status_id, count(id), sum(bid) from Task where project_id is "${project}" group by status_id`,
    expected: (tasks) =>
      grouped(
        tasks.filter(({ project_id }) => project_id === project),
        "status_id",
      ),
  },
  {
    expression:
      "select project_id, status_id, count(id), sum(bid) from Task where bid > 2 group by project_id, status_id",
    expected: (tasks) =>
      grouped(
        tasks.filter(({ bid }) => bid > 2),
        "project_id",
        "status_id",
      ),
  },
  {
    expression: `select name, bid, project_id from Task where status_id is "${status}"`,
    expected: (tasks) =>
      tasks
        .filter(({ status_id }) => status_id === status)
        .map(({ id, name, bid, project_id }) => ({ id, name, bid, project_id })),
  },
];

describe("live results with edits of their own session", () => {
  let server: EmbeddedServer;
  let reader: LooseSession;
  let judge: LooseSession;
  let writer: LooseSession;
  let storm: Storm;

  beforeAll(async () => {
    server = await startServer();
    [reader, judge, writer] = await Promise.all([
      openSession(server, "reader"),
      openSession(server, "reader"),
      openSession(server, "writer"),
    ]);
    storm = await Storm.prepare(writer);
  });

  afterAll(async () => {
    await Promise.all([reader.close(), judge.close(), writer.close()]);
    await server.close();
  });

  const tasksNow = async (): Promise<readonly Task[]> =>
    (await judge
      .query(everything as never)
      .plain()
      .all()) as unknown as readonly Task[];

  const idsOf = async (type: string): Promise<readonly string[]> => {
    const rows = await judge
      .query(`select id from ${type}` as never)
      .plain()
      .all();
    return (rows as unknown as readonly { readonly id: string }[]).map(({ id }) => id);
  };

  /** Edits tasks as a page would, and gives the tasks as they should show now. */
  const edit = async (random: Random, tasks: readonly Task[], statuses: readonly string[]) => {
    let shown = tasks;
    for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
      const task = pick(random, shown);
      const fields = pick<() => Partial<Task>>(random, [
        () => ({ status_id: pick(random, statuses) }),
        () => ({ bid: Math.floor(random() * 8) }),
        () => ({ name: `mine ${Math.floor(random() * 9)}` }),
        () => ({ status_id: pick(random, statuses), bid: Math.floor(random() * 8) }),
      ])();
      const kind = random();
      if (kind < 0.6) reader.update("Task" as never, task.id as never, fields as never);
      else if (kind < 0.75) {
        const [loaded] = await reader.query(`${everything} where id is "${task.id}"` as never);
        if (loaded) Object.assign(loaded, fields);
        else reader.update("Task" as never, task.id as never, fields as never);
      } else if (kind < 0.9) {
        reader.delete(reader.update("Task" as never, task.id as never, {} as never));
        shown = shown.filter(({ id }) => id !== task.id);
        continue;
      } else {
        const { project_id, parent_id } = task;
        const values = { name: "new", bid: 1, status_id: null, project_id, parent_id, ...fields };
        const { id } = reader.create("Task" as never, values as never) as unknown as Task;
        shown = [...shown, { id, ...values }];
        continue;
      }
      shown = shown.map((one) => (one.id === task.id ? { ...one, ...fields } : one));
    }
    return shown;
  };

  const settled = <Row>(lives: readonly LiveQuery<Row>[]) =>
    vi.waitUntil(() => lives.every((live) => live.getSnapshot().status === "live"), {
      interval: 5,
      timeout: 5_000,
    });

  it(`shows the edits of each of ${storms} rounds at once, and the server's rows after them`, {
    timeout: 900_000,
  }, async () => {
    const statuses = (await idsOf("Status")).slice(0, 4);
    for (let seed = 0; seed < storms; seed++) {
      const random = createRandom(seed);
      const before = await tasksNow();
      const cases = casesOf(pick(random, before).project_id, pick(random, statuses));
      const lives = cases.map(({ expression }) => reader.live(expression as never, { flushWindow }));
      await settled(lives);

      const edited = await edit(random, before, statuses);
      await Promise.resolve();
      const atOnce = lives.map((live, index) =>
        comparable(cases[index]?.expression, live.getSnapshot().rows),
      );
      const outcome = random();
      if (outcome < 0.3) reader.rollback();
      const ended =
        outcome < 0.3 ? storm.rage(random, 3) : Promise.all([storm.rage(random, 3), reader.commit()]);
      // What the others removed cannot be changed: what is left of the edits is given up.
      await Promise.resolve(ended).catch(() => reader.rollback());

      for (const [index, { expression, expected }] of cases.entries()) {
        const say = `round ${seed}: ${expression}`;
        expect(atOnce[index], say).toBe(comparable(expression, expected(edited)));
        const final = comparable(expression, expected(await tasksNow()));
        await expect
          .poll(() => comparable(expression, lives[index]?.getSnapshot().rows ?? []), {
            interval: 5,
            timeout: 2_000,
            message: `${say}\n${storm.history}`,
          })
          .toBe(final);
      }
      for (const live of lives) live.close();
    }
  });
});

/** What is selected, in an order of its own; servers send more. */
function comparable(expression = "", rows: readonly unknown[]): string {
  const names = /^select (.+?) from/.exec(expression)?.[1]?.split(", ") ?? [];
  const columns = names.map((name) => name.replace(/(\w+)\((\w+)\)/, "$1_$2"));
  if (!expression.includes("group by")) columns.push("id");
  const texts = rows.map((row) =>
    JSON.stringify(columns.map((name) => (row as Readonly<Record<string, unknown>>)[name])),
  );
  return texts.sort().join("\n");
}
