import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDevServer } from "@ftrack-kit/dev-server";
import { Session } from "ftrack-kit";
import { publish } from "./publish.js";

const credentials = { user: "jane", key: "example-key" };
const server = await createDevServer({ seed: "demo", credentials });
const folder = await mkdtemp(join(tmpdir(), "encode-media-"));
const print = (line: string) => console.log(`  ${line}`);

try {
  for (let frame = 1; frame <= 5; frame++) {
    await writeFile(join(folder, `shot010.${String(frame).padStart(4, "0")}.exr`), `frame ${frame}`);
  }
  await writeFile(join(folder, "shot010.mov"), "moving pictures");
  await using session = await Session.open({
    serverUrl: server.url,
    apiUser: credentials.user,
    apiKey: credentials.key,
    schemaCachePath: folder,
  });
  const asset = await session.query("select id from Asset").first();
  assert.ok(asset, "The demo studio has assets.");

  const addresses = await publish(
    session,
    {
      assetId: asset.id,
      comment: "First pass",
      frames: join(folder, "shot010.%04d.exr [1-5]"),
      movie: join(folder, "shot010.mov"),
    },
    print,
  );

  assert.ok(addresses.size > 0, "Encoding made something.");
  for (const [format, address] of addresses) {
    const response = await fetch(address);
    assert.equal(response.status, 200);
    print(`${format}: ${(await response.arrayBuffer()).byteLength} bytes at ${new URL(address).pathname}`);
  }
  const components = await session
    .query('select name, size from Component where version.comment is "First pass" order by name')
    .all();
  assert.deepEqual(
    components.filter(({ name }) => ["beauty", "movie"].includes(String(name))).map(({ size }) => size),
    [35, 15],
  );
} finally {
  await server.close();
  await rm(folder, { recursive: true });
}
