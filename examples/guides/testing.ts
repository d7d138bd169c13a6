import assert from "node:assert/strict";
// #region imports
import { createDevServer } from "@ftrack-kit/dev-server";
import { createEmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { Session } from "ftrack-kit";
// #endregion imports
import type { Studio } from "./studio.js";

export async function testing({ folder: data }: Studio): Promise<void> {
  {
    // #region start
    const credentials = { user: "jane", key: "any-text" };
    await using server = await createDevServer({ seed: "demo", credentials });
    await using session = await Session.open({
      serverUrl: server.url,
      apiUser: "jane",
      apiKey: "any-text",
    });

    const before = server.requests.length;
    const tasks = await session.query("select name, status.name from Task limit 50");
    assert.equal(server.requests.length - before, 1); // the page costs one request, and stays so
    // #endregion start
    assert.equal(tasks.length, 50);

    // #region snapshot
    const clean = await server.snapshot(); // once
    session.create("User", { username: "newcomer" });
    await session.commit();
    await server.restore(clean); // after every test
    // #endregion snapshot
    await session.reset();

    // #region faults
    server.faults.add({ on: "query", status: 502, html: true, times: 2 }); // a proxy in between
    await session.query("User"); // asked again, and again
    server.faults.add({ on: "update", drop: "after", times: 1 }); // carried out, the answer lost
    server.faults.add({ on: "api", latency: 50, jitter: 20 });
    server.faults.clear();
    // #endregion faults

    // #region clock
    server.clock.freeze(new Date("2026-11-20T09:00:00Z")); // dates the server writes
    server.clock.advance(24 * 60 * 60 * 1000);
    // #endregion clock

    // #region event
    server.publish({ topic: "studio.render.done", data: { shot: "DAWN_0010" } });
    // #endregion event
  }

  // #region embedded
  const embedded = await createEmbeddedServer({
    credentials: { user: "jane", key: "any-text" },
  });
  const { url: serverUrl, fetch, WebSocket } = embedded; // no network: works in a page, too
  const session = await Session.open({
    serverUrl,
    apiUser: "jane",
    apiKey: "any-text",
    fetch,
    WebSocket,
  });
  // #endregion embedded
  assert.ok(await session.query("Project").first());
  await session.close();
  await embedded.close();

  // #region data
  const lasting = await createDevServer({ seed: "demo", data }); // entities and files survive a restart
  // #endregion data
  await lasting.close();
}
