import { Event as NpmEvent, type Session as NpmSession, operation } from "@ftrack/api";
import type { DevServer } from "@ftrack-kit/dev-server";
import { Event, ql, Session } from "@ftrack-kit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { credentialsOf, openNpmSession, startServer } from "./npm-client.js";

let server: DevServer;
let theirs: NpmSession;
let ours: Session;

beforeAll(async () => {
  server = await startServer();
  theirs = await openNpmSession(server, { autoConnectEventHub: true });
  ours = await Session.open({ ...credentialsOf(server), autoConnectEventHub: true });
  await ours.eventHub.ready;
});

afterAll(async () => {
  theirs.eventHub.disconnect();
  await ours.close();
  await server.close();
});

const projectId = async () => {
  const { data } = await theirs.query('select id from Project where name is "lantern_tide"');
  return (data[0] as { id: string }).id;
};

describe("the npm client on the embedded server", () => {
  it("opens with schemas and server information", async () => {
    expect(theirs.schemas?.length).toBeGreaterThan(100);
    expect(theirs.serverVersion).toBeTruthy();
    expect(theirs.getPrimaryKeyAttributes("Metadata")).toEqual(["parent_id", "key"]);
  });

  it("is refused with a wrong key", async () => {
    const { Session: Npm } = await import("@ftrack/api");
    const wrong = new Npm(server.url, "jane", "wrong");

    await expect(wrong.initializing).rejects.toMatchObject({ name: "ServerError" });
  });

  it("reads nested projections, every repeated entity resolved", async () => {
    const { data } = await theirs.query(
      "select name, status.name, project.name, parent.name, assignments.resource.username from Task limit 20",
    );
    const tasks = data as {
      name: string;
      status: { name: string };
      project: { name: string };
      assignments: { resource: { username: string } }[];
    }[];

    expect(tasks).toHaveLength(20);
    for (const task of tasks) {
      expect(task.status.name).toEqual(expect.any(String));
      expect(task.project.name).toEqual(expect.any(String));
      for (const { resource } of task.assignments) expect(resource.username).toEqual(expect.any(String));
    }
  });

  it("pages until the server says there is no more", async () => {
    const first = await theirs.query("select id from Task limit 2");
    const all = await theirs.query("select id from Task");
    const last = await theirs.query(`select id from Task offset ${all.data.length - 2} limit 2`);

    expect(first.metadata.next.offset).toBe(2);
    expect(last.data).toHaveLength(2);
    expect(last.metadata.next.offset).toBeNull();
  });

  it("creates, updates and deletes what our session then reads", async () => {
    const project_id = await projectId();

    const { data: created } = await theirs.create("Folder", {
      name: "interop",
      project_id,
      parent_id: project_id,
    });
    const id = (created as { id: string }).id;
    const seen = await ours.query(ql`select name, description from Folder where id is ${id}`).one();
    expect(seen.name).toBe("interop");

    await theirs.update("Folder", [id], { description: "from npm" });
    await ours.query(ql`select description from Folder where id is ${id}`).one();
    expect(seen.description).toBe("from npm");

    await theirs.delete("Folder", [id]);
    expect(await ours.query(ql`select id from Folder where id is ${id}`).maybeOne()).toBeNull();
  });

  it("reads what our session writes, nested entities included", async () => {
    const project = await ours.query('select name from Project where name is "lantern_tide"').one();
    const shot = ours.create("Shot", { name: "ours_010", parent: project, project });
    ours.create("Task", { name: "animation", parent: shot, project });
    await ours.commit();

    const { data } = await theirs.query(`select name, children.name from Shot where id is "${shot.id}"`);
    ours.delete(shot);
    await ours.commit();
    const gone = await theirs.query(`select id from Task where parent_id is "${shot.id}"`);

    expect(data).toMatchObject([{ name: "ours_010", children: [{ name: "animation" }] }]);
    expect(gone.data).toEqual([]);
  });

  it("ensures an entity once", async () => {
    const data = { name: `interop scope` };

    const first = await theirs.ensure("Scope", data, ["name"]);
    const second = await theirs.ensure("Scope", data, ["name"]);

    expect((second as { id: string }).id).toBe((first as { id: string }).id);
  });

  it("sends several operations as one transaction", async () => {
    const bad = theirs.call([
      operation.create("Scope", { name: "kept only together" }),
      operation.update("Task", ["no-such-task"], { name: "x" }),
    ]);
    await expect(bad).rejects.toThrow();

    const { data } = await theirs.query('select id from Scope where name is "kept only together"');

    expect(data).toEqual([]);
  });

  it("searches", async () => {
    const { data } = await theirs.search({
      expression: "select name from Shot",
      entityType: "Shot",
      terms: ["010"],
    });

    expect(data.length).toBeGreaterThan(0);
    for (const row of data as unknown as { name: string }[]) expect(row.name).toContain("010");
  });

  it("gets the server's error, whole", async () => {
    await expect(theirs.query("select nonsense from Tusk")).rejects.toMatchObject({
      message: expect.stringContaining("Tusk"),
    });
  });
});

/** Resolves when the server has dealt with everything we sent before. */
const settleOurs = () => ours.eventHub.publish(new Event("interop.settle", {}));

/** The same for the npm client, which hears of no acknowledgement: it waits for an event of its own. */
async function settleTheirs(): Promise<void> {
  const topic = `interop.settle.${crypto.randomUUID()}`;
  const heard = new Promise<void>((resolve) => {
    theirs.eventHub.subscribe(`topic=${topic}`, () => resolve());
  });
  await theirs.eventHub.publish(new NpmEvent(topic, {}));
  await heard;
}

describe("events between the npm client and ours", () => {
  it("arrive from theirs at ours", async () => {
    const arrived = new Promise<unknown>((resolve) => {
      ours.eventHub.subscribe("topic=interop.to-ours", (event) => resolve(event.data));
    });
    await settleOurs();

    await theirs.eventHub.publish(new NpmEvent("interop.to-ours", { number: 1 }));

    expect(await arrived).toEqual({ number: 1 });
  });

  it("arrive from ours at theirs, whose reply comes back", async () => {
    theirs.eventHub.subscribe("topic=interop.to-theirs", (event) => ({
      answer: `${(event.data as { question?: string }).question}!`,
    }));
    await settleTheirs();

    const reply = await ours.eventHub.request(new Event("interop.to-theirs", { question: "ready" }), {
      timeout: 5_000,
    });

    expect(reply.data).toEqual({ answer: "ready!" });
  });

  it("answer a request of theirs", async () => {
    ours.eventHub.subscribe("topic=interop.ask-ours", () => ({ from: "ours" }));
    await settleOurs();

    const reply = await theirs.eventHub.publishAndWaitForReply(new NpmEvent("interop.ask-ours", {}), {
      timeout: 5,
    });

    expect((reply as { data: unknown }).data).toEqual({ from: "ours" });
  });

  it("tell both of a change", async () => {
    const seen = new Promise<string[]>((resolve) => {
      theirs.eventHub.subscribe("topic=ftrack.update", (event) => {
        const { entities } = event.data as { entities?: { entityId?: string }[] };
        resolve((entities ?? []).map(({ entityId }) => entityId ?? ""));
      });
    });
    await settleTheirs();
    const task = await ours.query("select description from Task").first();
    if (!task) throw new Error("The demo seed has no task.");

    task.description = "changed for the event";
    await ours.commit();

    expect(await seen).toContain(task.id);
  });
});
