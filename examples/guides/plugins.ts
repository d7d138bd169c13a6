import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, onClientEvent, Session } from "@ftrack-kit/node";
import * as z from "zod/mini";
import type { Studio } from "./studio.js";

const registered: string[] = [];

// #region plugin
export const greeting = definePlugin({
  name: "greeting",
  pluginArguments: ["department"],
  register(session: Session, { department }) {
    registered.push(`${session.apiUser} of ${department}`);
  },
});
// #endregion plugin

// #region schema
export const mounts = definePlugin({
  name: "mounts",
  pluginArguments: z.object({
    mount: z.string(),
    priority: z._default(z.number(), 10),
  }),
  async register(_session: Session, { mount, priority }) {
    registered.push(`${mount} at ${priority}`);
  },
});
// #endregion schema

// #region hook
export const archives = definePlugin({
  register(session: Session) {
    onClientEvent(
      session.eventHub,
      "ftrack.api.session.get-file-type-from-string",
      ({ file_path }) => (file_path.endsWith(".tar.gz") ? ".tar.gz" : undefined),
    );
  },
});
// #endregion hook

export async function plugins({ folder }: Studio): Promise<void> {
  // #region modules
  const session = await Session.open({
    plugins: [greeting, mounts, archives],
    pluginArguments: { department: "lighting", mount: "/mnt/projects" },
  });
  // #endregion modules
  assert.deepEqual(registered, ["jane of lighting", "/mnt/projects at 10"]);
  const component = await session.createComponent(
    new Blob(["x"]),
    { name: "a" },
    { location: "server" },
  );
  assert.ok(component.id);
  await session.close();

  const path = join(folder, "plugins");
  await mkdir(path, { recursive: true });
  await writeFile(
    join(path, "good.mjs"),
    "export function register(session) { session.found = true; }\n",
  );
  await writeFile(join(path, "broken.mjs"), "throw new Error('not today');\n");
  const warnings: string[] = [];
  const logger = { ...console, warn: (message: string) => void warnings.push(message) };
  // #region paths
  const service = await Session.open({ pluginPaths: [path], logger }); // or FTRACK_EVENT_PLUGIN_PATH
  // #endregion paths
  assert.equal((service as unknown as { found: boolean }).found, true);
  assert.ok(
    warnings.some((message) => message.includes("broken.mjs")),
    warnings.join(),
  );

  // #region extend
  service.extend("Task", {
    isLong(this: { readonly bid: number }) {
      return this.bid > 5 * 8 * 60 * 60;
    },
  });
  const [task] = await service.query("select bid from Task limit 1");
  const isLong = (task as unknown as { isLong(): boolean }).isLong();
  // #endregion extend
  assert.equal(typeof isLong, "boolean");
  await service.close();
}
