import { createDevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import { expect, it } from "vitest";

it("does not show an older value when a query sent before a commit is answered after it", async () => {
  const credentials = { user: "jane", key: "test-key" };
  await using server = await createDevServer({ port: 0, seed: "demo", credentials });
  let gate: Promise<void> | undefined;
  let open: () => void = () => undefined;
  await using session = await Session.open({
    serverUrl: server.url,
    apiUser: credentials.user,
    apiKey: credentials.key,
    schemaCache: false,
    fetch: async (...request: Parameters<typeof fetch>) => {
      const wait = gate;
      gate = undefined;
      const response = await fetch(...request);
      await wait;
      return response;
    },
  });
  const task = await session.query("select name, description from Task order by id").first();
  if (!task) throw new Error("The demo seed has no task.");
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const late = Promise.resolve(session.query("select name, description from Task order by id limit 2"));
  await expect
    .poll(() => server.requests.records.filter(({ actions }) => actions[0] === "query").length)
    .toBe(2);
  task.description = "mine";
  await session.commit();
  open();

  const [seen] = await late;

  expect(seen).toBe(task);
  expect(task.description).toBe("mine");
});
