import { createMd5, MemoryAccessor } from "@ftrack-kit/core";
import { describeAccessor } from "@ftrack-kit/core/testing";
import { createEmbeddedServer } from "@ftrack-kit/dev-server/embedded";
import { afterAll, describe, expect, it } from "vitest";
import { Session } from "../src/index.js";

async function openSession(): Promise<Session> {
  const server = await createEmbeddedServer({
    seed: "empty",
    credentials: { user: "jane", key: "test-key" },
  });
  const { url: serverUrl, fetch, WebSocket } = server;
  return Session.open({ serverUrl, apiUser: "jane", apiKey: "test-key", fetch, WebSocket });
}

describeAccessor("memory, in a page", { create: () => new MemoryAccessor() });

let shared: Promise<Session> | undefined;
const sharedSession = () => {
  shared ??= openSession();
  return shared;
};
afterAll(async () => (await shared)?.close());

describeAccessor("server, in a page", {
  create: async () => (await sharedSession()).locations.server.requireAccessor(),
  // Each resource is the data of a component.
  identifier: async (name) => {
    const session = await sharedSession();
    const hex = createMd5()
      .update(new TextEncoder().encode(`${expect.getState().currentTestName} ${name}`))
      .digest("hex");
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    if (await session.get("FileComponent", id)) return id;
    session.create("FileComponent", { id, name });
    await session.commit();
    return id;
  },
  containers: false,
});

describe("uploads in a page", () => {
  it("sends a large file in parts and reads the same bytes back", async () => {
    await using session = await openSession();
    const bytes = new Uint8Array(18 * 1024 * 1024).map((_, index) => index % 253);
    const progress: number[] = [];

    const component = await session.createComponent(
      new File([bytes], "preview.mp4"),
      {},
      { location: "server", onProgress: ({ loaded }) => progress.push(loaded) },
    );

    const stored = new Uint8Array(await new Response(await session.readComponent(component)).arrayBuffer());
    expect(createMd5().update(stored).digest("hex")).toBe(createMd5().update(bytes).digest("hex"));
    expect(progress.at(-1)).toBe(bytes.length);
    expect([component.name, component.file_type]).toEqual(["preview", ".mp4"]);
  });

  it("says which port is missing when it is given a path", async () => {
    await using session = await openSession();

    const creating = session.createComponent("/renders/main.mov", {}, { location: "server" });

    await expect(creating).rejects.toMatchObject({ cause: { code: "location_unsupported" } });
  });
});
