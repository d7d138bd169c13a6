import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { queryOptions } from "../src/index.js";
import { mount } from "./support/mount.js";
import { shareStudio } from "./support/shared-studio.js";
import { credentials } from "./support/studio.js";

const expression = "select name, bid from Task order by name limit 3";

describe("options for TanStack Query", () => {
  const studio = shareStudio();

  it("give its hooks typed rows", async () => {
    function Names() {
      const { data = [] } = useQuery(queryOptions(studio.session, expression));
      return data.map(({ name, bid }) => `${name} ${bid.toFixed(1)}`).join();
    }
    const page = mount(
      <QueryClientProvider client={new QueryClient()}>
        <Names />
      </QueryClientProvider>,
    );

    await vi.waitUntil(() => page.text !== "", { interval: 5, timeout: 5_000 });

    const rows = await studio.session.query(expression).plain().all();
    expect(page.text).toBe(rows.map(({ name, bid }) => `${name} ${bid.toFixed(1)}`).join());
    page.unmount();
  });

  it("share what equal queries ask, and name no user", async () => {
    const asked = vi.spyOn(studio.session, "query");
    const client = new QueryClient();

    const [first, second] = await Promise.all([
      client.fetchQuery(queryOptions(studio.session, expression)),
      client.fetchQuery(queryOptions(studio.session, expression)),
    ]);

    expect(second).toBe(first);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(queryOptions(studio.session, expression).queryKey)).not.toContain(credentials.user);
  });

  it("hand over the signal that cancels", async () => {
    const client = new QueryClient();
    const options = queryOptions(studio.session, "select name from Project");
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
