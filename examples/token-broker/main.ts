import assert from "node:assert/strict";
import { createDevServer } from "@ftrack-kit/dev-server";
import { type Auth, Event, FtrackError, Session } from "ftrack-kit";
import { openBroker } from "./broker.js";
import { files, policy } from "./studio.js";

const key = "the-key-that-stays-on-the-server";
const server = await createDevServer({ seed: "demo", credentials: { user: "broker", key } });
const broker = await openBroker({
  serverUrl: server.url,
  apiUser: "broker",
  apiKey: key,
  policy,
  isPassword: (user, password) => user === "jane" && password === "bunny",
  tokenLifetime: 1_000,
  files,
});
const print = (line: string) => console.log(`  ${line}`);
/** Everything the broker ever told, to look for the key in. */
const told: string[] = [];
let cookie = "";
let tokens = 0;

/** What a browser does by itself: cookies. */
const browse: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, headers: { ...Object(init?.headers), cookie } });
  cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
  told.push(await response.clone().text(), JSON.stringify([...response.headers]));
  return response;
};
const post = (path: string, body: unknown = {}) =>
  browse(broker.url + path, { method: "POST", body: JSON.stringify(body) });

/** As the page does it: see page/page.js. */
const auth: Auth = async () => {
  const response = await post("/token");
  if (!response.ok) throw new Error("Nobody is signed in.");
  tokens++;
  return { headers: { authorization: `Bearer ${((await response.json()) as { token: string }).token}` } };
};
const open = () =>
  Session.open({
    serverUrl: `${broker.url}/ftrack`,
    apiUser: "jane",
    auth,
    fetch: browse,
    cookies: Object.fromEntries([cookie.split("=")].filter(([name]) => name)),
    schemaCache: false,
  });
const codeOf = async (work: PromiseLike<unknown>) => {
  const [outcome] = await Promise.allSettled([work]);
  return outcome.status === "rejected" && FtrackError.is(outcome.reason)
    ? outcome.reason.code
    : outcome.status;
};

try {
  assert.equal(await codeOf(open()), "session_credentials");
  assert.equal((await post("/login", { user: "jane", password: "wrong" })).status, 401);
  assert.equal((await post("/login", { user: "jane", password: "bunny" })).status, 200);
  print("jane is signed in");

  const session = await open();
  const tasks = await session.query(
    'select id, name, status.name from Task where status.name is_not "Approved" order by name limit 3',
  );
  print(`jane sees ${tasks.map(({ name }) => name).join(", ")}`);
  const [task] = tasks;
  assert.ok(task);

  for (const expression of [
    "select id, username from User",
    "select id, assignments.resource.username from Task",
    'select id from Task where assignments any (resource.username is "jane")',
    "select id from Task where id in (select context_id from Appointment)",
    "Task",
  ]) {
    assert.equal(
      await codeOf(session.call([{ action: "query", expression }])),
      "server_permission",
      expression,
    );
  }
  assert.equal(
    await codeOf(session.call([{ action: "delete", entity_type: "Task", entity_key: [task.id] }])),
    "server_permission",
  );
  task.name = "mine";
  assert.equal(await codeOf(session.commit()), "server_permission");
  session.rollback();
  print("what the policy does not name is refused");

  // A listener through the broker; publishing is not allowed.
  session.eventHub.connect();
  await session.eventHub.ready;
  const updates = session.eventHub.events("topic=ftrack.update");
  await session.eventHub.ready;
  assert.equal(await codeOf(session.eventHub.publish(new Event("studio.party"))), "event_hub_rejected");

  // The token expires; the next request is refused, gets another and is sent again, although it is a write.
  const before = tokens;
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const statuses = await session.query('select id, name from Status where name is "Approved"');
  const [approved] = statuses;
  assert.ok(approved);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await session.call([
    {
      action: "update",
      entity_type: "Task",
      entity_key: [task.id],
      entity_data: { __entity_type__: "Task", status_id: approved.id },
    },
  ]);
  assert.equal(tokens - before, 2);
  print(`the task is ${approved.name} now, with ${tokens} tokens so far`);
  const heard = await updates.next();
  assert.equal(heard.value?.topic, "ftrack.update");
  print("the change was heard of through the broker");

  await session.close();
  assert.ok(told.every((text) => !text.includes(key)));
  print("the key was never told");
} finally {
  await broker.close();
  await server.close();
}
