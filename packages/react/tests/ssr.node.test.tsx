import { ql, type Session } from "@ftrack-kit/core";
import { Suspense } from "react";
import { renderToReadableStream, renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { SessionProvider, useEntity, useLive, useQuery } from "../src/index.js";
import { dehydrate, entityQuery } from "../src/server.js";
import { shareStudio } from "./support/shared-studio.js";
import { credentials } from "./support/studio.js";

const people = "select username, email, first_name, thumbnail_url from User order by username";
const tasks = "select name, thumbnail_url, assignments.resource.username from Task order by name limit 3";

describe("rendering on a server", () => {
  const studio = shareStudio();

  it("shows what was asked for before, without asking or connecting", async () => {
    const [task] = await studio.session.query(tasks).plain().all();
    const id = task?.id ?? "";
    const initial = await dehydrate(studio.session, [tasks, entityQuery("Task", id, "name, bid")]);
    const before = studio.server.requests.length;
    function Page() {
      const { rows } = useLive(tasks);
      const { row } = useEntity("Task", id, "name, bid");
      return (
        <p>
          {rows.map(({ name }) => name).join(" ")} and {row?.bid}
        </p>
      );
    }

    const html = renderToString(
      <SessionProvider session={studio.session} initial={initial}>
        <Page />
      </SessionProvider>,
    );

    expect(html).toContain(task?.name);
    expect(html).toMatch(/and <!-- -->\d/);
    expect(studio.server.requests.length).toBe(before);
    expect(studio.server.connections).toHaveLength(0);
  });

  it("gives rows to a stream that waits for them, and follows nothing", async () => {
    const live = vi.spyOn(studio.session, "live");
    function Page() {
      const { rows } = useLive("select name from Project order by name", { suspense: true });
      const { rows: found } = useQuery("select name from Project order by name", { suspense: true });
      return <p>{[...rows, ...found].map(({ name }) => name).join(" ")}</p>;
    }

    const stream = await renderToReadableStream(
      <SessionProvider session={studio.session}>
        <Suspense fallback="waiting">
          <Page />
        </Suspense>
      </SessionProvider>,
    );
    await stream.allReady;
    const html = await new Response(stream).text();

    const [project] = await studio.session.query("select name from Project order by name").plain().all();
    expect(html).toContain(`<p>${project?.name}`);
    expect(live).not.toHaveBeenCalled();
    expect(studio.server.connections).toHaveLength(0);
  });

  it("lets neither credentials nor addresses of people or files travel with the page", async () => {
    const [user] = await studio.session.query("select username, email from User").plain().all();
    const mine = ql.bind("select name from Task where assignments any (resource.username is {name})", {
      name: user?.username ?? "",
    });

    const initial = await dehydrate(studio.session, [people, tasks, mine]);
    const text = JSON.stringify(initial);

    expect(text).toContain('"first_name"');
    expect(text).not.toContain("@");
    expect(text).not.toMatch(/https?:[^"]*[?@]/);
    expect(text).not.toContain(credentials.key);
    expect(user?.email).toContain("@");
    const asked = await studio.session.query(people).plain().all();
    expect(asked.some(({ thumbnail_url }) => JSON.stringify(thumbnail_url).includes("?"))).toBe(true);
  });

  it("asks for everything in one request", async () => {
    const before = studio.server.requests.length;

    await dehydrate(studio.session, [people, tasks, "select name from Project"]);

    expect(studio.server.requests.length - before).toBe(1);
  });

  it("cuts addresses out of texts and keeps the rest", async () => {
    const note = 'Ask jane.doe@studio.example or see https://files.example/a?signature=abc, then "go".';
    const plain = {
      all: async () => [
        { content: note, url: "https://jane:key@files.example/a", site: "https://x.example/" },
      ],
    };
    const stub = { query: () => ({ plain: () => plain }) } as unknown as Session;

    const { results } = await dehydrate(stub, ["Note"]);

    expect(Object.values(results)).toEqual([
      [{ content: 'Ask  or see  then "go".', url: null, site: "https://x.example/" }],
    ]);
  });
});
