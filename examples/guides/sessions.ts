import assert from "node:assert/strict";
import { Session } from "@ftrack-kit/node";
import type { Studio } from "./studio.js";

export async function sessions({ connection, folder, server }: Studio): Promise<void> {
  const { serverUrl, apiUser, apiKey } = connection;
  const handled: string[] = [];

  {
    // #region scoped
    await using session = await Session.open({ serverUrl, apiUser, apiKey });
    const projects = await session.query("select full_name from Project order by name");
    // closed here, whatever happened
    // #endregion scoped
    assert.ok(projects.length > 0);
  }

  // #region by-hand
  const session = await Session.open({ serverUrl, apiUser, apiKey });
  try {
    await session.query("Project");
  } finally {
    await session.close(); // flushes caches, disconnects the event hub; safe to call twice
  }
  // #endregion by-hand
  await assert.rejects(async () => session.query("Project"), {
    code: "session_closed",
  });

  // #region lazily
  const later = new Session({ serverUrl, apiUser, apiKey }); // no input or output yet
  const [user] = await later.query("select username from User limit 1"); // opens it
  // #endregion lazily
  assert.ok(user?.username);
  await later.close();

  // #region options
  const tuned = await Session.open({
    serverUrl,
    apiUser,
    apiKey,
    timeout: 20_000, // longest wait for one answer
    retry: { limit: 5 }, // repeats of what failed for a moment
    pageSize: 200, // rows per request
    dates: "date", // Date objects instead of ISO 8601 text
    schemaCachePath: folder, // Node only; `false` for none
    headers: { "x-studio-tool": "nightly-report" },
    logger: console,
  });
  // #endregion options

  // #region views
  const quiet = tuned.with({ autoPopulate: false });
  const task = await quiet.query("select name from Task").first();
  // Nothing is fetched behind your back here; `tuned` itself is as it was.
  // #endregion views
  assert.ok(task);
  const dated = await tuned.query("select created_at from Task").first();
  assert.ok((dated?.created_at as unknown) instanceof Date);

  // #region reset
  await tuned.reset(); // forgets every entity and change; connection and schemas stay
  // #endregion reset
  await tuned.close();

  const before = server.requests.length;
  await (
    await Session.open({ serverUrl, apiUser, apiKey, schemaCachePath: folder })
  ).close();
  assert.equal(server.requests.length - before, 1);

  // #region failures
  try {
    await Session.open({ serverUrl, apiUser, apiKey: "revoked" });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "server_authentication") handled.push("sign in again");
    else if (code?.startsWith("network_")) handled.push("no connection");
    else throw error;
  }
  // #endregion failures
  assert.deepEqual(handled, ["sign in again"]);
  assert.throws(
    () => new Session({ serverUrl, apiUser, apiKey, timeot: 1 } as object),
    {
      code: "options_unknown",
    },
  );
}
