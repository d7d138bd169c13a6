import { createHash, randomUUID } from "node:crypto";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PythonClient, PythonSocket } from "./python-client.js";
import { creation, reference } from "./raw-client.js";

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
      creation("FileComponent", {
        id,
        name: "preview",
        file_type: ".mov",
        size: bytes.length,
        system_type: "file",
      }),
      creation("ComponentLocation", {
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
    await python.call([creation("FileComponent", { id, name: "local", file_type: ".exr" })]);

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
