import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWith } from "./run-with.js";

let server: DevServer;
let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "demo", credentials: { user: "jane", key: "k" } });
  folder = await mkdtemp(join(tmpdir(), "ftrack-kit-generate-"));
  environment = { FTRACK_SERVER: server.url, FTRACK_API_USER: "jane", FTRACK_API_KEY: "k" };
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe("ftrack-kit generate", () => {
  it("writes the same text every time", async () => {
    const out = join(folder, "stable.ts");

    await runWith(["generate", "--out", out], environment);
    const first = await readFile(out, "utf8");
    const again = await runWith(["generate", "--out", out], environment);

    expect(again).toMatchObject({ code: 0, notes: expect.stringContaining("up to date") });
    expect(await readFile(out, "utf8")).toBe(first);
  });

  it("makes the folder of the file", async () => {
    const out = join(folder, "src", "types", "entity-map.ts");

    const result = await runWith(["generate", "--out", out], environment);

    expect(result).toMatchObject({ code: 0 });
    expect(await readFile(out, "utf8")).toContain("WorkspaceEntityMap");
  });

  it("types the custom attributes of the object types that have them", async () => {
    const out = join(folder, "custom.ts");

    await runWith(["generate", "--out", out], environment);

    expect(await readFile(out, "utf8")).toContain("fstart: number | null;");
  });

  it("fails with --check when the file is out of date, and shows what changed", async () => {
    const out = join(folder, "old.ts");
    await runWith(["generate", "--out", out], environment);
    const current = await readFile(out, "utf8");
    await writeFile(out, current.replaceAll("username", "user_name"));

    const result = await runWith(["generate", "--out", out, "--check"], environment);

    expect(result.code).toBe(5);
    expect(result.out).toMatch(/^- .*user_name/m);
    expect(result.out).toMatch(/^\+ .*username/m);
  });

  it("fails with --check when there is no file, without printing all of it", async () => {
    const out = join(folder, "missing.ts");

    const result = await runWith(["generate", "--out", out, "--check"], environment);

    expect(result).toMatchObject({ code: 5, out: "", notes: expect.stringContaining("does not exist") });
  });

  it("passes with --check when it is not", async () => {
    const out = join(folder, "new.ts");
    await runWith(["generate", "--out", out], environment);

    expect(await runWith(["generate", "--out", out, "--check"], environment)).toMatchObject({ code: 0 });
  });
});
