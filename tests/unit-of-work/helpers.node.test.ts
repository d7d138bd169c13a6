import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: a session without types reads attributes of every type.
type Loose = any;

const credentials = { user: "jane", key: "test-key" };
let server: DevServer;
let session: Session<Loose>;

/** Sessions keep nothing between tests, so that each reads what the server has. */
const open = (options: object = {}): Promise<Session<Loose>> =>
  Session.open({
    serverUrl: server.url,
    apiUser: credentials.user,
    apiKey: credentials.key,
    schemaCache: false,
    ...options,
  }) as Promise<Session<Loose>>;

beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "demo", credentials });
});

afterEach(async () => {
  session.rollback();
  await session.close();
  server.clock.set(Date.now());
});

afterAll(async () => {
  await server.close();
});

const me = (): Promise<Loose> => session.query(`select username from User where username is "jane"`).one();

describe("timers", () => {
  it("log the seconds that passed and leave no timer", async () => {
    session = await open();
    const user = await me();
    const task: Loose = await session.query("select name from Task").first();
    server.clock.advance(-90_000);
    await user.startTimer({ context: task, comment: "comp" });
    server.clock.advance(90_000);

    const log = await user.stopTimer();

    const seen: Loose = await session
      .query(`select duration, comment, context_id from Timelog where id is "${log.id}"`)
      .one();
    expect(Math.abs(seen.duration - 90)).toBeLessThanOrEqual(5);
    expect(seen).toMatchObject({ comment: "comp", context_id: task.id });
    expect(await session.query(`Timer where user_id is "${user.id}"`).all()).toEqual([]);
  });

  it("are refused while one runs, unless it is stopped first, and a refusal stays pending nowhere", async () => {
    session = await open();
    const user = await me();
    const first = await user.startTimer({ comment: "first" });

    await expect(user.startTimer({ comment: "second" })).rejects.toMatchObject({
      exception: "DuplicateEntryError",
    });
    expect(session.recordedOperations).toEqual([]);
    const second = await user.startTimer({ comment: "third", force: true });

    expect(second.id).not.toBe(first.id);
    const running: Loose[] = await session.query(`select comment from Timer where user_id is "${user.id}"`);
    expect(running.map(({ comment }) => comment)).toEqual(["third"]);
    await user.stopTimer();
  });
});

describe("users", () => {
  it("are invited", async () => {
    session = await open();
    const user = await me();
    server.requests.clear();

    await user.sendInvite();

    expect(server.requests.records.map(({ actions }) => actions)).toEqual([["send_user_invite"]]);
  });

  it("get a new key that opens a session", async () => {
    session = await open();
    const user: Loose = await session.query(`select username from User where username is_not "jane"`).first();

    const key = await user.resetApiKey();

    const theirs = await open({ apiUser: user.username, apiKey: key });
    expect(theirs.apiUser).toBe(user.username);
    await theirs.close();
  });
});

describe("project schemas", () => {
  it("tell statuses and types of tasks, shots and versions", async () => {
    session = await open();
    const schema: Loose = await session.query("ProjectSchema").first();
    const task: Loose = await session
      .query("select status.name, type.name from Task where type_id is_not None")
      .first();

    const statuses: Loose[] = await schema.getStatuses("Task", task.type.id);
    const types: Loose[] = await schema.getTypes("Task");

    expect(statuses).toContain(task.status);
    expect(types).toContain(task.type);
    expect((await schema.getStatuses("Shot")).length).toBeGreaterThan(0);
    expect((await schema.getStatuses("AssetVersion")).length).toBeGreaterThan(0);
    await expect(schema.getStatuses("Note")).rejects.toMatchObject({ code: "entity_invalid_value" });
  });
});

describe("hierarchical custom attributes", () => {
  it("resolve to the nearest value above, with where it comes from", async () => {
    session = await open();
    const shot: Loose = await session
      .query("select parent, project from Shot where parent is_not None")
      .first();
    const type: Loose = await session.query(`CustomAttributeType where name is "text"`).one();
    session.create("CustomAttributeConfiguration", {
      key: "colour_space",
      label: "Colour space",
      entity_type: "show",
      is_hierarchical: true,
      default: "sRGB",
      type_id: type.id,
      config: JSON.stringify({ markdown: false }),
    });
    await session.commit();
    const before = await shot.custom_attributes.resolve("colour_space");
    shot.project.custom_attributes.set("colour_space", "ACES");
    await session.commit();
    const passedDown = await shot.custom_attributes.resolve("colour_space");
    shot.custom_attributes.set("colour_space", "linear");
    await session.commit();

    const own = await shot.custom_attributes.resolve("colour_space");

    expect(before).toEqual({ value: "sRGB", from: undefined, inherited: false });
    expect(passedDown).toEqual({ value: "ACES", from: shot.project, inherited: true });
    expect(own).toEqual({ value: "linear", from: shot, inherited: false });
  });
});

describe("custom attributes of a project", () => {
  it("are found for assets, and shadow those of the same key for every project", async () => {
    session = await open();
    const asset: Loose = await session.query("select parent.project from Asset").first();
    const { project } = asset.parent;
    const type: Loose = await session.query(`CustomAttributeType where name is "text"`).one();
    const configure = (more: object) =>
      session.create("CustomAttributeConfiguration", {
        key: "vendor_code",
        label: "Vendor code",
        entity_type: "asset",
        type_id: type.id,
        config: JSON.stringify({ markdown: false }),
        ...more,
      });
    configure({});
    const own = configure({ project_id: project.id });
    await session.commit();

    asset.custom_attributes.set("vendor_code", "V7");
    await session.commit();

    const rows: Loose[] = await session.query(
      `select value from AssetCustomAttributeValue where entity_id is "${asset.id}" and configuration_id is "${own.id}"`,
    );
    expect(rows.map(({ value }) => value)).toEqual(["V7"]);
  });
});
