import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderFirstView } from "../../examples/web-dashboard/src/first-view.js";
import type { StudioSession } from "../../examples/web-dashboard/src/studio.js";

describe("the first view of the dashboard, rendered by Node", () => {
  const credentials = { user: "jane@studio.example", key: "a-key-nobody-should-see" };
  let server: DevServer;
  let session: StudioSession;

  beforeAll(async () => {
    server = await createDevServer({ port: 0, seed: "demo", credentials });
    const options = { serverUrl: server.url, apiUser: credentials.user, apiKey: credentials.key };
    session = (await Session.open({ ...options, schemaCache: false })) as unknown as StudioSession;
  });
  afterAll(async () => {
    await session.close();
    await server.close();
  });

  it("shows the board with its tasks before any script runs", async () => {
    const { html } = await renderFirstView(session);

    const [task] = await session
      .query(
        'select name, parent.name from Task where project.full_name is "Lantern Tide" and status.name is "Not started" order by end_date, name limit 1',
      )
      .plain()
      .all();
    expect(html).toContain("Lantern Tide");
    expect(html).toMatch(/Not started<!-- --> <span>\d+<\/span>/);
    expect(html).toContain(`Status of ${task?.name}, ${task?.parent?.name}`);
    expect(server.connections).toHaveLength(0);
  });

  it("sends no credentials and no signed addresses along", async () => {
    const { html, initial } = await renderFirstView(session);

    const page = html + JSON.stringify(initial);
    expect(Object.keys(initial.results).length).toBeGreaterThan(5);
    expect(page).not.toContain(credentials.key);
    expect(page).not.toContain("@");
    expect(page).not.toContain("signature=");
  });
});
