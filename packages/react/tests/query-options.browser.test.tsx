import type { Session } from "@ftrack-kit/core";
import type { EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { queryOptions } from "../src/index.js";
import { mount } from "./support/mount.js";
import { credentials, openSession, startServer } from "./support/studio.js";

const expression = "select name, bid from Task order by name limit 3";

describe("options for TanStack Query", () => {
  let server: EmbeddedServer;
  let session: Session;
  beforeAll(async () => {
    server = await startServer();
    session = await openSession(server);
  });
  afterAll(async () => {
    await session.close();
    await server.close();
  });

  it("give its hooks typed rows", async () => {
    function Names() {
      const { data = [] } = useQuery(queryOptions(session, expression));
      return data.map(({ name, bid }) => `${name} ${bid.toFixed(1)}`).join();
    }
    const page = mount(
      <QueryClientProvider client={new QueryClient()}>
        <Names />
      </QueryClientProvider>,
    );

    await vi.waitUntil(() => page.text !== "", { interval: 5, timeout: 5_000 });

    const rows = await session.query(expression).plain().all();
    expect(page.text).toBe(rows.map(({ name, bid }) => `${name} ${bid.toFixed(1)}`).join());
    page.unmount();
  });

  it("share what equal queries ask, and name no user", async () => {
    const asked = vi.spyOn(session, "query");
    const client = new QueryClient();

    const [first, second] = await Promise.all([
      client.fetchQuery(queryOptions(session, expression)),
      client.fetchQuery(queryOptions(session, expression)),
    ]);

    expect(second).toBe(first);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(queryOptions(session, expression).queryKey)).not.toContain(credentials.user);
  });

  it("hand over the signal that cancels", async () => {
    const client = new QueryClient();
    const options = queryOptions(session, "select name from Project");
    let signal: AbortSignal | undefined;
    const fetching = client.fetchQuery({
      ...options,
      queryFn: (context) => {
        signal = context.signal;
        return options.queryFn(context);
      },
    });

    await client.cancelQueries({ queryKey: options.queryKey });

    await expect(fetching).rejects.toThrow();
    expect(signal?.aborted).toBe(true);
  });
});
