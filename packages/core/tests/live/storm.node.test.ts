import type { EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { LiveQuery } from "../../src/live/live-query.js";
import type { Session } from "../../src/session/session.js";
import { isNightly } from "../session/support/nightly.js";
import { createRandom } from "../session/support/random.js";
import { Storm } from "./support/storm.js";
import { openSession, startServer } from "./support/studio.js";

type LooseSession = Session<Record<string, never>>;

const storms = isNightly ? 1_000 : 50;
const liveAtOnce = 5;
/** Short, so that a storm meets answers under way as often as possible. */
const flushWindow = 4;

/** Every kind of thing a result can depend on. */
const expressions = [
  "Task",
  "select name, bid, description from Task",
  'select name from Task where project.name is "lantern"',
  'select name, status.name from Task where status.name is "In progress" order by name',
  "select name, bid from Task where bid > 3 order by bid desc, name limit 4",
  "select name, bid from Task order by name, id offset 2 limit 3",
  "select name, status_id from Task where status_id is none or bid is 0",
  'select name, parent.name, project.full_name from Task where not parent.name is "s1"',
  "select name, assignments.resource.username from Task",
  'select name from Task where assignments any (resource.username is "writer")',
  "select name, children.name, children.status.name from Shot order by name",
  "select name, custom_attributes from Shot",
  'select name from Shot where custom_attributes any (key is "fstart" and value > 1005)',
  "select name, metadata from Shot where metadata any ()",
  "select name, notes.content, notes.author.username from Shot",
  'select content, parent_id from Note where content like "%b%"',
  "select version, asset.name, status.name from AssetVersion where asset.parent.name is s2 order by version",
  "select asset.name, asset.latest_version.version from AssetVersion where is_latest_version is true",
  "select name, descendants.name from Project",
  "select name, ancestors.name from Task order by parent.name, name",
  "select name, sort from Status order by sort, name",
  "select key, value from Metadata",
  "select status.name, count(id) from Task group by status.name",
  'select status_id, count(id), sum(bid) from TypedContext where project.name is "lantern" group by status_id',
  "select name from TypedContext where id in (select parent_id from Task where bid > 4)",
  'select name, link from Task where project.id in (select id from Project where name is "lantern")',
  "select name from Task where status.state.short is DONE or priority.name is High order by status.sort, name",
] as const;

describe("live results in a storm of edits", () => {
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
    // Keeps the subscription from one storm to the next.
    await settled(reader.live("Status" as never));
    storm = await Storm.prepare(writer);
  });

  afterAll(async () => {
    await Promise.all([reader.close(), judge.close(), writer.close()]);
    await server.close();
  });

  const fresh = async (expression: string): Promise<string> =>
    comparable(
      expression,
      await judge
        .query(expression as never)
        .plain()
        .all(),
    );

  const shown = <Shown>(expression: string, live: LiveQuery<Shown>): string =>
    live.getSnapshot().status === "live" ? comparable(expression, live.getSnapshot().rows) : "not live";

  it(`shows what a fresh query gives after each of ${storms} storms`, { timeout: 900_000 }, async () => {
    for (let seed = 0; seed < storms; seed++) {
      const random = createRandom(seed);
      const chosen = Array.from(
        { length: liveAtOnce },
        (_, index) => expressions[(seed * liveAtOnce + index) % expressions.length] as string,
      );
      const lives = chosen.map((expression) => reader.live(expression as never, { flushWindow }));

      // Some have to keep up from their first answer on, others find the storm under way when they ask.
      if (seed % 4 !== 0) await Promise.all(lives.map(settled));
      await storm.rage(random, 8);

      for (const [index, expression] of chosen.entries()) {
        const live = lives[index] as (typeof lives)[number];
        const expected = await fresh(expression);
        await expect
          .poll(() => shown(expression, live), {
            interval: 5,
            timeout: 2_000,
            message: `storm ${seed}: ${expression}\n${storm.history}`,
          })
          .toBe(expected);
      }
      for (const live of lives) live.close();
    }
  });
});

const settled = <Shown>(live: LiveQuery<Shown>): Promise<boolean> =>
  vi.waitUntil(() => live.getSnapshot().status === "live", { interval: 5, timeout: 5_000 });

/** Without an order, only which rows there are counts. */
function comparable(expression: string, rows: readonly unknown[]): string {
  const texts = rows.map((row) => JSON.stringify(sorted(row)));
  return (expression.includes("order by") ? texts : texts.sort()).join("\n");
}

/** The server gives members of collections in the order of their keys, and attributes in that of the query. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
