import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { ql } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import { Session } from "../../src/session.js";
import { createShot, openServer, openSession, optionsFor } from "../support/open-server.js";

describe("a session", () => {
  it("does its main job: query, create, commit, hear of it elsewhere, roll back, close", async () => {
    const server = await openServer();
    const [session, other] = [
      await openSession(server),
      await openSession(server, { autoConnectEventHub: true }),
    ];
    await other.eventHub.ready;
    const heard = new Promise((resolve) => other.eventHub.subscribe("topic=ftrack.update", resolve));

    const { shot, tasks } = await createShot(session);
    const rows = await session.query(
      ql.bind("select name, parent.name, project.full_name from Task where parent.id is {id} order by name", {
        id: shot.id,
      }),
    );
    for (const task of tasks) task.description = "never sent";
    session.rollback();

    expect(rows.map((task) => [task.name, task.parent?.name, task.project.full_name])).toEqual([
      ["task 0000", "010", "Bunny"],
      ["task 0001", "010", "Bunny"],
    ]);
    expect(rows[0]).toBe(tasks[0]);
    expect(await heard).toMatchObject({ topic: "ftrack.update" });
    expect(session.recordedOperations).toEqual([]);
  });

  it("opens in one request, and in one small one when the schemas are known", async () => {
    const server = await openServer();
    const folder = await mkdtemp(join(tmpdir(), "ftrack-kit-"));
    server.requests.clear();

    await (await openSession(server, { schemaCachePath: folder })).close();
    const cold = server.requests.records.map(({ actions }) => actions);
    server.requests.clear();
    const warm = await openSession(server, { schemaCachePath: folder });

    expect(cold).toEqual([["query_server_information", "query_schemas"]]);
    expect(server.requests.records.map(({ actions }) => actions)).toEqual([["query_server_information"]]);
    expect(warm.schemas.length).toBeGreaterThan(100);
    await rm(folder, { recursive: true });
  });

  it("needs no opening of its own: the first call that waits opens it", async () => {
    const server = await openServer();
    const session = new Session(optionsFor(server));

    const users = await session.query("select username from User");

    expect(users.map(({ username }) => username)).toContain("jane");
    await session.close();
  });

  it("puts the queries of one tick into one request", async () => {
    const server = await openServer();
    const session = await openSession(server);
    server.requests.clear();

    const [users, statuses, types] = await Promise.all([
      session.query("User"),
      session.query("select name from Status").first(),
      session.from("Type").select("name").orderBy("name").limit(2),
    ]);

    expect([users.length > 0, statuses !== null, types.length]).toEqual([true, true, 2]);
    expect(server.requests.records.map(({ actions }) => actions)).toEqual([["query", "query", "query"]]);
  });

  it("fills in what an answer only mentions because an earlier answer of the request says it", async () => {
    const server = await openServer();
    const session = await openSession(server);
    const { shot } = await createShot(session);
    const fresh = await openSession(server);

    const [first, second, plain] = await Promise.all([
      fresh.query(`select parent.name from Task where parent.id is "${shot.id}"`),
      fresh.query(`select parent.name from Task where parent.id is "${shot.id}" order by name`),
      fresh.query(`select parent.name from Task where parent.id is "${shot.id}"`).plain(),
    ]);

    expect([...first, ...second].map((task) => task.parent?.name)).toEqual(["010", "010", "010", "010"]);
    expect(JSON.parse(JSON.stringify(plain))).toMatchObject([
      { parent: { name: "010" } },
      { parent: { name: "010" } },
    ]);
  });

  it("does not let one bad query fail its neighbours", async () => {
    const server = await openServer({ faults: [{ on: "query", status: 500, html: true, times: 1 }] });
    const session = await openSession(server, { retry: false });

    const [users, statuses] = await Promise.all([session.query("User"), session.query("Status")]);

    expect(users.length).toBeGreaterThan(0);
    expect(statuses.length).toBeGreaterThan(0);
  });

  it("reports a wrong expression with its place before anything is sent", async () => {
    const server = await openServer();
    const session = await openSession(server);
    server.requests.clear();

    const syntax = await session
      .query("select name frm Task" as string)
      .all()
      .catch((error: unknown) => error);
    const attribute = await session
      .query("select asignee from Task" as string)
      .first()
      .catch((error: unknown) => error);

    expect(syntax).toMatchObject({ code: "query_syntax", details: { offset: expect.any(Number) } });
    expect(attribute).toMatchObject({ code: "query_unknown_attribute", details: { offset: 7 } });
    expect(server.requests.length).toBe(0);
  });

  it("pages through large results in order, counts them and groups them", async () => {
    const server = await openServer();
    const session = await openSession(server);
    const { shot } = await createShot(session, 25);
    const text = `select name from Task where parent.id is "${shot.id}" order by name` as string;
    server.requests.clear();

    const names: unknown[] = [];
    for await (const task of session.query(text, { pageSize: 10 })) names.push(task.name);
    const groups = await session.query(
      `select count(id) from Task where parent.id is "${shot.id}" group by parent_id` as string,
    );

    expect(names).toEqual(Array.from({ length: 25 }, (_, index) => `task ${String(index).padStart(4, "0")}`));
    expect(server.requests.records.filter(({ actions }) => actions[0] === "query")).toHaveLength(4);
    expect(await session.query(`${text} limit 7`).count()).toBe(7);
    expect(await session.query(text).count()).toBe(25);
    expect(groups).toMatchObject([{ count_id: 25 }]);
  });

  it("finds entities by words", async () => {
    const server = await openServer();
    const session = await openSession(server);
    await createShot(session, 3);

    const found = await session.search({ entityType: "Task", terms: ["0002"] });

    expect(found.map((task) => task.name)).toEqual(["task 0002"]);
  });

  it("gives views that populate in their own way and share everything else", async () => {
    const server = await openServer();
    const session = await openSession(server);
    await createShot(session);
    const view = (await openSession(server)).with({ autoPopulate: false });

    const [task] = await view.query("select name from Task");
    server.requests.clear();

    expect(await task?.$get("description")).toBeUndefined();
    expect(server.requests.length).toBe(0);
    expect(view.eventHub).toBe(view.with({}).eventHub);
  });

  it("keeps the key out of everything that prints a session", async () => {
    const server = await openServer();
    const session = await openSession(server);

    const texts = [
      JSON.stringify(session),
      inspect(session, { depth: 10, showHidden: true }),
      String(session),
    ];

    for (const text of texts) expect(text).not.toContain("test-key");
  });

  it("shares nothing with another session in the process", async () => {
    const [one, two] = [await openServer(), await openServer()];
    const [first, second] = [await openSession(one), await openSession(two)];
    await createShot(first);

    await first.close();

    expect(await second.query("Task")).toEqual([]);
    expect(second.closed).toBe(false);
  });
});
