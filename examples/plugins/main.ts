import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDevServer } from "@ftrack-kit/dev-server";
import { Session } from "@ftrack-kit/node";
import type { Estimated } from "./plugins/estimates.js";

const credentials = { user: "jane", key: "example-key" };
const server = await createDevServer({ seed: "demo", credentials });
const folder = await mkdtemp(join(tmpdir(), "plugins-"));
const print = (line: string) => console.log(`  ${line}`);
const warnings: string[] = [];
const warn = (message: string, details?: object) =>
  void warnings.push(`${message} ${JSON.stringify(details)}`);

try {
  await using session = await Session.open({
    serverUrl: server.url,
    apiUser: credentials.user,
    apiKey: credentials.key,
    schemaCachePath: folder,
    // Or FTRACK_EVENT_PLUGIN_PATH. Folders are walked to the bottom.
    pluginPaths: [fileURLToPath(new URL("plugins", import.meta.url))],
    pluginArguments: { mount: join(folder, "studio"), longTask: 8 },
    logger: { debug() {}, info() {}, error: warn, warn },
  });

  const task = await session.query("select name, bid from Task where bid > 28800").first();
  assert.ok(task);
  assert.equal((task as unknown as Estimated).isLong(), true);
  print(`${task.name} is a long task: ${(task.bid ?? 0) / 3600} hours`);

  const path = join(folder, "set.tar.gz");
  await writeFile(path, "an archive");
  const version = await session.query("select id from AssetVersion").first();
  assert.ok(version);
  const component = await session.createComponent(path, { name: "set", version_id: version.id });
  assert.equal(component.file_type, ".tar.gz");

  const location = await session.pickLocation(component);
  assert.equal(location?.name, "studio.disk");
  const stored = await location.getFilesystemPath(component);
  assert.equal(await readFile(stored, "utf8"), "an archive");
  print(`set.tar.gz is at ${stored.slice(folder.length + 1)}`);

  const [skipped] = warnings.filter((warning) => warning.includes("unfinished.ts"));
  assert.ok(skipped, warnings.join("\n"));
  print("unfinished.ts was named and skipped");
} finally {
  await server.close();
  await rm(folder, { recursive: true });
}
