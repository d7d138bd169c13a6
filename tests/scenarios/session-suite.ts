import { Event, FtrackError, ql, type Session, type SessionOptions } from "@ftrack-kit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type OpenSession = (options: SessionOptions) => Promise<Session>;

/** What a session does for its users, the same on every platform. */
export function describeSession(
  open: OpenSession,
  connection: { url: string; user: string; key: string },
): void {
  const credentials = { serverUrl: connection.url, apiUser: connection.user, apiKey: connection.key };
  let session: Session;
  let other: Session;

  beforeAll(async () => {
    session = await open({ ...credentials, autoConnectEventHub: true });
    other = await open({ ...credentials, autoConnectEventHub: true });
    await Promise.all([session.eventHub.ready, other.eventHub.ready]);
  });

  afterAll(async () => {
    await Promise.all([session.close(), other.close()]);
  });

  const newShot = async () => {
    const sequence = await session.query("select name, project from Sequence").first();
    if (!sequence) throw new Error("The demo seed has no sequence.");
    const name = `shot_${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
    return session.create("Shot", { name, parent: sequence, project: sequence.project });
  };

  describe("querying", () => {
    it("reads nested projections", async () => {
      const tasks = await session.query("select name, status.name, project.full_name from Task limit 20");

      expect(tasks).toHaveLength(20);
      for (const task of tasks) expect(task.status.name).toEqual(expect.any(String));
    });

    it("keeps one object when two queries return the same task", async () => {
      const [first] = await session.query("select name from Task order by id limit 1");
      const [second] = await session.query("select description from Task order by id limit 1");

      expect(second).toBe(first);
    });

    it("iterates over pages without gaps or repeats", async () => {
      const ids = new Set<string>();
      for await (const task of session.query("select id from Task", { pageSize: 50 })) ids.add(task.id);

      const all = await session.query("select id from Task").plain();

      expect(ids.size).toBe(all.length);
    });

    it("finds values that look like query text, literally", async () => {
      const shot = await newShot();
      const description = `" or name like "%" limit 1 \\`;
      shot.description = description;
      await session.commit();

      const found = await other.query(ql`select id from Shot where description is ${description}`);

      expect(found.map(({ id }) => id)).toEqual([shot.id]);
    });

    it("names the attribute that was meant", async () => {
      const failure = await Promise.resolve(session.query("select nmae from Task" as string)).catch(
        (error: unknown) => error,
      );

      expect(FtrackError.is(failure) && failure.code).toBe("query_unknown_attribute");
      expect(String(failure)).toContain('Did you mean "name"?');
    });
  });

  describe("changing", () => {
    it("commits creations as one request that another session sees", async () => {
      const shot = await newShot();
      const tasks = ["animation", "lighting"].map((name) =>
        session.create("Task", { name, parent: shot, project: shot.project }),
      );

      await session.commit();

      const seen = await other.query(ql`select children.name from Shot where id is ${shot.id}`).one();
      const names = [...seen.children].map((child: { name: string }) => child.name);
      expect(names.sort()).toEqual(["animation", "lighting"]);
      expect(tasks[0]?.$state).toBe("clean");
    });

    it("keeps local changes when a query brings remote ones", async () => {
      const shot = await newShot();
      await session.commit();
      shot.description = "mine";
      const theirs = await other.query(ql`select description, name from Shot where id is ${shot.id}`).one();
      theirs.name = `${theirs.name}_renamed`;
      await other.commit();

      await session.query(ql`select name, description from Shot where id is ${shot.id}`).one();

      expect(shot.name).toContain("_renamed");
      expect(shot.description).toBe("mine");
      session.rollback();
    });

    it("rolls back to what the server said", async () => {
      const task = await session.query("select name from Task").first();
      if (!task) throw new Error("The demo seed has no task.");
      const before = task.name;

      task.name = "never";
      session.rollback();

      expect(task.name).toBe(before);
      expect(session.recordedOperations.length).toBe(0);
    });

    it("keeps everything pending when the server refuses", async () => {
      const shot = await newShot();
      await session.commit();
      const twin = session.create("Shot", {
        name: shot.name,
        parent_id: shot.parent_id,
        project_id: shot.project_id,
      });

      await expect(session.commit()).rejects.toMatchObject({ name: expect.stringContaining("Error") });
      const pending = session.recordedOperations.length;
      twin.name = `${shot.name}_2`;
      await session.commit();

      expect(pending).toBeGreaterThan(0);
      expect(twin.$state).toBe("clean");
    });

    it("writes metadata and custom attributes of an entity created in the same commit", async () => {
      const shot = await newShot();
      shot.metadata.set("camera", "A");
      shot.custom_attributes.set("fstart", 1001);

      await session.commit();

      const seen = await other
        .query(ql`select metadata, custom_attributes from Shot where id is ${shot.id}`)
        .one();
      expect(seen.metadata.get("camera")).toBe("A");
      expect(seen.custom_attributes.get("fstart")).toBe(1001);
    });
  });

  describe("loading", () => {
    it("fetches a missing attribute for all tasks of a result at once", async () => {
      const fresh = await open(credentials);
      const tasks = await fresh.query("select id from Task limit 100");
      let requests = 0;
      const counting = countRequests(() => {
        requests += 1;
      });
      const names: unknown[] = [];
      for (const task of tasks) names.push(await task.$get("status.name"));
      counting.stop();
      await fresh.close();

      expect(names).toHaveLength(100);
      expect(names.every((name) => typeof name === "string")).toBe(true);
      expect(requests).toBeLessThanOrEqual(1);
    });
  });

  describe("events", () => {
    it("tell another session of a commit", async () => {
      const shot = await newShot();
      const told = new Promise<void>((resolve) => {
        const id = other.eventHub.subscribe("topic=ftrack.update", (event) => {
          if (!event.data.entities?.some(({ entityId }) => entityId === shot.id)) return;
          other.eventHub.unsubscribe(id);
          resolve();
        });
      });
      await other.eventHub.publish(new Event("scenario.settle", {}));

      await session.commit();

      await told;
    });

    it("carry replies", async () => {
      const id = other.eventHub.subscribe("topic=scenario.question", (event) => ({ echo: event.data }));
      await other.eventHub.publish(new Event("scenario.settle", {}));

      const reply = await session.eventHub.request(new Event("scenario.question", { n: 1 }), {
        timeout: 5_000,
      });

      other.eventHub.unsubscribe(id);
      expect(reply.data).toEqual({ echo: { n: 1 } });
    });
  });

  describe("ending", () => {
    it("refuses calls after close, and closes twice without complaint", async () => {
      const brief = await open(credentials);

      await brief.close();
      await brief.close();

      await expect(Promise.resolve(brief.query("Task"))).rejects.toMatchObject({ code: "session_closed" });
    });

    it("may close at any moment", async () => {
      for (const delay of [0, 1, 5, 20]) {
        const opening = open({ ...credentials, autoConnectEventHub: true });
        const closing = opening.then(async (opened) => {
          const pending = Promise.resolve(opened.query("select name from Task")).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, delay));
          await opened.close();
          await pending;
          return opened.closed;
        });

        expect(await closing).toBe(true);
      }
    });
  });

  /** Counts what leaves through the global `fetch`, which platforms look up at call time. */
  function countRequests(count: () => void): { stop: () => void } {
    const real = globalThis.fetch;
    globalThis.fetch = (...args) => {
      count();
      return real(...args);
    };
    return {
      stop: () => {
        globalThis.fetch = real;
      },
    };
  }
}
