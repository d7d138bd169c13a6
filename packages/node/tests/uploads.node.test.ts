import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { appendFile, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createMd5, Session, type SessionOptions } from "@ftrack-kit/core";
import { describeAccessor } from "@ftrack-kit/core/testing";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNodePlatform } from "../src/platform.js";

const mebibyte = 1024 * 1024;
const content = randomBytes(25 * mebibyte + 123);
const kills = process.env.FTRACK_KIT_NIGHTLY ? 10 : 3;
let server: DevServer;
let folder: string;
let session: Session;

beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "empty", credentials: { user: "jane", key: "test-key" } });
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.reset();
  folder = await mkdtemp(join(tmpdir(), "uploads-"));
  session = await openSession();
});
afterEach(async () => {
  server.faults.clear();
  await session.close();
  await rm(folder, { recursive: true });
});

function openSession(options: SessionOptions = {}): Promise<Session> {
  const platform = createNodePlatform({ cacheFolder: join(folder, "cache") });
  return Session.open({ serverUrl: server.url, apiUser: "jane", apiKey: "test-key", ...options }, platform);
}

async function big(bytes: Uint8Array = content): Promise<string> {
  const path = join(folder, "big.mov");
  await writeFile(path, bytes);
  return path;
}

async function checksumOf(component: { readonly id: string }): Promise<string> {
  const md5 = createHash("md5");
  for await (const chunk of await session.readComponent(component)) md5.update(chunk);
  return md5.digest("hex");
}

function componentIdOf(name: string): string {
  const hex = createMd5().update(new TextEncoder().encode(name)).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const expected = createMd5().update(content).digest("hex");
const partsSent = () => server.requests.records.filter(({ actions }) => actions.includes("upload")).length;
const upload = (path: string, options = {}) =>
  session.createComponent(path, { name: "big" }, { location: "server", ...options });

describeAccessor("server", {
  create: () => session.locations.server.requireAccessor(),
  identifier: async (name) => {
    const id = componentIdOf(name);
    if (await session.get("FileComponent", id)) return id;
    session.create("FileComponent", { id, name });
    await session.commit();
    return id;
  },
  containers: false,
});

describe("uploads in parts", () => {
  it("sends a large file in parts, counts its bytes and stores exactly them", async () => {
    const path = await big();
    const progress: { loaded: number; total: number | undefined; remaining: number | undefined }[] = [];

    const component = await upload(path, {
      onProgress: (state: (typeof progress)[number]) => progress.push(state),
    });

    expect(await checksumOf(component)).toBe(expected);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress.at(-1)).toMatchObject({ loaded: content.length, total: content.length, remaining: 0 });
  });

  it("sends a stream of known size in parts without holding it", async () => {
    const stream = new Blob([content]).stream();

    const component = await session.createComponent(stream, { size: content.length }, { location: "server" });

    expect(await checksumOf(component)).toBe(expected);
  });

  it.each([
    ["a part is answered with 500", { on: "upload", after: 1, times: 2, status: 500 }],
    [
      "the connection is reset in the middle of a part",
      { on: "upload", after: 1, times: 2, drop: "before" as const },
    ],
    ["the answer to a part is lost", { on: "upload", after: 2, times: 1, drop: "after" as const }],
    ["an address is refused", { on: "upload", after: 1, times: 1, status: 403 }],
  ])("succeeds although %s", async (_, fault) => {
    const path = await big();
    server.faults.add(fault);

    const component = await upload(path);

    expect(await checksumOf(component)).toBe(expected);
  });

  it("goes on with fresh addresses when they have expired on the way, sending no part again", async () => {
    const path = await big();
    const before = partsSent();
    let advanced = false;
    const onProgress = ({ loaded }: { loaded: number }) => {
      if (advanced || loaded < 17 * mebibyte) return;
      advanced = true;
      server.clock.advance(16 * 3_600_000);
    };

    const component = await upload(path, { concurrency: 1, onProgress });

    expect(await checksumOf(component)).toBe(expected);
    // Four parts, of which the last was refused once.
    expect(partsSent() - before).toBe(5);
  });

  it("starts over when the upload is over as well", async () => {
    const path = await big();
    let expired = false;
    const stop = server.requests.listen(({ actions }) => {
      if (!actions.includes("upload") || expired) return;
      expired = true;
      server.clock.advance(25 * 3_600_000);
    });

    const component = await upload(path, { concurrency: 1 }).finally(stop);

    expect(expired).toBe(true);
    expect(await checksumOf(component)).toBe(expected);
  });

  it("starts over when the server was restarted between parts", async () => {
    const path = await big();
    const data = join(folder, "server");
    const options = { seed: "empty", credentials: { user: "jane", key: "test-key" }, data } as const;
    let own = await createDevServer({ ...options, port: 0 });
    const port = Number(new URL(own.url).port);
    const platform = createNodePlatform({ cacheFolder: join(folder, "cache") });
    let puts = 0;
    const restartBetweenParts: typeof fetch = async (url, init) => {
      if (init?.method === "PUT" && ++puts === 2) {
        await own.close();
        own = await createDevServer({ ...options, port });
      }
      return fetch(url, init);
    };
    const client = await Session.open(
      { serverUrl: own.url, apiUser: "jane", apiKey: "test-key", fetch: restartBetweenParts },
      platform,
    );

    const component = await client.createComponent(path, {}, { location: "server", concurrency: 1 });

    const md5 = createHash("md5");
    for await (const chunk of await client.readComponent(component)) md5.update(chunk);
    expect(md5.digest("hex")).toBe(expected);
    await client.close();
    await own.close();
  });

  it("finds out that the parts were joined although the answer was lost", async () => {
    const path = await big();
    server.faults.add({ on: "complete_multipart_upload", times: 1, drop: "after" });

    const component = await upload(path);

    expect(await checksumOf(component)).toBe(expected);
  });

  it("removes the component when it gives up", async () => {
    const path = await big();
    server.faults.add({ on: "upload", after: 1, status: 404 });

    await expect(upload(path)).rejects.toMatchObject({ code: "location_transfer" });

    server.faults.clear();
    expect(await session.query('select id from Component where name is "big"').all()).toEqual([]);
  });

  it("rejects with the caller's reason when it is aborted, and cleans up", async () => {
    const path = await big();
    const controller = new AbortController();
    const reason = new Error("enough");

    const uploading = upload(path, { signal: controller.signal, onProgress: () => controller.abort(reason) });

    await expect(uploading).rejects.toBe(reason);
    expect(await session.query('select id from Component where name is "big"').all()).toEqual([]);
  });

  it("notices that the file changed while it was uploaded", async () => {
    const path = await big();
    let changed = false;
    const onProgress = () => {
      if (changed) return;
      changed = true;
      return appendFile(path, "one more frame");
    };

    const uploading = upload(path, { concurrency: 1, onProgress });

    await expect(uploading).rejects.toMatchObject({ cause: { code: "location_source_changed" } });
  });

  it.each([
    ["shorter", content.length + 1],
    ["longer", content.length - 1],
  ])("notices that a stream is %s than it was said to be", async (_, size) => {
    const creating = session.createComponent(new Blob([content]).stream(), { size }, { location: "server" });

    await expect(creating).rejects.toMatchObject({ cause: { code: "location_source_changed" } });
  });

  it("goes on where an interrupted upload ended, in another session", async () => {
    const path = await big();
    const controller = new AbortController();
    const first = upload(path, {
      resumeKey: "shot010",
      concurrency: 1,
      signal: controller.signal,
      onProgress: ({ loaded }: { loaded: number }) => {
        if (loaded > 17 * mebibyte) controller.abort(new Error("paused"));
      },
    });
    await expect(first).rejects.toThrow("paused");
    await session.close();
    session = await openSession();
    const before = partsSent();
    let start: number | undefined;

    const component = await upload(path, {
      resumeKey: "shot010",
      onProgress: ({ loaded }: { loaded: number }) => {
        start ??= loaded;
      },
    });

    expect(await checksumOf(component)).toBe(expected);
    expect(start).toBeGreaterThan(0);
    expect(partsSent() - before).toBe(2);
    expect(await session.query('select id from Component where name is "big"').all()).toHaveLength(1);
  });

  it("sends everything again when the file is another one than before", async () => {
    const path = await big();
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("paused"));
    await upload(path, { resumeKey: "changing", signal: controller.signal, onProgress }).catch(
      () => undefined,
    );
    const other = randomBytes(20 * mebibyte);
    await big(other);

    const component = await upload(path, { resumeKey: "changing" });

    expect(await checksumOf(component)).toBe(createMd5().update(other).digest("hex"));
  });

  it(`is byte-identical after its process was killed ${kills} times`, { timeout: 300_000 }, async () => {
    // Enough parts for some to be left after every kill.
    const bytes = process.env.FTRACK_KIT_NIGHTLY ? randomBytes(200 * mebibyte + 1) : content;
    const path = await big(bytes);
    const moment = () => Math.random() * 80;
    let killed = 0;
    const child = fileURLToPath(new URL("./support/upload-child.ts", import.meta.url));
    const args = [
      "--import",
      "tsx",
      "--conditions=@ftrack-kit/source",
      child,
      server.url,
      join(folder, "cache"),
      path,
    ];
    const run = (killAfterParts: number) =>
      new Promise<string>((resolve, reject) => {
        const running = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        let problem = "";
        let parts = 0;
        running.stdout.on("data", (chunk) => (output += chunk));
        running.stderr.on("data", (chunk) => (problem += chunk));
        const stop = server.requests.listen(({ actions }) => {
          if (!actions.includes("upload") || ++parts !== killAfterParts) return;
          setTimeout(() => running.kill("SIGKILL"), moment());
        });
        running.on("error", reject);
        running.on("close", (code, signal) => {
          stop();
          if (signal === "SIGKILL") killed += 1;
          if (code === 0 || signal === "SIGKILL") resolve(output.trim());
          else reject(new Error(problem));
        });
      });
    for (let count = 0; count < kills; count++) await run(1 + (count % 2));

    const before = partsSent();
    const id = await run(Number.POSITIVE_INFINITY);

    expect(await checksumOf({ id })).toBe(createMd5().update(bytes).digest("hex"));
    if (!process.env.FTRACK_KIT_NIGHTLY) return;
    expect(killed).toBe(kills);
    expect(partsSent() - before).toBeLessThan(bytes.length / (8 * mebibyte));
  });
});

/** Takes connections and never says a word, nor reads what comes. */
async function openSilence(): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const silence = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => silence.listen(0, "127.0.0.1", resolve));
  const { port } = silence.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => silence.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

describe("stalled connections", () => {
  it.each([
    ["a large upload", content],
    ["a small upload", content.subarray(0, mebibyte)],
  ])("do not hold up %s", async (_, bytes) => {
    const path = await big(bytes);
    const silence = await openSilence();
    let puts = 0;
    const loseTheFirst: typeof fetch = (url, init) =>
      fetch(init?.method === "PUT" && ++puts === 1 ? silence.url : url, init);
    const client = await openSession({ fetch: loseTheFirst });
    const loaded: number[] = [];

    const component = await client.createComponent(
      path,
      {},
      { location: "server", stallTimeout: 300, onProgress: (state) => loaded.push(state.loaded) },
    );

    expect(puts).toBeGreaterThan(1);
    expect(await checksumOf(component)).toBe(createMd5().update(bytes).digest("hex"));
    expect(loaded.at(-1)).toBe(bytes.length);
    await client.close();
    await silence.close();
  });

  it("end an upload in an error when all are", async () => {
    const path = await big(content.subarray(0, mebibyte));
    const silence = await openSilence();
    const client = await openSession({
      fetch: (url, init) => fetch(init?.method === "PUT" ? silence.url : url, init),
    });

    const creating = client.createComponent(path, {}, { location: "server", stallTimeout: 100 });

    await expect(creating).rejects.toMatchObject({
      code: "location_transfer",
      cause: { code: "location_upload", message: expect.stringContaining("nothing moved for 100 ms") },
    });
    await client.close();
    await silence.close();
  });

  it("do not hold up a download", async () => {
    const component = await upload(await big());
    let reads = 0;
    const stallInTheMiddle: typeof fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!String(url).includes("/component/get") || ++reads > 1) return response;
      let chunks = 0;
      const stalling = new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) =>
          ++chunks > 5 ? new Promise(() => undefined) : controller.enqueue(chunk),
      });
      return new Response(response.body?.pipeThrough(stalling), response);
    };
    const client = await openSession({ fetch: stallInTheMiddle });
    const md5 = createHash("md5");

    for await (const chunk of await client.readComponent(component, { stallTimeout: 300 })) md5.update(chunk);

    expect(md5.digest("hex")).toBe(expected);
    expect(reads).toBe(2);
    await client.close();
  });
});

describe("downloads", () => {
  it("goes on at the same byte when the connection breaks", async () => {
    const component = await upload(await big());
    server.faults.add({ on: "download", times: 2, truncate: true });

    expect(await checksumOf(component)).toBe(expected);
  });

  it("reads ranges", async () => {
    const component = await session.createComponent(new Blob(["0123456789"]), {}, { location: "server" });

    const read = async (start: number, end?: number) =>
      new Response(await session.readComponent(component, { start, end })).text();

    expect(await read(3)).toBe("3456789");
    expect(await read(0, 4)).toBe("0123");
    expect(await read(4, 6)).toBe("45");
    expect(await read(10)).toBe("");
  });

  it("stores a zero-byte file and gives it back", async () => {
    const component = await session.createComponent(new Blob([]), {}, { location: "server" });

    expect(await new Response(await session.readComponent(component)).text()).toBe("");
  });

  it("writes to a path, going on with what is there, and leaves no partial file", async () => {
    const component = await upload(await big());
    const target = join(folder, "copy.mov");
    await writeFile(`${target}.${component.id}.part`, content.subarray(0, 10 * mebibyte));
    const sizes: number[] = [];

    await session.downloadComponent(component, target, { onProgress: ({ loaded }) => sizes.push(loaded) });

    expect((await stat(target)).size).toBe(content.length);
    expect(sizes[0]).toBeGreaterThanOrEqual(10 * mebibyte);
    await expect(session.downloadComponent(component, target)).rejects.toMatchObject({
      code: "location_resource_exists",
    });
  });
});
