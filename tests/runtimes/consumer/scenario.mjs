/**
 * What every runtime has to manage, written once: sign in, query, read what the query did not ask for, create and
 * commit, hear of it, take it back, and let go.
 *
 * @returns What was done, in words.
 */
export async function runScenario({ Session, ...options }) {
  const steps = [];
  const session = await Session.open({ ...options, retry: false });
  try {
    steps.push("open");
    const tasks = await session.query(
      "select name, status.name, project_id, parent_id from Task order by id limit 3",
    );
    if (tasks.length !== 3 || typeof tasks[0].status.name !== "string")
      throw new Error("The query gave no tasks.");
    steps.push("query");
    const names = await Promise.all(tasks.map((task) => task.$get("project.full_name")));
    if (!names.every((name) => typeof name === "string")) throw new Error("Nested values are missing.");
    steps.push("nested read");
    session.eventHub.connect();
    await session.eventHub.ready;
    const name = `runtime-${Math.random().toString(36).slice(2)}`;
    const task = session.create("Task", {
      name,
      parent_id: tasks[0].parent_id,
      project_id: tasks[0].project_id,
    });
    const heard = hear(session, task.$key[0]);
    await session.commit();
    if (task.$state !== "clean") throw new Error(`The new task is ${task.$state}.`);
    const again = await session.query(`select bid from Task where name is "${name}"`).one();
    if (again !== task) throw new Error("One task became two objects.");
    steps.push("create and commit");
    await heard;
    steps.push("event");
    session.delete(task);
    await session.commit();
  } finally {
    await session.close();
  }
  steps.push("close");
  return steps;
}

/** Resolves once the server tells of an entity. */
function hear(session, id) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("No event came within ten seconds.")), 10_000);
    session.eventHub.subscribe("topic=ftrack.update", ({ data }) => {
      if (!data.entities.some(({ entityId }) => entityId === id)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The same, told to whoever started the program. */
export async function report(Session, options, tell) {
  try {
    await tell({ steps: await runScenario({ Session, ...options }) });
  } catch (error) {
    await tell({ failed: error instanceof Error ? `${error.stack ?? error.message}` : String(error) });
  }
}
