import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderPersistence } from "../../src/persistence/folder-persistence.js";
import type { Row } from "../../src/store/row.js";
import { startServer } from "../server/node-support.js";
import { asJane, call, createScope, namesOfScopes } from "../server/support.js";

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "ftrack-dev-server-test-"));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const scope = (id: string, name: string): Row => ({ __entity_type__: "Scope", id, name });
const added = (row: Row) => ({
  action: "add" as const,
  family: "Scope",
  key: String(row.id),
  before: undefined,
  after: row,
});

describe("FolderPersistence", () => {
  const state = {
    rows: { Scope: [scope("1", "one"), scope("2", "two")] },
    keys: [["u", "k"]] as const,
    secret: "s",
  };

  it("has nothing in a new folder", async () => {
    const persistence = FolderPersistence.open(join(data, "deep", "folder"));

    expect(persistence.saved).toBeUndefined();
    await persistence.close();
  });

  it("gives back the state and what was appended to it", async () => {
    const first = FolderPersistence.open(data);
    first.replace(state);
    first.append([added(scope("3", "three"))]);
    first.append([{ ...added(scope("1", "one")), action: "remove", after: undefined }]);
    first.appendKey("u", "new key");
    await first.close();

    const { saved } = FolderPersistence.open(data);

    expect(saved).toEqual({
      ...state,
      keys: [
        ["u", "k"],
        ["u", "new key"],
      ],
      later: [
        ["Scope", "3", scope("3", "three")],
        ["Scope", "1", null],
      ],
    });
  });

  it("keeps one state and its journal only", async () => {
    const persistence = FolderPersistence.open(data);
    for (let round = 0; round < 3; round++) {
      persistence.replace(state);
      persistence.append([added(scope("3", "three"))]);
    }
    await persistence.close();

    expect(readdirSync(data).sort()).toEqual(["journal-3.jsonl", "state-3.jsonl"]);
  });

  it("drops a transaction that was being written when the process died", async () => {
    const first = FolderPersistence.open(data);
    first.replace(state);
    first.append([added(scope("3", "three"))]);
    await first.close();
    appendFileSync(join(data, "journal-1.jsonl"), '12345678 {"changes":[["Sco');

    const second = FolderPersistence.open(data);

    expect(second.saved?.later).toHaveLength(1);
    await second.close();
  });

  it("does not begin anew over a folder it cannot read", async () => {
    const first = FolderPersistence.open(data);
    first.replace(state);
    await first.close();
    const path = join(data, "state-1.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replace("one", "oen"));

    expect(() => FolderPersistence.open(data)).toThrow(/damaged/);
    expect(() => FolderPersistence.open(data)).toThrow(/damaged/);
  });

  it("belongs to one server at a time, and is free again after close", async () => {
    const first = FolderPersistence.open(data);

    expect(() => FolderPersistence.open(data)).toThrow(`in use by process ${process.pid}`);
    await first.close();
    await first.close();
    await FolderPersistence.open(data).close();
  });

  it("takes over the lock of a process that is gone", async () => {
    writeFileSync(join(data, "lock.json"), JSON.stringify({ pid: process.pid, started: 1 }));
    const persistence = FolderPersistence.open(data);
    await persistence.close();

    writeFileSync(join(data, "lock.json"), "");
    await FolderPersistence.open(data).close();
  });

  it("says when the journal has grown larger than the state", async () => {
    const persistence = FolderPersistence.open(data);
    persistence.replace(state);
    const large = scope("3", "x".repeat(1024 * 1024));

    const before = persistence.isLarge;
    for (let count = 0; count < 17; count++) persistence.append([added(large)]);
    const after = persistence.isLarge;
    persistence.replace(state);

    expect([before, after, persistence.isLarge]).toEqual([false, true, false]);
    await persistence.close();
  });
});

describe("a server with a data folder", () => {
  it("has entities, files, keys and addresses again after a restart", async () => {
    const id = randomUUID();
    const first = await startServer({ data });
    const component = { __entity_type__: "FileComponent", id, name: "note", file_type: ".txt" };
    const { body } = await call(first, [
      createScope("kept"),
      { action: "create", entity_type: "FileComponent", entity_data: component },
      { action: "get_upload_metadata", component_id: id, file_name: "note.txt", file_size: 5 },
    ]);
    await fetch(body[2].url, { method: "PUT", body: "bytes" });
    await first.close();

    const port = Number(new URL(first.url).port);
    const second = await startServer({ data, port, seed: "demo" });
    const file = await fetch(
      `${second.url}/component/get?id=${id}&username=jane&apiKey=${encodeURIComponent("key of jane")}`,
    );
    const again = await fetch(body[2].url, { method: "PUT", body: "other" });

    expect(await namesOfScopes(second)).toEqual(["kept"]);
    expect(await file.text()).toBe("bytes");
    expect(again.status).toBe(200);
    await second.close();
  });

  it("lets a user in that was not there before", async () => {
    await (await startServer({ data })).close();

    const john = { user: "john", key: "john's" };
    await using server = await startServer({ data, credentials: john });

    expect((await call(server, [], { "ftrack-user": "john", "ftrack-api-key": "john's" })).body).toEqual([]);
  });

  it("brings files back with a snapshot", async () => {
    await using server = await startServer({ data });
    const { body } = await call(server, [{ action: "get_upload_metadata", component_id: "c" }]);
    const put = (text: string) => fetch(body[0].url, { method: "PUT", body: text });
    const read = async () =>
      (
        await fetch(`${server.url}/component/get?id=c&username=jane&apiKey=${asJane["ftrack-api-key"]}`)
      ).text();
    await put("before");
    const snapshot = await server.snapshot();

    await put("after");
    const after = await read();
    await server.restore(snapshot);
    const restored = await read();
    await server.reset();

    expect([after, restored]).toEqual(["after", "before"]);
    expect(await read()).toContain("no bytes");
  });

  it("loses at most the request in flight when it is killed, at any moment, again and again", {
    timeout: 120_000,
  }, async () => {
    const acknowledged = new Set<string>();
    const sent = new Set<string>();
    let count = 0;
    for (let round = 0; round < 6; round++) {
      const writer = fileURLToPath(new URL("./writer.ts", import.meta.url));
      const child = spawn(
        process.execPath,
        ["--import", "tsx", "--conditions=@ftrack-kit/source", writer, data],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      const [url] = (await once(createInterface(child.stdout), "line")) as [string];
      const server = { url };
      const headers = { "ftrack-api-key": "key" };
      const { body } = await call(
        server,
        [{ action: "query", expression: "select name from Scope" }],
        headers,
      );
      const names = body[0].data.map(({ name }: { name: string }) => name);
      expect([...acknowledged].filter((name) => !names.includes(name))).toEqual([]);
      expect(names.filter((name: string) => !sent.has(name))).toEqual([]);
      // Both halves of a request are there or neither.
      expect(names.length % 2).toBe(0);

      const killer = setTimeout(() => child.kill("SIGKILL"), 100 + round * 70);
      for (;;) {
        const pair = [`${count}a`, `${count}b`];
        count += 1;
        for (const name of pair) sent.add(name);
        try {
          const answer = await call(
            server,
            pair.map((name) => createScope(name)),
            headers,
          );
          if (Array.isArray(answer.body)) for (const name of pair) acknowledged.add(name);
        } catch {
          break;
        }
      }
      clearTimeout(killer);
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }

    expect(acknowledged.size).toBeGreaterThan(20);
  });
});
