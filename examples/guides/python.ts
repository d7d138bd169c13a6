import assert from "node:assert/strict";
import { ql, Session } from "ftrack-kit";

export async function python(): Promise<void> {
  // #region session
  const session = await Session.open();
  const task = await session
    .query('select name, status.name, parent.name from Task where name is "animation"')
    .first();
  // #endregion session
  const print = (..._values: unknown[]) => undefined;
  const target = task ?? (await session.query("select name, status.name, parent.name from Task").first());
  assert.ok(target);

  // #region attributes
  print(target.name); // task['name']
  target.name = "animation v2"; // task['name'] = 'animation v2'
  print(await target.$get("project.full_name")); // task['project']['full_name']
  print(await target.$get("bid")); // fetched on demand, as in Python, but asked for by name
  // #endregion attributes

  // #region commit
  await session.commit();
  // #endregion commit

  // #region inspect
  target.$state; // ftrack_api.inspection.state(task)
  target.$key; // ftrack_api.inspection.primary_key(task)
  session.entityReference(target); // { __entity_type__: "Task", id: "…" }
  // #endregion inspect

  // #region bind
  const name = 'O"Brien';
  const found = await session.query(ql`select name from Task where name is ${name}`).first();
  // #endregion bind
  assert.equal(found, null);
  await session.close();
}
