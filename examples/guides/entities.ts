import assert from "node:assert/strict";
import { ql, Session } from "ftrack-kit";
import type { Studio } from "./studio.js";

export async function entities({ server }: Studio): Promise<void> {
  await using session = await Session.open();
  const print = (..._values: unknown[]) => undefined;

  const task = await session
    .query('select name from Task where project.name is "lantern_tide"')
    .first();
  const done = await session
    .query('select name from Status where name is "Approved"')
    .one();
  const me = await session
    .query(ql`select username from User where username is ${session.apiUser}`)
    .one();
  assert.ok(task);

  // #region read
  task.name; // loaded, because the query selected it
  const status = await task.$get("status.name"); // fetched where it is not loaded yet
  const wider = await task.$load("bid", "parent.name"); // the same object, now typed with more
  print(wider.bid, wider.parent?.name, status);
  // #endregion read
  assert.equal(wider as object, task);

  const tasks = await session.query("select name from Task limit 200");
  const before = server.requests.length;
  // #region loop
  for (const each of tasks) {
    print(await each.$get("project.full_name")); // 200 tasks, one request
  }
  // #endregion loop
  assert.equal(server.requests.length - before, 1);

  // #region populate
  await session.populate(tasks, ["status.name", "assignments.resource.username"]);
  // #endregion populate

  // #region identity
  const again = await session
    .query(ql`select name, description from Task where id is ${task.id}`)
    .one();
  again === (task as object); // true: one object per identity and session
  // #endregion identity
  assert.equal(again as object, task);

  // #region change
  const full = await task.$load("status", "metadata");
  full.name = "comp_v2";
  full.status = done;
  full.metadata.set("delivery", "2026-11");
  print(full.$state, full.$changes); // "modified", what will be sent
  await session.commit(); // one request
  // #endregion change
  assert.equal(full.$state, "clean");

  const shotParent = await full.$get("parent");
  assert.ok(shotParent);
  // #region create
  const project = await task.$get("project");
  const shot = session.create("Shot", { name: "DAWN_0990", parent: project, project });
  const comp = session.create("Task", {
    name: "comp",
    parent: shot,
    project,
    status: done,
  });
  comp.description = "hero enters"; // goes into the same create
  session.create("Appointment", { context: comp, resource: me, type: "assignment" });
  await session.commit();
  // #endregion create
  assert.equal(shot.$state, "clean");

  // #region custom
  const attributed = await shot.$load("custom_attributes");
  attributed.custom_attributes.set("fstart", 1001);
  await session.commit();
  const { value, inherited } = await attributed.custom_attributes.resolve("fstart"); // own, inherited or default
  // #endregion custom
  assert.deepEqual([value, inherited], [1001, false]);

  // #region collections
  const list = await comp.$load("assignments.resource.username", "scopes");
  for (const assignment of list.assignments) print(assignment.resource.username);
  const scope = await session.ensure("Scope", { name: "night shift" });
  list.scopes.add(scope.entity);
  await session.commit();
  // #endregion collections
  assert.equal(list.scopes.length, 1);

  // #region ensure
  const { entity, created, changed } = await session.ensure(
    "Shot",
    {
      name: "DAWN_0990",
      project_id: project.id,
      parent_id: project.id,
      description: "night",
    },
    ["name", "parent_id"],
  );
  // #endregion ensure
  assert.deepEqual(
    [entity as object, created, changed],
    [shot, false, ["description"]],
  );

  // #region undo
  comp.name = "oops";
  comp.$revert("name"); // gives up one change
  session.delete(comp);
  session.rollback(); // gives up everything that is not committed
  // #endregion undo
  assert.equal(comp.name, "comp");

  // #region transaction
  await session.transaction(() =>
    session.update("Task", comp.id, { description: "final" }),
  );
  // sent alone; what else is recorded waits for the next commit
  // #endregion transaction

  // #region helpers
  const noted = await session.query(ql`Task where id is ${comp.id}`).one();
  const note = noted.createNote("Please check the edge of the matte.", me);
  note.$type; // "Note"
  await session.commit();
  // #endregion helpers
  assert.equal(note.$type, "Note");

  // #region delete
  session.delete(shot); // and its tasks with it
  await session.commit();
  // #endregion delete

  // #region not-loaded
  const sparse = await session.query("select name from Task").first();
  sparse?.$isLoaded("description"); // false
  // @ts-expect-error: not selected, so the compiler does not know it
  print(sparse.description);
  // #endregion not-loaded

  // #region refused
  const wrong = session.create("Shot", {
    name: "a",
    parent_id: "no-such-id",
    project_id: project.id,
  });
  const refused = session.commit(); // rejects: the server refuses, nothing was written
  // #endregion refused
  await assert.rejects(refused, { name: "ValidationError" });
  assert.equal(wrong.$state, "created");
  session.rollback();
}
