import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryAccessor, Session } from "@ftrack-kit/core";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNodePlatform } from "../src/platform.js";
import { createVersion } from "./support/create-version.js";

let server: DevServer;
let folder: string;
let session: Session;
let version: Awaited<ReturnType<typeof createVersion>>;

beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "empty", credentials: { user: "jane", key: "test-key" } });
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "media-"));
  const platform = createNodePlatform({ cacheFolder: join(folder, "cache") });
  session = await Session.open({ serverUrl: server.url, apiUser: "jane", apiKey: "test-key" }, platform);
  version = await createVersion(session);
});
afterEach(async () => {
  server.faults.clear();
  await session.close();
  await rm(folder, { recursive: true });
});

const pixel = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (character) => character.charCodeAt(0),
);
const image = () => new File([pixel], "still.png", { type: "image/png" });
const movie = () => new File(["not really a movie"], "shot.mp4", { type: "video/mp4" });

describe("encodeMedia", () => {
  it("gives a handle at once, and what was made once the job is done", async () => {
    const seen: string[] = [];

    const job = await session.encodeMedia(movie(), { version });
    const media = await job.wait({ onStatus: (status) => seen.push(status), timeout: 15_000 });

    expect(seen.at(-1)).toBe("done");
    expect(media.outputs.length).toBeGreaterThan(0);
    expect(media.outputs[0]?.format).toMatch(/^(video|image)\//);
    expect((await job.state()).status).toBe("done");
  });

  it("hears of the end by an event where the hub is connected", async () => {
    session.eventHub.connect();
    await session.eventHub.ready;

    const job = await session.encodeMedia(movie(), { version });
    const began = performance.now();
    await job.wait({ timeout: 12_000 });

    // Without events it would look again after 15 seconds only.
    expect(performance.now() - began).toBeLessThan(12_000);
  });

  it("stops waiting when told to, with the caller's reason or after the time given", async () => {
    const job = await session.encodeMedia(movie(), { version });
    const unknown = session.getJob("00000000-0000-4000-8000-000000000000");

    await expect(job.wait({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(unknown.wait()).rejects.toMatchObject({ code: "location_job_failed" });
  });
});

describe("thumbnails", () => {
  it("uploads an image, makes it the thumbnail and commits nothing else", async () => {
    session.create("Asset", { name: "pending", context_id: "x", type_id: "y" });
    const entity = { $type: "AssetVersion", id: version.id };

    const component = await session.createThumbnail(entity, image());

    const stored = await session
      .query(`select thumbnail_id from AssetVersion where id is "${version.id}"`)
      .one();
    expect(stored.thumbnail_id).toBe(component.id);
    expect(session.recordedOperations).toHaveLength(1);
    session.rollback();
  });

  it("finds the nearest image above an entity that has none, in few requests, without the API key", async () => {
    const project = await session
      .query(`select id from Project where name is "${version.projectName}"`)
      .one();
    await session.createThumbnail({ $type: "Project", id: project.id }, image());
    const folders = Array.from({ length: 20 }, (_, index) =>
      session.create("Folder", { name: `f${index}`, parent_id: project.id, project_id: project.id }),
    );
    await session.commit();
    const before = server.requests.length;

    const urls = await session.getThumbnailUrls(folders.map(({ id }) => ({ $type: "Folder", id })));

    expect(server.requests.length - before).toBeLessThanOrEqual(3);
    expect(new Set(urls).size).toBe(1);
    expect(urls[0]).toMatch(/^http/);
    expect(urls[0]).not.toContain("test-key");
    const response = await fetch(urls[0] as string);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(pixel);
  });

  it("answers null where there is no image", async () => {
    expect(await session.getThumbnailUrls([{ $type: "AssetVersion", id: version.id }])).toEqual([null]);
  });
});

describe("publishVersion", () => {
  const plan = () => ({
    asset: version.assetId,
    version: { comment: "first try" },
    components: [
      { name: "main", input: new File(["main"], "main.exr"), location: "server" },
      { name: "extra", input: new File(["extra"], "extra.txt"), location: "server" },
    ],
    media: movie(),
    thumbnail: image(),
  });
  const versions = (comment: string) =>
    session
      .query(
        `select id, is_published from AssetVersion where comment is "${comment}" and asset_id is "${version.assetId}"`,
      )
      .all();

  it("makes version, components, media and thumbnail in one call", async () => {
    const steps: string[] = [];

    const published = await session.publishVersion({ ...plan(), onStep: (step) => steps.push(step) });
    await published.job?.wait({ timeout: 15_000 });

    expect(steps).toEqual(["version", "component main", "component extra", "media", "thumbnail", "publish"]);
    expect(Object.keys(published.components)).toEqual(["main", "extra"]);
    const stored = await session
      .query(`select is_published, thumbnail_id from AssetVersion where id is "${published.versionId}"`)
      .one();
    expect(stored.is_published).toBe(true);
    expect(await new Response(await session.readComponent(published.components.main as string)).text()).toBe(
      "main",
    );
  });

  it("removes what it made when a step fails, and says so", async () => {
    server.faults.add({ on: "encode_media", status: 400 });

    const outcome = session.publishVersion({ ...plan(), version: { comment: "doomed" } });

    await expect(outcome).rejects.toMatchObject({
      code: "location_publish",
      details: { step: "media", exists: {}, resumable: false },
    });
    expect(await versions("doomed")).toEqual([]);
  });

  it("goes on where it failed when it is called again with the same key", async () => {
    server.faults.add({ on: "encode_media", times: 1, status: 400 });
    const options = { ...plan(), version: { comment: "second chance" }, resumeKey: `publish ${version.id}` };
    const failed = await session.publishVersion(options).catch((error: unknown) => error);
    const steps: string[] = [];

    const published = await session.publishVersion({ ...options, onStep: (step) => steps.push(step) });

    expect(failed).toMatchObject({
      details: { step: "media", resumable: true, exists: { version: published.versionId } },
    });
    expect(steps).toEqual(["media", "thumbnail", "publish"]);
    expect(await versions("second chance")).toHaveLength(1);
  });
});

describe("other services", () => {
  it("gives the address of a widget that can be opened", async () => {
    const url = await session.getWidgetUrl("info", {
      entity: { $type: "AssetVersion", id: version.id },
      theme: "dark",
    });

    expect((await fetch(url)).status).toBe(200);
  });

  it("resets an API key and starts delayed jobs", async () => {
    const user = session.create("User", { username: `invitee ${version.id}` });
    await session.commit();

    const { api_key } = await session.resetRemote("api_key", { $type: "User", id: user.id });
    const job = await session.startDelayedJob("SYNC_USERS_LDAP");
    await session.sendUserInvites([user]);

    expect(api_key).toEqual(expect.any(String));
    await job.wait({ timeout: 15_000 });
  });
});

describe("plugins", () => {
  it("configure locations before the session is ready", async () => {
    await writeFile(
      join(folder, "disk.mjs"),
      `export const pluginArguments = ["priority"];
       export function register(session, { priority }) {
         session.eventHub.subscribe("topic=ftrack.api.session.configure-location", async ({ data }) => {
           await data.session.locations.configure({ name: "studio.plugin", accessor: globalThis.pluginAccessor, priority });
         });
       }`,
    );
    Object.assign(globalThis, { pluginAccessor: new MemoryAccessor() });
    const platform = createNodePlatform({ cacheFolder: join(folder, "cache") });

    const own = await Session.open(
      {
        serverUrl: server.url,
        apiUser: "jane",
        apiKey: "test-key",
        pluginPaths: [folder],
        pluginArguments: { priority: 3, other: 1 },
      },
      platform,
    );

    expect((await own.pickLocation())?.name).toBe("studio.plugin");
    await own.close();
  });
});
