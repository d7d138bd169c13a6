import assert from "node:assert/strict";
import { createDevServer } from "@ftrack-kit/dev-server";
// #region import
import { Session } from "ftrack-kit";
// #endregion import

export async function readme(): Promise<void> {
  const lines: unknown[] = [];
  const console = { log: (...values: unknown[]) => lines.push(values) };

  {
    // #region start
    await using session = await Session.open(); // FTRACK_SERVER, FTRACK_API_USER, FTRACK_API_KEY
    const tasks = await session.query("select name, status.name from Task limit 5");
    for (const task of tasks) console.log(task.name, task.status.name);
    // #endregion start
  }
  assert.ok(lines.length > 0);

  // #region server
  const server = await createDevServer({
    seed: "demo",
    credentials: { user: "jane", key: "any-text" },
  });
  const session = await Session.open({
    serverUrl: server.url,
    apiUser: "jane",
    apiKey: "any-text",
  });
  // #endregion server
  await session.close();
  await server.close();
}
