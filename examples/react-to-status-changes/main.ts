import assert from "node:assert/strict";
import { createDevServer } from "@ftrack-kit/dev-server";
import { Event, ql, Session } from "ftrack-kit";
import { finishTasks } from "./finish-tasks.js";
import { approveFinishedShots } from "./listener.js";

const credentials = { user: "jane", key: "listener-key" };
const server = await createDevServer({ port: 0, seed: "demo", credentials });
const options = { serverUrl: server.url, apiUser: credentials.user, apiKey: credentials.key };
const print = (line: string) => console.log(`  ${line}`);
type Shot = { readonly id: string; readonly name: string };

/** What happens elsewhere takes a moment. */
const until = async (happened: () => Promise<boolean>) => {
  for (let patience = 200; !(await happened()); patience--) {
    assert.ok(patience > 0, "what should have happened has not");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

try {
  // The service: it listens, and offers an action.
  const service = await Session.open({ ...options, autoConnectEventHub: true });
  await approveFinishedShots(service, print);
  const action = finishTasks(service);
  service.registerAction(action);
  await service.eventHub.ready;

  const artist = await Session.open({ ...options, autoConnectEventHub: true });
  await artist.eventHub.ready;
  const [first, second, third] = await unfinishedShots(artist);

  // An artist finishes the tasks of a shot: the listener hears of it.
  await approveTasks(artist, first.id);
  await until(() => isApproved(artist, first.id));

  // What would a user of the action see? Nobody has to launch it to find out.
  const selection = [{ entityId: second.id, entityType: "task" }];
  const { form } = await action.simulate({ selection });
  print(`${second.name} is offered a form with: ${form?.map(({ label }) => label).join(", ")}`);
  const refused = await action.simulate({ selection, values: { status: "Excellent" } });
  print(`a wrong answer comes back with: ${refused.form?.[0]?.value}`);
  assert.equal(refused.result, undefined);
  assert.equal((await action.simulate({ selection: [] })).offered, false);

  // The artist launches it, as the web client does.
  const launch = { actionIdentifier: action.id, selection, values: { status: "Approved" } };
  const reply = await artist.eventHub.request(new Event("ftrack.action.launch", launch));
  print(`the artist is told: ${(reply.data as { message: string }).message}`);
  const jobs = artist.query('select data from Job where status is "done" and data like "%tasks are%"');
  await until(async () => (await jobs.plain()).length > 0);
  print(`the job says: ${JSON.parse(String((await jobs.plain())[0]?.data)).description}`);
  await until(() => isApproved(artist, second.id));

  // The connection breaks in place of an event; once it is back, the listener knows that it may have missed some.
  server.faults.add({ on: "ftrack.update", closeSockets: true, times: 1 });
  await approveTasks(artist, third.id);
  await until(() => isApproved(artist, third.id));

  // Nothing is cut off in the middle: handlers and publishers finish first.
  assert.equal(await service.eventHub.drain(5_000), true);
  await Promise.all([service.close(), artist.close()]);
} finally {
  await server.close();
}

async function unfinishedShots(session: Session): Promise<[Shot, Shot, Shot]> {
  const shots = await session.query(
    'select name from Shot where status.name is_not "Approved" and children.status.state.short is_not "DONE" order by name limit 3',
  );
  const [first, second, third] = shots;
  assert.ok(first && second && third, "The demo seed has shots with open tasks.");
  return [first, second, third];
}

async function approveTasks(session: Session, shotId: string): Promise<void> {
  const approved = await session.query('select name from Status where name is "Approved"').one();
  const tasks = await session.query(ql`select name from Task where parent.id is ${shotId}`);
  for (const task of tasks) task.status = approved;
  await session.commit();
  print(`an artist approved ${tasks.map(({ name }) => name).join(", ")}`);
}

async function isApproved(session: Session, shotId: string): Promise<boolean> {
  const shot = await session.query(ql`select status.name from Shot where id is ${shotId}`).one();
  return shot.status.name === "Approved";
}
