import assert from "node:assert/strict";
import { type LiveStatus, Session } from "ftrack-kit";
import { until } from "./studio.js";

export async function live(): Promise<void> {
  const shown: string[][] = [];
  const render = (tasks: readonly { name: string; status: { name: string } }[]) =>
    void shown.push(tasks.map(({ name, status }) => `${name}: ${status.name}`));
  const showBadge = (_status: LiveStatus) => undefined;

  await using session = await Session.open();

  // #region open
  const tasks = session.live(
    'select name, status.name from Task where project.name is "lantern_tide"',
  );

  const stop = tasks.subscribe((rows, change) => {
    if (change.rowsChanged) render(rows);
    showBadge(change.status); // "loading", "stale", "live" or "failed"
  });
  // #endregion open
  await until(() => tasks.getSnapshot().status === "live" && shown.length > 0);

  // #region edit
  const task = await session
    .query(
      'select name from Task where project.name is "lantern_tide" and status.name is "In progress"',
    )
    .first();
  const review = await session
    .query('select name from Status where name is "Pending Review"')
    .one();
  if (task)
    await session.transaction(() =>
      session.update("Task", task.id, { status_id: review.id }),
    );
  // shows at once; taken back should the server refuse
  // #endregion edit
  await until(() => shown.length > 1);

  // #region iterate
  for await (const rows of tasks) {
    render(rows);
    break;
  }
  // #endregion iterate

  // #region end
  stop();
  tasks.close(); // or close the session
  // #endregion end
  assert.equal(tasks.closed, true);

  // #region options
  const calm = session.live("select name from Shot", {
    flushWindow: 2_000, // changes are collected for so long; 500 without
    optimistic: false, // uncommitted changes of this session do not show
    stored: false, // no rows of an earlier session before the first answer
  });
  // #endregion options
  calm.close();

  // #region share
  const tab = await Session.open({ share: true });
  // #endregion share
  assert.ok(await tab.query("Project").first());
  await tab.close();
}
