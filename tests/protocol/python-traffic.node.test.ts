import { createHash, randomUUID } from "node:crypto";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PythonClient, PythonSocket } from "./python-client.js";
import type { Row } from "./raw-client.js";

const user = "jane";
const key = "python-key";
const serverLocation = "3a372bde-05bc-11e4-8908-20c9d081909b";
const originLocation = "ce9b348f-8809-11e3-821c-20c9d081909b";

let server: DevServer;
let python: PythonClient;
beforeAll(async () => {
  server = await createDevServer({ seed: "demo", credentials: { user, key } });
  python = new PythonClient(server.url, user, key);
});
afterAll(() => server.close());

const reference = (type: string, id: string) => ({ __entity_type__: type, id });
const create = (type: string, id: string, data: Row) => ({
  action: "create",
  entity_type: type,
  entity_key: [id],
  entity_data: { __entity_type__: type, id, ...data },
});

describe("what the Python client sends when a session opens", () => {
  it("asks who the server is, and takes the answer for a supported version", async () => {
    const [information] = await python.call([{ action: "query_server_information" }]);

    const version = /^(\d+)\.(\d+)\.(\d+)/.exec(information.version);
    const number = version ? version.slice(1, 4).map(Number) : [];
    expect(information.version === "dev" || number.join(".") >= "3.3.11").toBe(true);
    expect(information.schema_hash).toMatch(/^[0-9a-f]{32}$/);
    expect(information.storage_scenario?.scenario ?? "ftrack.automatic").toBe("ftrack.automatic");
  });

  it("hashes the schemas to what the server announced, so that its cache holds next time", async () => {
    const [information] = await python.call([{ action: "query_server_information" }]);

    const [schemas] = await python.call([{ action: "query_schemas" }]);

    const hash = createHash("md5").update(pythonJson(schemas)).digest("hex");
    expect(hash).toBe(information.schema_hash);
  });

  it("is told in one object what is wrong with its key, whether strict or not", async () => {
    const stranger = new PythonClient(server.url, user, "wrong");

    const loose = await stranger.post([{ action: "query_server_information" }]);
    const strict = await stranger.post([{ action: "query_server_information" }], {
      "ftrack-strict-api": "true",
    });

    expect(loose).toMatchObject({ status: 200, body: { exception: "InvalidCredentialsError" } });
    expect(strict).toMatchObject({ status: 401, body: { exception: "InvalidCredentialsError" } });
    expect(typeof loose.body.content).toBe("string");
  });
});

describe("what the Python client sends when it queries", () => {
  it("pages with offset and limit until the server says there is no more", async () => {
    const names: string[] = [];
    let offset: number | null = 0;
    let calls = 0;
    while (offset !== null) {
      const [page]: Row[] = await python.call([
        { action: "query", expression: `select name from Task offset ${offset} limit 25` },
      ]);
      names.push(...(page?.data ?? []).map((row: Row) => row.id));
      offset = page?.metadata.next.offset ?? null;
      calls += 1;
    }

    const [{ data: all }] = await python.call([{ action: "query", expression: "select id from Task" }]);
    expect(new Set(names).size).toBe(all.length);
    expect(calls).toBe(Math.ceil(all.length / 25));
  });

  it("gets an entity by a base type, and finds its own type named", async () => {
    const [{ data }] = await python.call([
      { action: "query", expression: "select id from Shot offset 0 limit 1" },
    ]);

    const [{ data: found }] = await python.call([
      {
        action: "query",
        expression: `select context_type, id, name from Context where id is "${data[0].id}" offset 0 limit 2`,
      },
    ]);

    expect(found).toMatchObject([{ __entity_type__: "Shot", id: data[0].id, name: expect.any(String) }]);
  });

  it("populates what is missing, and gets every attribute it asked for", async () => {
    const [{ data: tasks }] = await python.call([
      { action: "query", expression: "select id from Task offset 0 limit 3" },
    ]);
    const ids = tasks.map(({ id }: Row) => `"${id}"`).join(", ");

    const [{ data }] = await python.call([
      {
        action: "query",
        expression: `select id, bid, description, timelogs, custom_attributes, metadata, thumbnail, end_date from Task where id in (${ids}) offset 0 limit 500`,
      },
    ]);

    for (const row of data) {
      expect(row).toMatchObject({ timelogs: expect.any(Array), custom_attributes: expect.any(Array) });
      for (const name of ["bid", "description", "metadata", "thumbnail", "end_date"])
        expect(row).toHaveProperty(name);
    }
  });
});

describe("what the Python client sends when it commits", () => {
  it("creates a hierarchy in one batch with both keys and references, dates in full, and updates that follow", async () => {
    const [{ data: schemas }] = await python.call([
      { action: "query", expression: "select id from ProjectSchema offset 0 limit 1" },
    ]);
    const [project, shot, task] = [randomUUID(), randomUUID(), randomUUID()];
    const name = `python_${project.slice(0, 8)}`;
    const start = { __type__: "datetime", value: "2026-03-18T15:24:09.123456+02:00" };

    const results = await python.call([
      create("Project", project, {
        context_type: "show",
        name,
        full_name: name,
        project_schema: reference("ProjectSchema", schemas[0].id),
      }),
      create("Shot", shot, {
        context_type: "task",
        name: "010",
        object_type_id: "bad911de-3bd6-47b9-8b46-3476e237cb36",
        parent: reference("Project", project),
        parent_id: project,
      }),
      create("Task", task, {
        context_type: "task",
        name: "comp – \u00e9t\u00e9",
        parent: reference("Shot", shot),
        priority_id: "9661b320-3a0c-11e2-81c1-0800200c9a66",
        start_date: start,
      }),
      {
        action: "update",
        entity_type: "Shot",
        entity_key: [shot],
        entity_data: { __entity_type__: "Shot", description: "hero" },
      },
    ]);

    expect(results.map(({ action }: Row) => action)).toEqual(["create", "create", "create", "update"]);
    expect(results[2].data).toMatchObject({ __entity_type__: "Task", id: task });
    const [{ data }] = await python.call([
      {
        action: "query",
        expression: `select name, project_id, start_date, parent.description, created_by.username from Task where id is "${task}" offset 0 limit 500`,
      },
    ]);
    expect(data).toMatchObject([
      {
        name: "comp – été",
        project_id: project,
        start_date: { __type__: "datetime", value: "2026-03-18T13:24:09" },
        parent: { description: "hero" },
        created_by: { username: user },
      },
    ]);
    await python.call([{ action: "delete", entity_type: "Project", entity_key: [project] }]);
  });

  it("writes metadata one by one, beside the list of references", async () => {
    const [{ data }] = await python.call([
      { action: "query", expression: "select id from Task offset 0 limit 1" },
    ]);
    const { id } = data[0];
    const row = { __entity_type__: "Metadata", parent_id: id, key: "slate" };

    for (const value of ["A1", "A1", "B2"]) {
      await python.call([
        {
          action: "create",
          entity_type: "Metadata",
          entity_key: [id, "slate"],
          entity_data: { ...row, value, parent_type: "Task" },
        },
        {
          action: "update",
          entity_type: "Task",
          entity_key: [id],
          entity_data: { __entity_type__: "Task", metadata: [row] },
        },
      ]);
    }

    const [{ data: found }] = await python.call([
      {
        action: "query",
        expression: `select key, value, parent_type from Metadata where parent_id is "${id}" and key is "slate" offset 0 limit 500`,
      },
    ]);
    expect(found).toMatchObject([{ key: "slate", value: "B2", parent_type: "Task" }]);
  });

  it("keeps nothing of a batch that fails, and publishes no event", async () => {
    const socket = await PythonSocket.open(server.url, user, key);
    await socket.publish("ftrack.meta.subscribe", {
      subscriber: { id: "watcher" },
      subscription: "topic=ftrack.update",
    });
    const id = randomUUID();

    const { body } = await python.post([
      create("Scope", id, { name: "never" }),
      { action: "delete", entity_type: "Task", entity_key: [randomUUID()] },
    ]);

    await socket.publish("python.settle", {});
    const [{ data }] = await python.call([
      { action: "query", expression: `select id from Scope where id is "${id}" offset 0 limit 2` },
    ]);
    expect(body).toMatchObject({ exception: expect.any(String), content: expect.any(String) });
    expect(data).toEqual([]);
    expect(socket.events).toEqual([]);
    await socket.close();
  });
});

describe("what the Python client sends when it uploads a component", () => {
  it("asks for an address before the component exists, puts the bytes with their checksum, then registers", async () => {
    const id = randomUUID();
    const bytes = Buffer.from("frames of a shot");
    const checksum = createHash("md5").update(bytes).digest("base64");

    const [metadata] = await python.call([
      {
        action: "get_upload_metadata",
        component_id: id,
        file_name: "preview.mov",
        file_size: bytes.length,
        checksum,
      },
    ]);
    const refused = await fetch(metadata.url, {
      method: "PUT",
      headers: metadata.headers,
      body: Buffer.from("frames of a shoe"),
    });
    const put = await fetch(metadata.url, {
      method: "PUT",
      headers: metadata.headers,
      body: bytes,
    });
    await python.call([
      create("FileComponent", id, {
        name: "preview",
        file_type: ".mov",
        size: bytes.length,
        system_type: "file",
      }),
      create("ComponentLocation", randomUUID(), {
        component: reference("FileComponent", id),
        location: reference("Location", serverLocation),
        resource_identifier: id,
      }),
    ]);
    const got = await fetch(`${server.url}/component/get?id=${id}&username=${user}&apiKey=${key}`);

    expect([refused.status, put.status, got.status]).toEqual([400, 200, 200]);
    expect(await got.text()).toBe("frames of a shot");
  });

  it("finds a fresh component nowhere but where it was put", async () => {
    const id = randomUUID();
    await python.call([create("FileComponent", id, { name: "local", file_type: ".exr" })]);

    const [{ data }] = await python.call([
      {
        action: "query",
        expression: `select id, component_id, location_id from ComponentLocation where component_id in ("${id}") and location_id in ("${originLocation}", "${serverLocation}") offset 0 limit 500`,
      },
    ]);

    expect(data).toEqual([]);
  });

  it("removes the bytes, then the row of where they were", async () => {
    const id = randomUUID();
    const [metadata] = await python.call([
      { action: "get_upload_metadata", component_id: id, file_name: "a.txt", file_size: 1, checksum: null },
    ]);
    await fetch(metadata.url, { method: "PUT", headers: metadata.headers, body: "a" });
    const parameters = `id=${id}&username=${user}&apiKey=${key}`;

    const removed = await fetch(`${server.url}/component/remove?${parameters}`);
    const gone = await fetch(`${server.url}/component/get?${parameters}`);

    expect([removed.status, gone.status]).toEqual([200, 404]);
  });
});

describe("what the Python client sends to the event server", () => {
  it("shakes hands with headers only, connects, and is told so first", async () => {
    const socket = await PythonSocket.open(server.url, user, key);

    expect(socket.handshake).toHaveLength(4);
    expect(socket.handshake[3]?.split(",")).toContain("websocket");
    expect(socket.frames[0]).toBe("1::");
    await socket.close();
  });

  it("subscribes, publishes to itself, replies, and gets each acknowledged with one object", async () => {
    const hub = randomUUID().replaceAll("-", "");
    const socket = await PythonSocket.open(server.url, user, key, hub);
    const answers = [
      await socket.publish("ftrack.meta.subscribe", {
        subscriber: { id: hub },
        subscription: "topic=ftrack.meta.reply",
      }),
      await socket.publish("ftrack.meta.subscribe", {
        subscriber: { id: "listener", host: "farm-01", user: { username: user } },
        subscription: "topic=python.question and source.user.username=jane",
      }),
      await socket.publish("python.question", { number: 5, nested: { in_reply_to_event: null } }),
    ];
    const question = await socket.event("python.question");

    answers.push(
      await socket.publish("ftrack.meta.reply", "a text", {
        target: `id=${question.source.id}`,
        inReplyToEvent: question.id,
        source: { id: "listener", user: { username: user } },
      }),
    );
    const reply = await socket.event("ftrack.meta.reply");

    expect(answers).toEqual(answers.map(() => [{ success: true }]));
    expect(reply).toMatchObject({ data: "a text", inReplyToEvent: question.id });
    expect(question.source.user).toMatchObject({ username: user, id: expect.any(String) });
    expect(question.data).toEqual({ number: 5, nested: { in_reply_to_event: null } });
    await socket.close();
  });

  it("stays connected on heartbeats with an empty data field, and on packets nobody expects", async () => {
    const socket = await PythonSocket.open(server.url, user, key);

    for (const frame of [
      "2:::",
      "2::",
      "5",
      "5:::",
      "6:::1",
      "1::/ns",
      "3:::text",
      '4:::{"a":1}',
      "9::",
      ":",
    ]) {
      socket.send(frame);
    }

    expect(await socket.publish("python.still-there", {})).toEqual([{ success: true }]);
    await socket.close();
  });

  it("goes away as it should: unsubscribing everything and closing without waiting", async () => {
    const socket = await PythonSocket.open(server.url, user, key);
    await socket.publish("ftrack.meta.subscribe", { subscriber: { id: "one" }, subscription: "topic=*" });

    socket.publishUnheard("ftrack.meta.unsubscribe", { subscriber: { id: "one" } });
    await socket.close();

    const next = await PythonSocket.open(server.url, user, key);
    expect(await next.publish("python.next", {})).toEqual([{ success: true }]);
    await next.close();
  });

  it("is refused with another status than 200 when its key is wrong, or its session id is spent", async () => {
    const wrong = await fetch(`${server.url}/socket.io/1/`, {
      headers: { "ftrack-user": user, "ftrack-api-key": "wrong" },
    });
    const socket = await PythonSocket.open(server.url, user, key);

    const second = await PythonSocket.openWith(server.url, socket.handshake);

    expect(wrong.status).toBe(401);
    await second.closed;
    expect(second.frames).toEqual(["7:::1+0"]);
    await socket.close();
  });
});

describe("what older clients and other programs send", () => {
  it("shakes hands with a time and credentials in the query, as Socket.IO 0.9 in browsers does", async () => {
    const query = new URLSearchParams({ t: "1711111111111", api_user: user, api_key: key });

    const response = await fetch(`${server.url}/socket.io/1/?${query}`);

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/plain");
  });

  it("posts one bare operation, and gets an answer of one", async () => {
    const { body } = await python.post({
      action: "create",
      type: "tempdata",
      data: "[]",
      expiry: { __type__: "datetime", value: "2099-01-01T00:00:00" },
    });

    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({ id: expect.any(String) });
  });

  it("asks for a widget and opens it with parameters of its own", async () => {
    const [{ widget_url: url }] = await python.call([
      { action: "get_widget_url", name: "info", theme: null },
    ]);

    const page = await fetch(`${url}&entityType=shot&entityId=${randomUUID()}`);

    expect([page.status, url.includes("?")]).toEqual([200, true]);
  });
});

/** JSON as Python writes it with sorted keys: blanks after separators, nothing but ASCII. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => `${pythonJson(name)}: ${pythonJson(member)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
