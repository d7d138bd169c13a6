import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Event, Session } from "@ftrack-kit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWith } from "./run-with.js";

let server: DevServer;
let environment: Record<string, string>;
beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "empty", credentials: { user: "jane", key: "k" } });
  environment = { FTRACK_SERVER: server.url, FTRACK_API_USER: "jane", FTRACK_API_KEY: "k" };
});
afterAll(() => server.close());

describe("ftrack-kit listen", () => {
  it("prints the events that match, until it has seen enough", async () => {
    await using session = await Session.open({
      serverUrl: server.url,
      apiUser: "jane",
      apiKey: "k",
      autoConnectEventHub: true,
    });
    await session.eventHub.ready;
    const listening = runWith(
      ["listen", "topic=cli.wanted", "--count", "2", "--format", "json"],
      environment,
    );

    let stop = false;
    void listening.then(() => {
      stop = true;
    });
    for (let number = 0; !stop; number++) {
      await session.eventHub.publish(new Event("cli.unwanted", {}));
      await session.eventHub.publish(new Event("cli.wanted", { number }));
    }
    const { code, out } = await listening;

    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(events.map(({ topic }) => topic)).toEqual(["cli.wanted", "cli.wanted"]);
  });

  it("ends quietly when it is told to stop", async () => {
    const controller = new AbortController();
    const listening = runWith(["listen"], environment, controller.signal);

    setTimeout(() => controller.abort(), 300);

    expect((await listening).code).toBe(0);
  });

  it("refuses an expression that is none", async () => {
    expect((await runWith(["listen", "topic="], environment)).code).not.toBe(0);
  });
});
