import assert from "node:assert/strict";
import { decodeUpdate, ql, Session } from "ftrack-kit";
import { type Studio, until } from "./studio.js";

export async function scale({ server }: Studio): Promise<void> {
  let seen = 0;
  const work = async (_shotId: string) => {
    seen += 1;
  };
  const stream = { write: (_row: unknown) => undefined };

  // #region service
  const session = await Session.open({ autoConnectEventHub: true, logger: console });
  session.eventHub.subscribe(
    "topic=ftrack.update",
    async (event) => {
      for (const { entityType, key } of decodeUpdate(event, session.types))
        if (entityType === "Shot") await work(key);
    },
    { noEcho: true, concurrency: 8, timeout: 60_000 }, // noEcho: not what this session caused itself
  );
  // #endregion service
  await session.eventHub.ready;

  // #region export
  for await (const page of session
    .query("select name, bid from Task", { pageSize: 1_000 })
    .plain()
    .pages()) {
    for (const row of page) stream.write(row); // memory stays flat
  }
  // #endregion export

  const ids = (await session.query("select id from Task").plain()).map(({ id }) => id);
  // #region lists
  const many = await session.query(ql`select name from Task where id in ${ids}`); // split into requests as needed
  // #endregion lists
  assert.equal(many.length, ids.length);

  // #region bulk
  const project = await session
    .query('select name from Project where name is "lantern_tide"')
    .one();
  for (let number = 1; number <= 500; number++) {
    session.create("Shot", {
      name: `BULK_${String(number).padStart(4, "0")}`,
      parent: project,
      project,
    });
  }
  await session.commit(); // 500 entities, one request, all or none
  // #endregion bulk

  const other = await Session.open();
  const shot = await other.query("select name, description from Shot").first();
  assert.ok(shot);
  shot.description = "seen from elsewhere";
  await other.commit();
  await until(() => seen > 0);
  await other.close();

  // #region end
  await session.eventHub.drain(10_000); // SIGTERM: no new events, handlers finish
  await session.close();
  // #endregion end
  assert.ok(server.requests.length > 0);
}
