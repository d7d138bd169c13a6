import assert from "node:assert/strict";
import { decodeUpdate, defineAction, Event, Session } from "ftrack-kit";
import * as z from "zod/mini";
import { type Studio, until } from "./studio.js";

export async function events({ server }: Studio): Promise<void> {
  const lines: string[] = [];
  const console = { log: (...values: unknown[]) => void lines.push(values.join(" ")) };
  const render = async (shot: unknown) => assert.ok(shot);

  // #region connect
  await using session = await Session.open();
  session.eventHub.connect(); // returns at once and keeps at it
  await session.eventHub.ready; // the server has confirmed every subscription
  // #endregion connect

  // #region subscribe
  const id = session.eventHub.subscribe(
    "topic=ftrack.update and source.user.username=jane",
    (event) => console.log(event.topic, event.data.entities?.length),
    { priority: 10 }, // lower numbers are called first; 100 without
  );
  // #endregion subscribe

  // #region decode
  session.eventHub.subscribe("topic=ftrack.update", (event) => {
    for (const { entityType, key, changes } of decodeUpdate(event, session.types)) {
      if (entityType === "Task" && changes.status_id)
        console.log(
          `task ${key} went from ${changes.status_id.old} to ${changes.status_id.new}`,
        );
    }
  });
  // #endregion decode
  await session.eventHub.ready;
  const task = await session
    .query('select name from Task where status.name is "In progress"')
    .first();
  const done = await session
    .query('select name from Status where name is "Approved"')
    .one();
  assert.ok(task);
  Object.assign(await task.$load("status"), { status: done });
  await session.commit();
  await until(() => lines.some((line) => line.startsWith(`task ${task.id} went from`)));

  // #region unsubscribe
  session.eventHub.unsubscribe(id);
  // #endregion unsubscribe

  // #region scoped
  {
    using _scope = session.eventHub.subscription(
      "topic=studio.render.done",
      console.log,
    );
    // subscribed until the end of this block
  }
  // #endregion scoped

  // #region publish
  await session.eventHub.publish(
    new Event("studio.render.done", { shot: "DAWN_0010" }),
  );
  // resolves once the server has taken it; while the connection is being made it waits its turn
  // #endregion publish

  // #region request
  session.eventHub.subscribe("topic=studio.render.estimate", async (event) => {
    return { minutes: 12, shot: event.data.shot }; // what a handler returns is sent as the reply
  });
  await session.eventHub.ready;

  const reply = await session.eventHub.request(
    new Event("studio.render.estimate", { shot: "DAWN_0010" }),
    {
      timeout: 5_000,
    },
  );
  // #endregion request
  assert.deepEqual(reply.data, { minutes: 12, shot: "DAWN_0010" });

  // #region iterate
  const renders = session.eventHub.events("topic=studio.render.*", {
    signal: AbortSignal.timeout(5_000),
  });
  await session.eventHub.publish(
    new Event("studio.render.done", { shot: "DAWN_0020" }),
  );
  for await (const event of renders) {
    console.log(event.data.shot);
    break; // leaving the loop unsubscribes
  }
  // #endregion iterate
  assert.equal(lines.at(-1), "DAWN_0020");

  // #region pool
  session.eventHub.subscribe(
    "topic=studio.render.done",
    async (event, { signal }) => render(await fetchShot(event.data.shot, signal)),
    {
      concurrency: 4, // handlers at once; 1 without, which keeps events in order
      orderBy: (event) => String((event.data as { shot: string }).shot), // in order per shot
      timeout: 30_000, // then the signal aborts and the next event has its turn
    },
  );
  // #endregion pool

  // #region gap
  session.eventHub.on("gap", ({ from, to, reason }) => {
    console.log(
      `between ${new Date(from).toISOString()} and ${new Date(to).toISOString()}: ${reason}`,
    );
    // Events may have been missed: read again what you depend on.
  });
  session.eventHub.on("error", (error) => console.log("a handler failed:", error));
  // #endregion gap
  server.faults.add({ on: "event", closeSockets: true, times: 1 });
  void session.eventHub
    .publish(new Event("studio.nobody.listens"))
    .catch(() => undefined);
  await session.eventHub
    .publish(new Event("studio.render.done", { shot: "DAWN_0030" }))
    .catch(() => undefined);
  await until(() => lines.some((line) => line.startsWith("between ")));

  // #region action
  const rename = defineAction({
    id: "studio.rename",
    label: "Rename",
    when: ({ selection }) => selection.length === 1,
    form: z.object({ name: z.string().check(z.minLength(1)) }),
    run: async ({ selection, values }) => {
      const shot = await session.get("Shot", selection[0]?.entityId ?? "");
      if (!shot) return { success: false, message: "Select a shot." };
      shot.name = values.name;
      await session.commit();
      return `It is called ${values.name} now.`;
    },
  });
  const takeBack = session.registerAction(rename);
  // #endregion action
  const shot = await session.query("select name from Shot").first();
  assert.ok(shot);
  // #region simulate
  const selection = [{ entityId: shot.id, entityType: "task" }];
  const { form } = await rename.simulate({ selection }); // what would a user see?
  const { result } = await rename.simulate({
    selection,
    values: { name: "DAWN_0015" },
  });
  // #endregion simulate
  assert.ok(form);
  assert.deepEqual(result, { success: true, message: "It is called DAWN_0015 now." });
  takeBack();

  // #region drain
  await session.eventHub.drain(10_000); // takes no new events, lets handlers finish, disconnects
  // #endregion drain
}

async function fetchShot(shot: unknown, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  return shot;
}
