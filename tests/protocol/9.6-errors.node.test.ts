import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creation, RawClient, RawSocket, updating } from "./raw-client.js";

let client: RawClient;
beforeAll(async () => {
  client = await RawClient.start();
});
afterAll(() => client.close());

describe("9.6 errors and authentication", () => {
  it("refuses a wrong key or user", async () => {
    const operations = [{ action: "query_server_information" }];

    const loose = await client.post(operations, { "ftrack-api-key": "wrong" });
    const strict = await client.post(operations, { "ftrack-user": "nobody", "ftrack-strict-api": "true" });
    const handshake = await fetch(`${client.server.url}/socket.io/1/`, {
      headers: { "ftrack-user": "jane", "ftrack-api-key": "wrong" },
    });

    expect(loose).toMatchObject({ status: 200, body: { exception: "InvalidCredentialsError" } });
    expect(strict).toMatchObject({ status: 401, body: { exception: "InvalidCredentialsError" } });
    expect(handshake.status).toBe(401);
  });

  it("names an unknown action as old servers do", async () => {
    const error = await client.fail({ action: "fly" });

    expect(error.content).toContain("Invalid action u'fly'");
  });

  it("refuses to reset anything but an API key", async () => {
    const user = await client.create("User", { username: `u_${randomUUID()}` });

    const refused = await client.fail({
      action: "reset_remote",
      reset_type: ["email"],
      entity_type: "User",
      entity_key: user.id,
    });
    const [first] = await client.call({
      action: "reset_remote",
      reset_type: "api_key",
      entity_type: "User",
      entity_key: user.id,
    });
    const [second] = await client.call({
      action: "reset_remote",
      reset_type: "api_key",
      entity_type: "User",
      entity_key: user.id,
    });

    expect(refused).toHaveProperty("exception");
    expect(first.data.api_key).toEqual(expect.any(String));
    expect(second.data.api_key).not.toBe(first.data.api_key);
  });

  it("refuses siblings of one name", async () => {
    const project = await client.project();
    await client.create("Shot", { name: "010", parent_id: project.id });

    const error = await client.fail(creation("Shot", { name: "010", parent_id: project.id }));

    expect(error.exception).toBe("IntegrityError");
  });

  it("checks required attributes at the end of the transaction", async () => {
    const first = randomUUID();
    const second = randomUUID();

    await client.call(
      creation("Scope", { id: first }),
      creation("Scope", { id: second, name: "b" }),
      updating("Scope", first, { name: "a" }),
    );
    const refused = await client.fail(creation("Scope"));

    expect(await client.one(`select name from Scope where id is "${first}"`)).toMatchObject({ name: "a" });
    expect(refused.exception).toBe("ValidationError");
  });

  it("rolls back the whole batch, and tells nobody of it", async () => {
    const socket = await RawSocket.open(client.server);
    await socket.subscribe("watch", "topic=ftrack.update");
    const id = randomUUID();

    await client.fail(
      creation("Scope", { id, name: "gone" }),
      updating("Scope", randomUUID(), { name: "x" }),
    );
    await client.create("Scope", { name: "stays" });
    await socket.event(({ topic }) => topic === "ftrack.update");

    expect(await client.query(`select id from Scope where id is "${id}"`)).toEqual([]);
    expect(JSON.stringify(socket.events)).not.toContain(id);
    await socket.close();
  });
});
