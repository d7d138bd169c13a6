import { openAsBlob } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { callPlainly, openKit } from "../clients.js";
import type { Scenario, Surroundings } from "../contract.js";

const size = 256 * 1024 ** 2;

async function createFile(folder: string): Promise<string> {
  const path = join(folder, "plate.mov");
  const handle = await open(path, "w");
  const block = Buffer.alloc(1024 ** 2, 7);
  for (let written = 0; written < size; written += block.length) await handle.write(block);
  await handle.close();
  return path;
}

let uploads = 0;
const newId = () =>
  `${process.pid.toString(16).padStart(8, "0")}-0000-4000-8000-${String(uploads++).padStart(12, "0")}`;

export const uploadScenarios: readonly Scenario[] = [
  {
    name: "upload",
    title: "A file of 256 MiB from disk to the server's location",
    unit: { name: "MiB", count: size / 1024 ** 2 },
    processes: 2,
    repeats: 3,
    slow: true,
    contenders: {
      floor: async (surroundings: Surroundings) => {
        const path = await createFile(surroundings.folder);
        return {
          run: async () => {
            const id = newId();
            const subject = { component_id: id, file_name: "plate.mov", file_size: size };
            const component = {
              __entity_type__: "FileComponent",
              id,
              name: "plate",
              file_type: ".mov",
              size,
            };
            const { originUrl } = surroundings;
            await callPlainly(originUrl, surroundings, [
              { action: "create", entity_type: "FileComponent", entity_data: component },
            ]);
            const [address] = (await callPlainly(originUrl, surroundings, [
              { action: "get_upload_metadata", ...subject },
            ])) as [{ url: string; headers: Record<string, string> }];
            const response = await fetch(address.url, {
              method: "PUT",
              headers: address.headers,
              body: await openAsBlob(path),
            });
            await response.arrayBuffer();
            return { check: () => [response.ok, size] };
          },
        };
      },
      "ftrack-kit": async (surroundings) => {
        const path = await createFile(surroundings.folder);
        const session = await openKit(surroundings.originUrl, surroundings);
        return {
          run: async () => {
            const component = await session.createComponent(path, { name: "plate" }, { location: "server" });
            return { check: () => [true, component.size] };
          },
          close: () => session.close(),
        };
      },
    },
    targets: [
      { contender: "ftrack-kit", metric: "cpu", phase: "repeated", atMost: 1.2, relativeTo: "floor" },
      { contender: "ftrack-kit", metric: "peak", phase: "first", atMost: 1.2, relativeTo: "floor" },
    ],
  },
];
