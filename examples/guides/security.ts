import assert from "node:assert/strict";
import { FtrackError, ql, Session } from "ftrack-kit";
import type { Studio } from "./studio.js";

export async function security({ connection, server }: Studio): Promise<void> {
  const { serverUrl, apiUser } = connection;
  // Stands for the application's own endpoint, which knows who is signed in.
  const fetchKey = async (_signal: AbortSignal) => connection.apiKey;

  // #region provider
  const session = await Session.open({
    serverUrl,
    apiUser,
    auth: async ({ signal }) => ({ apiKey: await fetchKey(signal) }), // asked again when it is refused
  });
  // #endregion provider

  // #region injection
  const typed = '" or name like "%';
  const rows = await session.query(ql`select name from Project where name is ${typed}`);
  // no rows: the text is compared, it never becomes part of the query
  // #endregion injection
  assert.equal(rows.length, 0);

  // #region redaction
  const printed = JSON.stringify(session); // {"serverUrl":"…","apiUser":"jane","closed":false}
  // #endregion redaction
  assert.ok(!printed.includes(connection.apiKey));
  await session.close();

  const wrong = Session.open({ serverUrl, apiUser, apiKey: "a-secret-key" });
  await assert.rejects(
    wrong,
    (error) => FtrackError.is(error) && !JSON.stringify(error).includes("a-secret-key"),
  );
  assert.ok(server.url);
}
