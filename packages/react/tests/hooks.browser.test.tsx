import type { Session } from "@ftrack-kit/core";
import type { EmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { type ReactNode, Suspense } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CommitState,
  type Mutation,
  SessionProvider,
  useCommit,
  useEntity,
  useLive,
  useMutation,
  useQuery,
  useSession,
} from "../src/index.js";
import { Boundary, mount } from "./support/mount.js";
import { openSession, startServer } from "./support/studio.js";

const expression = "select name, bid, status_id, parent_id from Task order by name limit 3";
const until = (holds: () => boolean) => vi.waitUntil(holds, { interval: 5, timeout: 5_000 });

let server: EmbeddedServer;
let session: Session;
let other: Session;
let mounted: ReturnType<typeof mount>[] = [];
/** Ids and names of the tasks that are shown. */
let tasks: readonly { readonly id: string; readonly name: string }[];

const show = (node: ReactNode) => {
  const shown = mount(<SessionProvider session={session}>{node}</SessionProvider>);
  mounted.push(shown);
  return shown;
};

/** Notes every picture of a page from now on; returns those until it is called. */
const watch = (page: ReturnType<typeof mount>) => {
  const pictures: string[] = [];
  const observer = new MutationObserver(() => pictures.push(page.text));
  observer.observe(page.element, { subtree: true, characterData: true, childList: true });
  return () => {
    observer.disconnect();
    return pictures;
  };
};

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

beforeEach(async () => {
  await server.reset();
  session = await openSession(server);
  other = await openSession(server);
  tasks = await other.query(expression).plain().all();
});
afterEach(async () => {
  for (const one of mounted) one.unmount();
  mounted = [];
  await Promise.all([session.close(), other.close()]);
});

function Names({ suspense }: { suspense?: boolean }) {
  const { rows, status } = useLive(expression, { flushWindow: 5, suspense });
  return (
    <p data-status={status}>
      {status}: {rows.map(({ name }) => name).join(", ")}
    </p>
  );
}

const joined = (names: readonly string[]) => `live: ${names.join(", ")}`;
const allNames = () => joined(tasks.map(({ name }) => name));

describe("useLive", () => {
  it("shows rows and follows what others do", async () => {
    const page = show(<Names />);
    await until(() => page.text === allNames());

    other.update("Task", tasks[0]!.id, { name: "0 renamed" });
    await other.commit();
    await until(() => page.text.includes("0 renamed"));

    expect(page.text).toBe(joined(["0 renamed", tasks[1]!.name, tasks[2]!.name]));
  });

  it("opens one live query for all who show the same, mounted strictly and again", async () => {
    const live = vi.spyOn(session, "live");
    const page = show([<Names key="a" />, <Names key="b" />]);
    await until(() => page.text === allNames() + allNames());

    page.render(<SessionProvider session={session}>{null}</SessionProvider>);
    page.render(
      <SessionProvider session={session}>
        <Names />
      </SessionProvider>,
    );
    await until(() => page.text === allNames());

    expect(live).toHaveBeenCalledTimes(1);
  });

  it("never shows two states of a result in one picture", async () => {
    const page = show([<Names key="a" />, <Names key="b" />]);
    await until(() => page.text === allNames() + allNames());
    const pictures = watch(page);

    for (let edit = 0; edit < 5; edit++) {
      other.update("Task", tasks[0]!.id, { name: `0 edit ${edit}` });
      await other.commit();
    }
    await until(() => page.text.includes("0 edit 4"));

    const halves = pictures().map((text) => [text.slice(0, text.length / 2), text.slice(text.length / 2)]);
    expect(halves.length).toBeGreaterThan(0);
    expect(halves.filter(([left, right]) => left !== right)).toEqual([]);
  });

  it("waits in Suspense, and asks once", async () => {
    const live = vi.spyOn(session, "live");

    const page = show(
      <Suspense fallback="waiting">
        <Names suspense />
      </Suspense>,
    );
    await until(() => page.text === "waiting");
    await until(() => page.text === allNames());

    expect(live).toHaveBeenCalledTimes(1);
  });

  it("waits where the provider itself is thrown away by what suspends", async () => {
    const page = mount(
      <Suspense fallback="waiting">
        <SessionProvider session={session}>
          <Names suspense />
        </SessionProvider>
      </Suspense>,
    );
    mounted.push(page);

    await until(() => page.text === allNames());
  });

  it("tells what is wrong with a query by its state", async () => {
    function Wrong() {
      const { status, error } = useLive("select nmae from Task" as never);
      return `${status} ${(error as { code?: string } | undefined)?.code}`;
    }

    const page = show(<Wrong />);

    await until(() => page.text === "failed query_unknown_attribute");
  });

  it("throws to an error boundary, and begins anew after it", async () => {
    const query = vi.spyOn(session, "live");
    const page = show(
      <Boundary>
        <Suspense fallback="waiting">
          <Wrong />
        </Suspense>
      </Boundary>,
    );
    function Wrong() {
      return useLive("select nmae from Task" as never, { suspense: true }).status;
    }
    await until(() => page.text.includes("nmae"));
    const before = query.mock.calls.length;

    await new Promise((resolve) => setTimeout(resolve, 550));
    page.element.querySelector("button")?.click();
    await until(() => query.mock.calls.length > before && page.text.includes("nmae"));

    expect(before).toBe(1);
    expect(query).toHaveBeenCalledTimes(2);
    expect(page.errors).toHaveLength(2);
  });

  it("follows another session when it is given one", async () => {
    const page = show(<Names />);
    await until(() => page.text === allNames());

    page.render(
      <SessionProvider session={other}>
        <Names />
      </SessionProvider>,
    );
    other.update("Task", tasks[0]!.id, { name: "0 local" });

    await until(() => page.text.includes("0 local"));
  });
});

describe("useQuery", () => {
  it("asks once for all, and again when told to", async () => {
    const asked = vi.spyOn(session, "query");
    let refresh = () => {};
    function Count() {
      const { rows, status, ...rest } = useQuery(expression);
      refresh = rest.refresh;
      return <p>{`${status} ${rows.map(({ name }) => name).join(", ")};`}</p>;
    }
    const page = show([<Count key="a" />, <Count key="b" />]);
    await until(() => page.text.startsWith("ready"));
    const before = asked.mock.calls.length;

    other.update("Task", tasks[0]!.id, { name: "0 renamed" });
    await other.commit();
    refresh();
    await until(() => page.text.startsWith("ready 0 renamed"));

    expect(before).toBe(1);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("keeps its rows when asking again fails", async () => {
    let refresh = () => {};
    function Count() {
      const { rows, status, error, ...rest } = useQuery(expression);
      refresh = rest.refresh;
      return `${status} ${rows.length} ${error ? "error" : "fine"}`;
    }
    const page = show(<Count />);
    await until(() => page.text === "ready 3 fine");

    await session.close();
    refresh();

    await until(() => page.text === "stale 3 error");
  });
});

describe("useEntity", () => {
  it("shows one entity as it changes, and null for none", async () => {
    function One({ id }: { id: string }) {
      const { row } = useEntity("Task", id, "name, status.name");
      return row === undefined ? "unknown" : row === null ? "none" : row.name;
    }
    const page = show(<One id={tasks[1]!.id} />);
    await until(() => page.text === tasks[1]!.name);

    session.update("Task", tasks[1]!.id, { name: "mine" });
    await until(() => page.text === "mine");
    page.render(
      <SessionProvider session={session}>
        <One id={'nobody" or name is "'} />
      </SessionProvider>,
    );

    await until(() => page.text === "none");
  });
});

describe("useMutation", () => {
  let mutation: Mutation<[name: string, status?: string]>;
  function Rename() {
    mutation = useMutation((session, name: string, status_id?: string) =>
      session.update("Task", tasks[0]!.id, { name, status_id }),
    );
    return <p>{mutation.status}</p>;
  }

  it("shows an edit before the server has it, and never falls back on the way", async () => {
    const page = show([<Names key="names" />, <Rename key="rename" />]);
    await until(() => page.text.startsWith(allNames()));
    const pictures = watch(page);

    const saved = mutation.mutate("0 mine");
    await until(() => page.text.includes("0 mine"));
    const outcome = await saved;
    await new Promise((resolve) => setTimeout(resolve, 100));
    const seen = pictures();

    expect(seen.filter((text) => text.includes("0 mine") && text.includes("saving"))).not.toEqual([]);
    expect(outcome).toBe(true);
    expect(page.text).toBe(`${joined(["0 mine", tasks[1]!.name, tasks[2]!.name])}saved`);
    const since = seen.slice(seen.findIndex((text) => text.includes("0 mine")));
    expect(since.filter((text) => !text.includes("0 mine"))).toEqual([]);
  });

  it("takes back what the server refuses, and leaves other edits alone", async () => {
    const page = show([<Names key="names" />, <Rename key="rename" />]);
    await until(() => page.text.startsWith(allNames()));
    session.update("Task", tasks[1]!.id, { name: "half written" });

    const pictures = watch(page);
    const outcome = await mutation.mutate("0 refused", "no such status");
    await until(() => page.text.includes("failed"));

    expect(outcome).toBe(false);
    expect(pictures().some((text) => text.includes("0 refused"))).toBe(true);
    expect(page.text).not.toContain("0 refused");
    expect(page.text).toContain("failed");
    expect(mutation.error).toBeInstanceOf(Error);
    expect(page.text).toContain(`${tasks[0]!.name}, half written`);
  });

  it("tells the logger of a failure that nobody is left to see", async () => {
    const page = show(<Rename />);
    await until(() => page.text === "idle");
    const error = vi.spyOn(session.logger, "error");

    const saved = mutation.mutate("0 refused", "no such status");
    page.unmount();

    expect(await saved).toBe(false);
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe("useCommit", () => {
  it("counts what is not saved, and saves or gives it up", async () => {
    let state: CommitState | undefined;
    function Bar() {
      state = useCommit();
      return `${state.unsaved} ${state.status}`;
    }
    const page = show(<Bar />);
    await until(() => page.text === "0 idle");

    session.update("Task", tasks[0]!.id, { name: "0 first", bid: 9 });
    await until(() => page.text === "2 idle");
    const saved = await state?.commit();
    await until(() => page.text === "0 saved");
    session.update("Task", tasks[0]!.id, { name: "0 second" });
    await until(() => page.text.startsWith("1"));
    state?.rollback();
    await until(() => page.text.startsWith("0"));

    expect(saved).toBe(true);
    expect(await other.query(expression).plain().first()).toMatchObject({ name: "0 first", bid: 9 });
  });
});

describe("useSession", () => {
  it("says what is missing where there is no provider", async () => {
    function Lost() {
      return useSession().serverUrl;
    }

    const page = mount(
      <Boundary>
        <Lost />
      </Boundary>,
    );
    mounted.push(page);

    await until(() => page.text.includes("SessionProvider"));
    expect(page.errors[0]).toMatchObject({ code: "options_missing" });
  });
});
