import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server.browser";
import { describe, expect, it, vi } from "vitest";
import { SessionProvider, useLive, useQuery } from "../src/index.js";
import { dehydrate } from "../src/server.js";
import { shareStudio } from "./support/shared-studio.js";
import { openSession } from "./support/studio.js";

const tasks = "select name, bid from Task order by name limit 3";
const projects = "select name from Project order by name";

function Page() {
  const live = useLive(tasks, { flushWindow: 5 });
  const query = useQuery(projects);
  return (
    <main>
      {live.rows.map(({ id, name }) => (
        <p key={id}>{name}</p>
      ))}
      <footer>{query.rows.map(({ name }) => name).join()}</footer>
      <i>
        {live.status} {query.status}
      </i>
    </main>
  );
}

describe("a page rendered on a server", () => {
  const studio = shareStudio();

  it("is taken over as it is, and becomes live", async () => {
    const initial = JSON.parse(JSON.stringify(await dehydrate(studio.session, [tasks, projects])));
    const html = renderToString(
      <SessionProvider session={studio.session} initial={initial}>
        <Page />
      </SessionProvider>,
    );
    await using own = await openSession(studio.server);
    const element = document.createElement("div");
    element.innerHTML = html;
    document.body.append(element);
    const shownRows = new Set<number>();
    const observer = new MutationObserver(() => shownRows.add(element.querySelectorAll("p").length));
    observer.observe(element, { subtree: true, childList: true, characterData: true });
    const problems: unknown[] = [];

    const first = element.textContent;
    const root = hydrateRoot(
      element,
      <SessionProvider session={own} initial={initial}>
        <Page />
      </SessionProvider>,
      { onRecoverableError: (error) => void problems.push(error) },
    );
    await vi.waitUntil(() => element.textContent?.includes("live ready"), { interval: 5, timeout: 5_000 });
    observer.disconnect();
    root.unmount();
    element.remove();

    expect(first).toContain("stale stale");
    expect(problems).toEqual([]);
    // The rows were never gone on the way.
    expect([...shownRows]).toEqual([3]);
  });
});
