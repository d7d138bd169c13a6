import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { findVideoEncoder } from "../../src/files/ffmpeg-videos.js";
import type { DevServer } from "../../src/index.js";
import { startServer } from "../server/node-support.js";
import { type Answer, asJane, call, query } from "../server/support.js";

let server: DevServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const access = `username=jane&apiKey=${encodeURIComponent(asJane["ftrack-api-key"])}`;
const create = (type: string, data: object) => ({
  action: "create",
  entity_type: type,
  entity_data: { __entity_type__: type, ...data },
});

async function upload(bytes: Uint8Array<ArrayBuffer>, file_type: string): Promise<string> {
  const id = randomUUID();
  const { body } = await call(server, [
    create("FileComponent", { id, name: "source", file_type }),
    {
      action: "get_upload_metadata",
      component_id: id,
      file_name: `source${file_type}`,
      file_size: bytes.length,
    },
  ]);
  const { status } = await fetch(body[1].url, { method: "PUT", headers: body[1].headers, body: bytes });
  expect(status).toBe(200);
  return id;
}

async function createVersion(): Promise<string> {
  const [projectId, assetId, versionId] = [randomUUID(), randomUUID(), randomUUID()];
  const { body: schemas } = await call(server, [query("select id from ProjectSchema")]);
  const { body: types } = await call(server, [query("select id from AssetType")]);
  const { body } = await call(server, [
    create("Project", {
      id: projectId,
      name: `p-${projectId}`,
      full_name: "P",
      project_schema_id: schemas[0].data[0].id,
    }),
    create("Asset", { id: assetId, name: "a", context_id: projectId, type_id: types[0].data[0].id }),
    create("AssetVersion", { id: versionId, asset_id: assetId }),
  ]);
  expect(body).toHaveLength(3);
  return versionId;
}

/** Every update event there is, as a client sees them. */
async function listen(): Promise<() => Answer[]> {
  const response = await fetch(`${server.url}/socket.io/1/`, { headers: asJane });
  const id = (await response.text()).split(":")[0];
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/socket.io/1/websocket/${id}`);
  const frames: string[] = [];
  socket.on("message", (data) => frames.push(data.toString()));
  await new Promise((resolve) => socket.once("open", resolve));
  const data = { subscriber: { id: "a" }, subscription: "topic=ftrack.update" };
  const event = { topic: "ftrack.meta.subscribe", data };
  socket.send(`5:1+::${JSON.stringify({ name: "ftrack.event", args: [event] })}`);
  await expect.poll(() => frames.length).toBe(2);
  return () =>
    frames
      .filter((frame) => frame.startsWith("5:::"))
      .flatMap((frame) => JSON.parse(frame.slice(4)).args[0].data.entities);
}

async function encode(componentId: string, versionId: string | null, keepOriginal = true) {
  const operation = {
    action: "encode_media",
    component_id: componentId,
    version_id: versionId,
    keep_original: keepOriginal,
  };
  const { body } = await call(server, [operation]);
  const jobId = body[0].job_id;
  await server.idle();
  const { body: rows } = await call(server, [
    query(`select status, data, job_components.component.name from Job where id is "${jobId}"`),
  ]);
  const [job] = rows[0].data;
  return { jobId, job, data: JSON.parse(job.data) };
}

describe("encode_media", () => {
  const picture = async () =>
    new Uint8Array(
      await sharp({ create: { width: 2400, height: 1200, channels: 3, background: "#a33" } })
        .png()
        .toBuffer(),
    );

  it("makes a web image of a version's picture, sets the thumbnail and tells the world", async () => {
    const componentId = await upload(await picture(), ".png");
    const versionId = await createVersion();
    const entities = await listen();

    const { jobId, job, data } = await encode(componentId, versionId);

    const [output] = data.output;
    const image = await fetch(`${server.url}/component/get?id=${output.component_id}&${access}`);
    const { format, width, height } = await sharp(new Uint8Array(await image.arrayBuffer())).metadata();
    const { body } = await call(server, [
      query(`select thumbnail_id, components.name from AssetVersion where id is "${versionId}"`),
      query(
        `select size, component_locations.location.name, metadata from FileComponent where id is "${output.component_id}"`,
      ),
    ]);
    expect(job.status).toBe("done");
    expect(data).toMatchObject({ source_component_id: componentId, keep_original: true });
    expect(output.format).toBe("image/jpeg");
    expect({ format, width, height }).toEqual({ format: "jpeg", width: 1920, height: 960 });
    expect(body[0].data[0]).toMatchObject({
      thumbnail_id: output.component_id,
      components: [{ name: "ftrackreview-image" }],
    });
    expect(body[1].data[0].component_locations[0].location.name).toBe("ftrack.server");
    expect(body[1].data[0].metadata[0]).toMatchObject({ key: "ftr_meta", value: '{"format":"image"}' });
    await expect.poll(() => entities().filter(({ entityType }) => entityType === "job").length).toBe(3);
    const ofJob = entities().filter(({ entityId }) => entityId === jobId);
    expect(ofJob.map(({ action, changes }) => [action, changes.status?.new])).toEqual([
      ["add", "queued"],
      ["update", "running"],
      ["update", "done"],
    ]);
    expect(entities().filter(({ action }) => action === "encoded")).toMatchObject([
      { entityType: "assetversion", entityId: versionId },
    ]);
  });

  it("removes an original that is not to be kept", async () => {
    const componentId = await upload(await picture(), ".png");

    const { job } = await encode(componentId, null, false);

    const { body } = await call(server, [query(`FileComponent where id is "${componentId}"`)]);
    const bytes = await fetch(`${server.url}/component/get?id=${componentId}&${access}`);
    expect(job.status).toBe("done");
    expect(body[0].data).toEqual([]);
    expect(bytes.status).toBe(404);
  });

  it("fails the job when the picture cannot be read or was never uploaded", async () => {
    const broken = await upload(new TextEncoder().encode("no picture"), ".png");
    const missing = randomUUID();
    await call(server, [create("FileComponent", { id: missing, name: "x", file_type: ".mov" })]);

    const statuses = [(await encode(broken, null)).job.status, (await encode(missing, null)).job.status];

    expect(statuses).toEqual(["failed", "failed"]);
  });

  it("passes a video through where there is no encoder, and encodes it where there is one", async () => {
    const encoder = await findVideoEncoder();
    const bytes = encoder ? await makeVideo() : new TextEncoder().encode("not really a video");
    const componentId = await upload(bytes, ".mov");

    const { job, data } = await encode(componentId, await createVersion());

    const read = async (wanted: string) => {
      const output = data.output.find(({ format }: { format: string }) => format === wanted);
      const response = await fetch(`${server.url}/component/get?id=${output?.component_id}&${access}`);
      return new Uint8Array(await response.arrayBuffer());
    };
    const video = await read("video/mp4");
    expect(job.status).toBe("done");
    if (!encoder) expect(video).toEqual(bytes);
    else {
      expect(new TextDecoder().decode(video.subarray(4, 8))).toBe("ftyp");
      expect(await sharp(await read("image/jpeg")).metadata()).toMatchObject({ format: "jpeg", width: 160 });
    }
  });
});

/** Two seconds of moving bars, made by the encoder itself. */
async function makeVideo(): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(await mkdtemp(join(tmpdir(), "ftrack-dev-server-test-")), "bars.mov");
  const source = "testsrc=size=161x91:rate=24:duration=2";
  await promisify(execFile)("ffmpeg", ["-y", "-loglevel", "error", "-f", "lavfi", "-i", source, path]);
  const bytes = new Uint8Array(await readFile(path));
  await rm(dirname(path), { recursive: true });
  return bytes;
}

describe("delayed jobs", () => {
  it("are done soon", async () => {
    const { body } = await call(server, [{ action: "delayed_job", job_type: "SYNC_USERS_LDAP" }]);
    await server.idle();

    const { body: rows } = await call(server, [
      query(`select status from Job where id is "${body[0].data.id}"`),
    ]);

    expect(rows[0].data[0].status).toBe("done");
  });
});
