import { createHash, randomUUID } from "node:crypto";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PythonClient, PythonSocket, pythonJson } from "./python-client.js";
import { creation, type Row, reference } from "./raw-client.js";

const user = "jane";
const key = "python-key";
const serverLocation = "3a372bde-05bc-11e4-8908-20c9d081909b";

let server: DevServer;
let python: PythonClient;
beforeAll(async () => {
  server = await createDevServer({ seed: "demo", credentials: { user, key } });
  python = new PythonClient(server.url, user, key);
});
afterAll(() => server.close());

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

describe("expressions the Python client writes by itself", () => {
  const find = async (expression: string): Promise<Row[]> => {
    const [{ data }] = await python.call([
      { action: "query", expression: `${expression} offset 0 limit 500` },
    ]);
    return data;
  };

  it("names entities by ids without quotes, one or many", async () => {
    const [first, second] = await find("select id from Shot");
    const version = (await find("select id, components.id from AssetVersion where components any ()"))[0];

    const one = await find(`select name from Shot where id is ${first?.id}`);
    const many = await find(`select name from Shot where id in (${first?.id},${second?.id})`);
    const located = await find(
      `select resource_identifier, component_id from ComponentLocation where location_id is ${serverLocation} and component_id in (${version?.components[0].id})`,
    );

    expect(one.map(({ id }) => id)).toEqual([first?.id]);
    expect(many.map(({ id }) => id).sort()).toEqual([first?.id, second?.id].sort());
    expect(located).toMatchObject([{ resource_identifier: expect.any(String) }]);
  });

  it("asks for the configurations of custom attributes, and for statuses and types of a schema", async () => {
    const configurations = await find(
      "select key, project_id, id, object_type_id, entity_type, is_hierarchical from CustomAttributeConfiguration",
    );
    const [schema] = await find(
      "select _schemas.type_id, _schemas.statuses.task_status.name, _task_workflow.statuses.name, _task_type_schema.types.name from ProjectSchema",
    );
    const statuses = await find(
      `select task_status from SchemaStatus where schema_id is "${schema?._schemas[0].id}"`,
    );
    const types = await find(
      `select task_type from SchemaType where schema_id is "${schema?._schemas[0].id}"`,
    );

    expect(configurations.length).toBeGreaterThan(0);
    for (const name of ["key", "project_id", "object_type_id", "entity_type", "is_hierarchical"])
      expect(configurations[0]).toHaveProperty(name);
    expect(schema?._task_workflow.statuses.length).toBeGreaterThan(0);
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses[0]?.task_status).toHaveProperty("id");
    expect(Array.isArray(types)).toBe(true);
  });

  it("looks for what it may create, comparing texts, numbers and dates", async () => {
    const id = randomUUID();
    const [someone] = await find('select id from User where username is "jane"');
    await python.call([
      creation("Timelog", {
        id,
        user: reference("User", someone?.id),
        duration: 1234,
        comment: 'a "quoted" \\ text',
        start: { __type__: "datetime", value: "2017-02-01T10:30:00+00:00" },
      }),
    ]);

    const found = await find(
      'Timelog where comment is "a \\"quoted\\" \\\\ text" and duration is 1234 and start is "2017-02-01T10:30:00"',
    );

    expect(found.map((row) => row.id)).toEqual([id]);
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
      creation("Project", {
        id: project,
        context_type: "show",
        name,
        full_name: name,
        project_schema: reference("ProjectSchema", schemas[0].id),
      }),
      creation("Shot", {
        id: shot,
        context_type: "task",
        name: "010",
        object_type_id: "bad911de-3bd6-47b9-8b46-3476e237cb36",
        parent: reference("Project", project),
        parent_id: project,
      }),
      creation("Task", {
        id: task,
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
      creation("Scope", { id, name: "never" }),
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

describe("what the Python client's helpers send", () => {
  it("is told by name that a user has a timer already", async () => {
    const [{ data }] = await python.call([{ action: "query", expression: "select id from User limit 1" }]);
    const start = () =>
      creation("Timer", {
        user: reference("User", data[0].id),
        context: null,
        comment: "",
        name: null,
      });
    await python.call([start()]);

    const { body } = await python.post([start()]);

    expect(`Server reported error: ${body.exception}(${body.content})`).toContain("DuplicateEntryError");
  });

  it("registers a sequence: its members first, then the members' rows, then its own", async () => {
    const [sequence, ...frames] = Array.from({ length: 4 }, () => randomUUID()) as [string, ...string[]];
    const stored = (component: string, type: string) =>
      creation("ComponentLocation", {
        component: reference(type, component),
        location: reference("Location", "cb268ecc-8809-11e3-a7e2-20c9d081909b"),
        resource_identifier: `/renders/shot.%04d.exr\n[1-3] ${component}`,
      });

    await python.call([
      creation("SequenceComponent", { id: sequence, name: "main", padding: 4, file_type: ".exr", size: 30 }),
      ...frames.map((id, index) =>
        creation("FileComponent", {
          id,
          name: `000${index + 1}`,
          container: reference("SequenceComponent", sequence),
          file_type: ".exr",
          size: 10,
        }),
      ),
      {
        action: "update",
        entity_type: "SequenceComponent",
        entity_key: [sequence],
        entity_data: {
          __entity_type__: "SequenceComponent",
          members: frames.map((id) => reference("FileComponent", id)),
        },
      },
      ...frames.map((id) => stored(id, "FileComponent")),
    ]);
    await python.call([stored(sequence, "SequenceComponent")]);

    const [{ data }] = await python.call([
      {
        action: "query",
        expression: `select members.name, members.component_locations.location_id, component_locations.location_id from SequenceComponent where id is ${sequence} offset 0 limit 2`,
      },
    ]);
    expect(data[0].members.map(({ name }: Row) => name).sort()).toEqual(["0001", "0002", "0003"]);
    for (const member of data[0].members) expect(member.component_locations).toHaveLength(1);
    expect(data[0].component_locations).toHaveLength(1);
  });

  it("writes a note with recipient and label, appended to what it is about", async () => {
    const [{ data: tasks }, { data: users }, { data: labels }] = await python.call([
      { action: "query", expression: "select id, notes from Task offset 0 limit 1" },
      { action: "query", expression: 'select id from User where username is_not "jane" offset 0 limit 1' },
      { action: "query", expression: "select id from NoteLabel offset 0 limit 1" },
    ]);
    const note = randomUUID();
    const recipient = { note_id: note, resource_id: users[0].id };
    const link = { note_id: note, label_id: labels[0].id };

    await python.call([
      creation("Note", { id: note, content: "look", author: reference("User", users[0].id) }),
      {
        action: "create",
        entity_type: "NoteLabelLink",
        entity_key: [note, labels[0].id],
        entity_data: { __entity_type__: "NoteLabelLink", ...link },
      },
      {
        action: "create",
        entity_type: "Recipient",
        entity_key: [note, users[0].id],
        entity_data: { __entity_type__: "Recipient", ...recipient },
      },
      {
        action: "update",
        entity_type: "Task",
        entity_key: [tasks[0].id],
        entity_data: {
          __entity_type__: "Task",
          notes: [...tasks[0].notes, reference("Note", note)].map(({ id }) => reference("Note", id)),
        },
      },
    ]);

    const [{ data }] = await python.call([
      {
        action: "query",
        expression: `select parent_id, category.id, recipients.resource_id from Note where id is "${note}" offset 0 limit 2`,
      },
    ]);
    expect(data).toMatchObject([{ parent_id: tasks[0].id, category: { id: labels[0].id } }]);
    expect(data[0].recipients.map((row: Row) => row.resource_id)).toContain(users[0].id);
  });
});
