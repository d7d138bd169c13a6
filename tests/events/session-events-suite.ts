import { decodeUpdate, defineAction, Event, type EventHub, ql, type Session } from "@ftrack-kit/core";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { type Connection, type MakeSession, Studio, settle } from "./studio.js";

/** What a session does with events over a real socket: updates in the words of its schemas, and actions with jobs. */
export function describeSessionEvents(make: MakeSession, connection: Connection): void {
  const studio = new Studio(make, connection);

  const connected = async (): Promise<Session> => {
    const session = studio.session();
    session.eventHub.connect();
    await Promise.all([session.open(), session.eventHub.ready]);
    return session;
  };

  const createShot = async (session: Session) => {
    const sequence = await session.query("select name, project from Sequence").first();
    if (!sequence) throw new Error("The demo seed has no sequence.");
    const name = `shot_${new Event("").id.slice(0, 8)}`;
    const shot = session.create("Shot", { name, parent: sequence, project: sequence.project });
    await session.commit();
    return { shot, sequence };
  };

  describe("updates", () => {
    it("are read in the words of the schemas by others, and left out for who caused them", async () => {
      const [mine, theirs] = [await connected(), await connected()];
      const { shot, sequence } = await createShot(mine);
      const status = await mine.query('select name from Status where name is "Omitted"').one();
      const before = shot.status_id;
      const seen: ReturnType<typeof decodeUpdate>[number][] = [];
      const echoes: unknown[] = [];
      mine.eventHub.subscribe("topic=ftrack.update", (event) => void echoes.push(event), { noEcho: true });
      theirs.eventHub.subscribe("topic=ftrack.update", (event) => {
        seen.push(...decodeUpdate(event, theirs.types).filter(({ key }) => key === shot.id));
      });
      await Promise.all([settle(mine.eventHub), settle(theirs.eventHub)]);

      shot.status = status;
      await mine.commit();
      await Promise.all([settle(mine.eventHub), settle(theirs.eventHub)]);

      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatchObject({
        entityType: "Shot",
        action: "update",
        changes: { status_id: { old: before, new: status.id } },
        project: sequence.project.id,
        user: { username: connection.user },
      });
      expect(seen[0]?.parents[0]).toEqual({ entityType: "Sequence", key: sequence.id });
      expect(echoes).toEqual([]);
    });
  });

  describe("actions", () => {
    const selection = [{ entityId: "shot", entityType: "task" }];

    /** A hub that launches as the web client does, and what it is shown. */
    const openWebClient = async (user: { id: string; username: string }) => {
      const hub = await studio.ready();
      const shown: unknown[] = [];
      hub.subscribe(
        "topic=ftrack.action.trigger-user-interface",
        ({ data }) => {
          shown.push(data);
        },
        { subscriber: { applicationId: "ftrack.client.web", user } },
      );
      await settle(hub);
      const ask = async (topic: string, data: object) =>
        (await hub.request(new Event(topic, { selection, ...data }, { source: { user } }))).data;
      return { ask, shown };
    };

    const userOf = async (session: Session) => {
      const { id, username } = await session
        .query(ql`select username from User where username is ${session.apiUser}`)
        .one();
      return { id, username };
    };

    const jobsOf = (session: Session, description: string) =>
      session
        .query(
          ql`select status, data, user_id, job_components.component.name from Job where data like ${`%${description}%`}`,
        )
        .plain();

    const discover = async (hub: EventHub, user: object, actionIdentifier: string) => {
      const event = new Event("ftrack.action.discover", { selection }, { source: { user } });
      const replies = await hub.request(event, { replies: "all", timeout: 500 });
      const items = replies.flatMap(({ data }) => (data as { items: { actionIdentifier: string }[] }).items);
      return items.filter((item) => item.actionIdentifier === actionIdentifier);
    };

    it("are discovered, ask, run and tell their end, with a job of the user who launched", async () => {
      const session = await connected();
      const user = await userOf(session);
      const { ask, shown } = await openWebClient(user);
      const id = `test.rename-${session.eventHub.id}`;
      const pending = session.create("Shot", { name: "never sent" });
      const takeBack = session.registerAction(
        defineAction({
          id,
          label: "Rename",
          form: z.object({ name: z.string().check(z.minLength(3)), copies: z.number() }),
          job: `Renaming ${id}`,
          run: ({ values, progress }) => {
            progress(`half of ${id}`);
            return `Renamed to ${values.name}, ${values.copies} times, by ${id}`;
          },
        }),
      );
      await settle(session.eventHub);

      // On a busy machine, the answer may come too late at first.
      const offered = await vi.waitUntil(
        async () => {
          const items = await discover(session.eventHub, user, id);
          return items.length > 0 && items;
        },
        { timeout: 15_000 },
      );
      const form = await ask("ftrack.action.launch", { actionIdentifier: id });
      const refused = await ask("ftrack.action.launch", { actionIdentifier: id, values: { name: "a" } });
      const started = await ask("ftrack.action.launch", {
        actionIdentifier: id,
        values: { name: "sh010", copies: "2" },
      });
      await expect.poll(() => shown, { timeout: 5_000 }).toHaveLength(1);
      const jobs = await jobsOf(session, id);
      takeBack();
      await settle(session.eventHub);

      expect(offered).toHaveLength(1);
      expect(form).toMatchObject({
        title: "Rename",
        items: [{ name: "name", type: "text" }, { name: "copies" }],
      });
      expect(refused).toMatchObject({ items: [{ type: "label" }, { value: "a" }, { name: "copies" }] });
      expect(started).toEqual({ success: true, message: "Rename has started." });
      expect(shown).toEqual([
        { type: "message", success: true, message: `Renamed to sh010, 2 times, by ${id}` },
      ]);
      expect(jobs).toHaveLength(1);
      expect(jobs[0]).toMatchObject({ status: "done", user_id: user.id });
      expect(JSON.parse(String(jobs[0]?.data))).toEqual({
        description: `Renamed to sh010, 2 times, by ${id}`,
      });
      expect(await discover(session.eventHub, user, id)).toEqual([]);
      expect(pending.$state).toBe("created");
    });

    it("tell the user in short what went wrong, and attach the trace to the job", async () => {
      const session = await connected();
      const user = await userOf(session);
      const { ask, shown } = await openWebClient(user);
      const id = `test.break-${session.eventHub.id}`;
      session.registerAction(
        defineAction({
          id,
          label: "Break",
          job: `Breaking ${id}`,
          run: () => {
            throw new Error(`no luck with ${id}`, { cause: new Error("disk on fire") });
          },
        }),
      );
      await settle(session.eventHub);

      await ask("ftrack.action.launch", { actionIdentifier: id });
      await expect.poll(() => shown, { timeout: 5_000 }).toHaveLength(1);
      const [job] = await jobsOf(session, id);

      expect(shown).toEqual([{ type: "message", success: false, message: `no luck with ${id}` }]);
      expect(job).toMatchObject({ status: "failed", job_components: [{ component: { name: "traceback" } }] });
      const [link] = (job?.job_components ?? []) as { component: { id: string } }[];
      const bytes = await session.readComponent(link?.component.id ?? "");
      const trace = await new Response(bytes).text();
      expect(trace).toContain(`no luck with ${id}`);
      expect(trace).toContain("Caused by: Error: disk on fire");
    });
  });
}
