import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  createNodePlatform,
  DiskAccessor,
  Session,
  StandardStructure,
} from "@ftrack-kit/node";
import type { Studio } from "./studio.js";

export async function locations({ folder }: Studio): Promise<void> {
  await using session = await Session.open();
  const version = await session.query("select asset.name from AssetVersion").first();
  assert.ok(version);
  const files = createNodePlatform().files;
  assert.ok(files);

  // #region configure
  await session.locations.configure({
    name: "studio.disk", // made on the server when there is none
    accessor: new DiskAccessor({ files, prefix: folder }), // Node: createNodePlatform().files
    structure: new StandardStructure(), // project/…/asset/v001/component.ext
    priority: 10, // lower is preferred
  });
  // #endregion configure

  for (let frame = 1; frame <= 3; frame++)
    await writeFile(join(folder, `beauty.000${frame}.exr`), `${frame}`);
  // #region sequence
  const frames = await session.createComponent(
    join(folder, "beauty.%04d.exr [1-3]"),
    { name: "beauty", version },
    { location: "studio.disk" },
  );
  const disk = session.locations.get("studio.disk");
  const path = await disk.getFilesystemPath(frames); // …/beauty.%04d.exr
  // #endregion sequence
  assert.match(path, /beauty\.%04d\.exr$/);

  // #region transfer
  await session.locations.server.addComponents([frames], {
    source: disk,
    onProgress: ({ loaded, total }) => report(loaded, total),
  });
  const availability = await session.getComponentAvailability(frames); // percent, by location id
  const nearest = await session.pickLocation(frames); // the preferred one that has it
  // #endregion transfer
  assert.equal(availability[session.locations.server.id], 100);
  assert.equal(nearest?.name, "studio.disk");

  const component = await session.createComponent(
    new Blob(["pixels"]),
    { name: "note", file_type: ".txt", version },
    {
      location: "server",
    },
  );
  // #region download
  const target = join(folder, "note.txt");
  await session.downloadComponent(component, target); // goes on where an earlier attempt ended
  const stream = await session.readComponent(component); // a ReadableStream
  // #endregion download
  assert.equal(await readFile(target, "utf8"), "pixels");
  assert.equal(await new Response(stream).text(), "pixels");

  // #region remove
  await disk.removeComponent(frames);
  // #endregion remove

  // #region missing
  const missing = disk.getFilesystemPath(frames); // rejects: location_component_missing
  // #endregion missing
  await assert.rejects(missing, { code: "location_component_missing" });
}

const report = (loaded: number, total: number | undefined) =>
  assert.ok(total === undefined || loaded <= total);
