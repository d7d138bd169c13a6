import assert from "node:assert/strict";
import { ql, Session } from "ftrack-kit";

export async function python(): Promise<void> {
  // #region session
  const session = await Session.open();
  const task = await session
    .query("select name, status.name from Task where bid > 0")
    .first();
  // #endregion session
  const print = (..._values: unknown[]) => undefined;
  assert.ok(task);

  // #region attributes
  print(task.name); // task['name']
  task.name = "animation v2"; // task['name'] = 'animation v2'
  print(await task.$get("project.full_name")); // task['project']['full_name']
  print(await task.$get("bid")); // fetched on demand, as in Python, but asked for by name
  // #endregion attributes

  // #region commit
  await session.commit();
  // #endregion commit

  // #region inspect
  task.$state; // ftrack_api.inspection.state(task)
  task.$key; // ftrack_api.inspection.primary_key(task)
  session.entityReference(task); // { __entity_type__: "Task", id: "…" }
  // #endregion inspect

  // #region bind
  const name = 'O"Brien';
  const found = await session
    .query(ql`select name from Task where name is ${name}`)
    .first();
  // #endregion bind
  assert.equal(found, null);
  await session.close();
}
