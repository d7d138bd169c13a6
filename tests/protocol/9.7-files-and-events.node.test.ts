import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creation, key, RawClient, RawSocket, user } from "./raw-client.js";

let client: RawClient;
beforeAll(async () => {
  client = await RawClient.start();
});
afterAll(() => client.close());

const access = `username=${user}&apiKey=${key}`;
const location = "3a372bde-05bc-11e4-8908-20c9d081909b";

describe("9.7 files", () => {
  it("stores, serves and removes a component", async () => {
    const id = randomUUID();
    const bytes = new TextEncoder().encode("hello, file");

    const [, metadata] = await client.call(
      creation("FileComponent", { id, name: "hello", file_type: ".txt", size: bytes.length }),
      {
        action: "get_upload_metadata",
        component_id: id,
        file_name: "hello.txt",
        file_size: bytes.length,
        checksum: null,
      },
    );
    const put = await fetch(metadata.url, { method: "PUT", headers: metadata.headers, body: bytes });
    await client.create("ComponentLocation", {
      component_id: id,
      location_id: location,
      resource_identifier: id,
    });
    const got = await fetch(`${client.server.url}/component/get?id=${id}&${access}`);
    const text = await got.text();
    const removed = await fetch(`${client.server.url}/component/remove?id=${id}&${access}`);
    const after = await fetch(`${client.server.url}/component/get?id=${id}&${access}`);

    expect(put.status).toBeLessThan(400);
    expect(text).toBe("hello, file");
    expect(removed.status).toBe(200);
    expect(after.status).toBeGreaterThanOrEqual(400);
  });
});

describe("9.7 event hub", () => {
  it("answers the handshake with four fields", async () => {
    const response = await fetch(`${client.server.url}/socket.io/1/?api_user=${user}&api_key=${key}`);

    expect(response.status).toBe(200);
    const [sid, heartbeat, close, transports] = (await response.text()).split(":");
    expect(sid?.length).toBeGreaterThan(8);
    expect(Number(heartbeat)).toBeGreaterThan(0);
    expect(Number(close)).toBeGreaterThan(0);
    expect(transports?.split(",")).toContain("websocket");
  });

  it("connects first, and beats within ten seconds", { timeout: 15_000 }, async () => {
    const socket = await RawSocket.open(client.server);

    await socket.waitFor((frame) => frame.startsWith("2::"), 11_000);

    expect(socket.frames[0]).toBe("1::");
    await socket.close();
  });

  it("acknowledges with exactly one object", async () => {
    const socket = await RawSocket.open(client.server);

    const acknowledgement = await socket.publish({ topic: "any" });

    expect(acknowledgement).toEqual([{ success: true }]);
    await socket.close();
  });

  it("delivers once per connection, to the publisher too, with the user's id and known keys only", async () => {
    const socket = await RawSocket.open(client.server);
    await socket.subscribe("one", "topic=once.*");
    await socket.subscribe("two", "topic=once.more");

    await socket.publish({ topic: "once.more", data: { n: 1 }, source: { id: "me" }, strange: true });
    await socket.settle();

    const own = socket.events.filter(({ topic }) => topic === "once.more");
    const keys = ["id", "topic", "data", "sent", "source", "target", "inReplyToEvent"];
    expect(own).toHaveLength(1);
    expect(own[0]?.source.user).toMatchObject({ username: user, id: expect.any(String) });
    expect(Object.keys(own[0] ?? {}).every((name) => keys.includes(name))).toBe(true);
    await socket.close();
  });

  it("routes by target", async () => {
    const socket = await RawSocket.open(client.server);
    await socket.subscribe("addressed", "topic=routed");
    const other = await RawSocket.open(client.server);
    await other.subscribe("bystander", "topic=routed");

    await other.publish({ topic: "routed", target: "id=addressed" });
    await socket.event(({ topic }) => topic === "routed");
    await other.settle();

    expect(other.events.filter(({ topic }) => topic === "routed")).toEqual([]);
    await Promise.all([socket.close(), other.close()]);
  });

  it("keeps a subscription working when its id is subscribed again", async () => {
    const socket = await RawSocket.open(client.server);
    await socket.subscribe("twice", "topic=twice");
    await socket.subscribe("twice", "topic=twice");

    await socket.publish({ topic: "twice" });
    await socket.settle();

    expect(socket.events.filter(({ topic }) => topic === "twice")).toHaveLength(1);
    await socket.close();
  });

  it("survives an unsubscribe just before the socket closes", async () => {
    const socket = await RawSocket.open(client.server);
    await socket.subscribe("leaving", "topic=*");

    const event = {
      id: randomUUID(),
      topic: "ftrack.meta.unsubscribe",
      data: { subscriber: { id: "leaving" } },
      source: {},
      target: "",
      sent: null,
      inReplyToEvent: null,
    };
    socket.send(`5:99+::${JSON.stringify({ name: "ftrack.event", args: [event] })}`);
    await socket.close();

    expect((await client.post([{ action: "query_server_information" }])).status).toBe(200);
  });

  it("routes what was published right after subscribing", async () => {
    const socket = await RawSocket.open(client.server);
    const subscribed = socket.subscribe("quick", "topic=quick");
    const published = socket.publish({ topic: "quick" });

    await Promise.all([subscribed, published]);

    expect(await socket.event(({ topic }) => topic === "quick")).toBeTruthy();
    await socket.close();
  });
});

describe("9.8 access control", () => {
  it("tells whose key it is", async () => {
    const [information] = await client.call({
      action: "query_server_information",
      values: ["user_information"],
    });

    expect(information.user_information).toMatchObject({
      username: user,
      is_global_access_key: expect.any(Boolean),
    });
    expect(information).not.toHaveProperty("version");
  });
});
