import { ql, Session } from "ftrack-kit";

/** Where the tour goes, and what it may ask about the server it goes to. */
export interface Tour {
  readonly credentials: { serverUrl: string; apiUser: string; apiKey: string };
  /** How many requests the server has answered so far. */
  readonly countRequests: () => number;
  readonly print: (line: string) => void;
}

/** The SDK's main job, step by step, with what each step cost in requests. */
export async function takeTour({ credentials, countRequests, print }: Tour): Promise<void> {
  async function step<Result>(title: string, work: () => PromiseLike<Result>): Promise<Result> {
    const before = countRequests();
    const started = performance.now();
    const result = await work();
    const cost = countRequests() - before;
    const time = Math.round(performance.now() - started);
    print(`  ${cost} ${cost === 1 ? "request " : "requests"} ${String(time).padStart(4)} ms  ${title}`);
    return result;
  }
  const detail = (text: string) => print(`                      ${text}`);

  const session = await step("open a session", () => Session.open(credentials));
  const server = session.serverInformation;
  detail(`server version ${server.version}, schemas ${session.schemas.length}, user ${session.apiUser}`);

  const tasks = await step("query tasks with status, project and assignees", () =>
    session.query(`
      select name, status.name, project.name, parent.name, assignments.resource.username
      from Task where status.name is "In progress" order by parent.name, name limit 5`),
  );
  for (const task of tasks)
    detail(`${task.project?.name} / ${task.parent?.name} / ${task.name}: ${task.status.name}`);

  const task = tasks[0];
  if (!task) throw new Error("The demo seed has no task in progress.");
  const review = await step("look up a status, its name escaped", () =>
    session.query(ql.bind("select name from Status where name is {name}", { name: "Pending Review" })).one(),
  );

  task.status = review;
  await step("change the task's status", () => session.commit());
  detail(`${task.name} is now in "${task.status.name}"`);

  const watcher = await step("open a second session that listens", async () => {
    const second = await Session.open({ ...credentials, autoConnectEventHub: true });
    await second.eventHub.ready;
    return second;
  });
  const seen = watcher.eventHub.events("topic=ftrack.update")[Symbol.asyncIterator]();

  const sequence = await session
    .query('select name, project from Sequence where project.name is "lantern_tide"')
    .first();
  if (!sequence) throw new Error("The demo seed has no sequence.");
  const shot = session.create("Shot", {
    name: `tour_${Date.now().toString(36)}`,
    parent: sequence,
    project: sequence.project,
  });
  for (const name of ["animation", "lighting"]) {
    session.create("Task", { name, parent: shot, project: sequence.project });
  }
  await step("create a shot with two tasks", () => session.commit());
  detail(`${shot.name} has the id ${shot.id}`);

  await step("receive what happened in the second session", async () => {
    for (;;) {
      const { value, done } = await seen.next();
      if (done) throw new Error("The events ended early.");
      const entities = value.data.entities ?? [];
      if (entities.some(({ entityId }) => entityId === shot.id)) {
        detail(`one ftrack.update about ${entities.length} entities`);
        return;
      }
    }
  });

  shot.description = "a change of heart";
  session.rollback();
  await step("roll back what was not committed", async () => undefined);
  detail(
    `pending operations: ${session.recordedOperations.length}, description: ${JSON.stringify(shot.description)}`,
  );

  await step("delete the shot, and its tasks with it", async () => {
    session.delete(shot);
    await session.commit();
  });
  await step("close both sessions", async () => {
    await seen.return?.();
    await Promise.all([session.close(), watcher.close()]);
  });
}
