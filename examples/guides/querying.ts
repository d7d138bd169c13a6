import assert from "node:assert/strict";
import { any, contains, greaterThan, oneOf, or, ql, Session } from "ftrack-kit";

export async function querying(): Promise<void> {
  await using session = await Session.open();
  const print = (..._values: unknown[]) => undefined;

  // #region text
  const tasks = await session.query(
    'select name, bid, status.name from Task where project.name is "lantern_tide" order by name',
  );
  print(tasks[0]?.name, tasks[0]?.status.name); // typed: string, string
  // #endregion text
  assert.ok(tasks.length > 0);

  // #region ways
  const query = session.query("select name from Task");
  const all = await query; // every row
  const first = await query.first(); // one row or null
  const count = await query.count(); // a number; loads keys only
  for await (const task of query) print(task.name); // the next page is on its way
  for await (const page of query.pages()) print(page.length);
  // #endregion ways
  assert.equal(all.length, count);
  assert.ok(first);

  // #region one
  const bunny = await session
    .query('select id from Project where name is "paper_comet"')
    .one();
  const perhaps = await session
    .query('select id from Project where name is "bunny"')
    .maybeOne();
  // #endregion one
  assert.ok(bunny && perhaps === null);

  const search = 'he said "100%"';
  const ids = tasks.slice(0, 3).map(({ id }) => id);
  // #region values
  await session.query(
    ql`select name from Task where id in ${ids} and name is_not ${search}`,
  );
  await session.query(ql`select name from Task where name like "%${ql.like(search)}%"`);

  // With placeholders the compiler still reads the type of the rows from the text:
  const named = await session.query(
    ql.bind("select name, bid from Task where name is {name}", { name: search }),
  );
  // #endregion values
  assert.equal(named.length, 0);

  // #region builder
  const busy = await session
    .from("Task")
    .select("name", "status.name", "parent.name")
    .where(
      { project: { name: "lantern_tide" }, bid: greaterThan(0) },
      { assignments: any({ resource: { username: "yuki.marlowe" } }) },
      or(
        { name: contains("light") },
        { status: { name: ["In progress", "Pending Review"] } },
      ),
    )
    .orderBy("parent.name")
    .limit(20);
  // #endregion builder
  for (const { name, status } of busy) assert.ok(name && status.name);

  // #region subquery
  const shots = session
    .from("Shot")
    .select("id")
    .where({ name: contains("DAWN") });
  const onShots = await session.from("Task").where({ parent_id: oneOf(shots) });
  // #endregion subquery
  assert.ok(onShots.length > 0);

  // #region group
  const load = await session.query(
    'select status.name, count(id) from Task where project.name is "lantern_tide" group by status.name',
  );
  // #endregion group
  assert.ok(load.length > 1);

  // #region plain
  const rows = await session
    .query("select name, status.name from Task limit 10")
    .plain();
  postToWorker(JSON.stringify(rows)); // frozen, JSON-safe, no entities behind them
  // #endregion plain
  assert.ok(Object.isFrozen(rows[0]));

  // #region search
  const found = await session.search({ entityType: "Shot", terms: ["dawn"] });
  // #endregion search
  assert.ok(found.length > 0);

  // #region together
  const [projects, users, statuses] = await Promise.all([
    session.query("select full_name from Project"),
    session.query("select username from User"),
    session.query("select name from Status"),
  ]); // one request
  // #endregion together
  assert.ok(projects.length && users.length && statuses.length);

  // #region cancel
  const controller = new AbortController();
  const slow = session.query("Task", { signal: controller.signal, pageSize: 50 });
  const reading = slow.all();
  controller.abort(new Error("the user left"));
  // #endregion cancel
  await assert.rejects(reading, /the user left/);

  // #region max
  const guarded = session.query("Task").all({ max: 10 }); // rejects: query_truncated
  // #endregion max
  await assert.rejects(guarded, { code: "query_truncated" });

  // #region wrong
  const wrong = session
    .query('select name from Task where name is "comp' as string)
    .all();
  // QueryError query_syntax, before anything is sent:
  //   Text starting with " has no end.
  //   select name from Task where name is "comp
  //                                       ^
  // #endregion wrong
  await assert.rejects(wrong, { code: "query_syntax" });
}

const postToWorker = (text: string) => assert.ok(text.length > 0);
